"""Rules of kinds of values that do not go together, in their order."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.arrays.narrow_types import wider_numbers
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.loops.unpacking import (
    entries_for_keys,
    loops_side_by_side,
    paired_loops,
)
from jupyter_codeintel.fix.repairs.texts.joining import numbers_in_texts
from jupyter_codeintel.fix.repairs.texts.left_out_counts import left_out_counts
from jupyter_codeintel.fix.repairs.texts.numbers_in_turn import numbers_in_turn
from jupyter_codeintel.fix.repairs.texts.text_formats import (
    texts_in_formats,
    values_outside_formats,
)
from jupyter_codeintel.fix.repairs.values.cached_arguments import hashable_arguments
from jupyter_codeintel.fix.repairs.values.containers import quoted_numbers, strings_for_numbers
from jupyter_codeintel.fix.repairs.values.conversions import (
    counted_loops,
    joined_values,
    nested_items,
    texts_as_numbers,
    texts_multiplied,
    views_as_lists,
)
from jupyter_codeintel.fix.repairs.values.cosines import rounded_cosines
from jupyter_codeintel.fix.repairs.values.decimals import floats_beside_decimals
from jupyter_codeintel.fix.repairs.values.hundredths import hundredths_of_currencies
from jupyter_codeintel.fix.repairs.values.index_arrays import fractions_as_indexes, lists_by_arrays
from jupyter_codeintel.fix.repairs.values.large_factorials import binomials_of_factorials
from jupyter_codeintel.fix.repairs.values.least_so_far import least_so_far
from jupyter_codeintel.fix.repairs.values.nearly_equal import nearly_equal
from jupyter_codeintel.fix.repairs.values.per_cent import fractions_of_per_cent
from jupyter_codeintel.fix.repairs.values.per_cent_off import per_cent_off
from jupyter_codeintel.fix.repairs.values.stray_hundreds import stray_hundreds
from jupyter_codeintel.fix.repairs.values.terms_of_nothing import terms_of_nothing
from jupyter_codeintel.fix.repairs.values.unhashable import tuples_for_lists
from jupyter_codeintel.fix.repairs.values.whole_numbers import whole_numbers

VALUE_RULES: tuple[Rule, ...] = (
    numbers_in_texts,
    strings_for_numbers,
    quoted_numbers,
    texts_in_formats,
    values_outside_formats,
    numbers_in_turn,
    texts_as_numbers,
    texts_multiplied,
    left_out_counts,
    views_as_lists,
    wider_numbers,
    whole_numbers,
    fractions_as_indexes,
    lists_by_arrays,
    rounded_cosines,
    binomials_of_factorials,
    least_so_far,
    nearly_equal,
    fractions_of_per_cent,
    stray_hundreds,
    per_cent_off,
    hundredths_of_currencies,
    floats_beside_decimals,
    terms_of_nothing,
    counted_loops,
    hashable_arguments,
    tuples_for_lists,
    joined_values,
    nested_items,
    loops_side_by_side,
    entries_for_keys,
    paired_loops,
)
"""Those about texts come first."""
