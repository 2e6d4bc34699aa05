"""The rules about records: how their texts are read, and what tells them apart."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.files.sql_keys import keys_of_two_columns
from jupyter_codeintel.fix.repairs.tables.told_statistics import missing_statistics

RECORD_RULES: tuple[Rule, ...] = (
    keys_of_two_columns,
    missing_statistics,
)
"""The evidence of each is written in the notebook."""
