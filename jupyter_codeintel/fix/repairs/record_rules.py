"""The rules about records: how their texts are read, and what tells them apart."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.classes.only_attributes import only_attributes
from jupyter_codeintel.fix.repairs.dates.clock_signs import other_signs_of_clocks
from jupyter_codeintel.fix.repairs.files.sql_keys import keys_of_two_columns
from jupyter_codeintel.fix.repairs.files.sql_told import sql_columns_told
from jupyter_codeintel.fix.repairs.loops.bounds_of_indexes import bounds_of_indexes
from jupyter_codeintel.fix.repairs.loops.cut_twice import heads_cut_once
from jupyter_codeintel.fix.repairs.pictures.cut_starts import cut_starts
from jupyter_codeintel.fix.repairs.tables.decimal_commas import decimal_commas
from jupyter_codeintel.fix.repairs.tables.made_over import made_over
from jupyter_codeintel.fix.repairs.tables.mapped_values import mapped_values
from jupyter_codeintel.fix.repairs.tables.only_lists import only_lists
from jupyter_codeintel.fix.repairs.tables.replacing_rows import rows_that_replace
from jupyter_codeintel.fix.repairs.tables.told_codes import told_codes
from jupyter_codeintel.fix.repairs.tables.told_statistics import missing_statistics
from jupyter_codeintel.fix.repairs.tables.weighted_groups import means_of_weighted_groups
from jupyter_codeintel.fix.repairs.texts.capital_letters import bases_of_capitals
from jupyter_codeintel.fix.repairs.texts.lettered_numbers import letters_after_numbers
from jupyter_codeintel.fix.repairs.texts.minutes_and_seconds import minutes_before_seconds
from jupyter_codeintel.fix.repairs.texts.one_digit import several_digits
from jupyter_codeintel.fix.repairs.values.idle_steps import steps_of_nothing
from jupyter_codeintel.fix.repairs.values.renamed_fields import renamed_fields
from jupyter_codeintel.fix.repairs.values.turned_comparisons import turned_comparisons

RECORD_RULES: tuple[Rule, ...] = (
    keys_of_two_columns,
    bounds_of_indexes,
    heads_cut_once,
    rows_that_replace,
    missing_statistics,
    letters_after_numbers,
    minutes_before_seconds,
    other_signs_of_clocks,
    decimal_commas,
    means_of_weighted_groups,
    several_digits,
    bases_of_capitals,
    steps_of_nothing,
    made_over,
    told_codes,
    cut_starts,
    turned_comparisons,
    only_attributes,
    mapped_values,
    only_lists,
    sql_columns_told,
    renamed_fields,
)
"""The evidence of each is written in the notebook."""
