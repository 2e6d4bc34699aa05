"""The rules about what libraries of science, of statistics and of pictures are handed."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.arrays.missing_readings import missing_readings
from jupyter_codeintel.fix.repairs.arrays.other_way_round import other_way_round
from jupyter_codeintel.fix.repairs.case import Rule

SCIENCE_RULES: tuple[Rule, ...] = (
    missing_readings,
    other_way_round,
)
"""Each has words of errors that no other rule has."""
