"""Rules of slips that the message, the words or the code itself make plain, in their order."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.arrays.all_pairs import all_pairs
from jupyter_codeintel.fix.repairs.arrays.half_spectra import frequencies_of_halves
from jupyter_codeintel.fix.repairs.arrays.times_of_rates import times_of_rates
from jupyter_codeintel.fix.repairs.arrays.totals_among_parts import totals_among_parts
from jupyter_codeintel.fix.repairs.arrays.uneven_rows import rows_one_by_one
from jupyter_codeintel.fix.repairs.calls.solvers import rates_of_all_states, tuples_of_extras
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.classes.own_properties import values_of_properties
from jupyter_codeintel.fix.repairs.classes.sums_of_objects import sums_of_objects
from jupyter_codeintel.fix.repairs.classes.unstarted import unstarted_attributes
from jupyter_codeintel.fix.repairs.loops.absent_neighbours import no_neighbours
from jupyter_codeintel.fix.repairs.loops.childless_nodes import childless_nodes
from jupyter_codeintel.fix.repairs.loops.counted_from_one import places_from_one
from jupyter_codeintel.fix.repairs.loops.deep_recursions import cached_from_below
from jupyter_codeintel.fix.repairs.loops.empty_ends import ends_at_nothing
from jupyter_codeintel.fix.repairs.loops.leaf_values import leaf_values
from jupyter_codeintel.fix.repairs.loops.own_parents import own_parents
from jupyter_codeintel.fix.repairs.loops.shrinking_lists import places_from_the_end
from jupyter_codeintel.fix.repairs.loops.told_parents import told_parents
from jupyter_codeintel.fix.repairs.loops.two_way_links import two_way_links
from jupyter_codeintel.fix.repairs.loops.ways_round import ways_round
from jupyter_codeintel.fix.repairs.names.returned_names import results_by_name
from jupyter_codeintel.fix.repairs.tables.coerced_numbers import coerced_numbers
from jupyter_codeintel.fix.repairs.texts.accounting_signs import (
    amounts_in_brackets,
    signs_of_brackets,
)
from jupyter_codeintel.fix.repairs.texts.check_digits import (
    tens_of_check_digits,
    weights_of_check_digits,
)
from jupyter_codeintel.fix.repairs.texts.keys_otherwise import keys_otherwise
from jupyter_codeintel.fix.repairs.texts.matched_otherwise import matched_otherwise
from jupyter_codeintel.fix.repairs.texts.never_equal import never_equal
from jupyter_codeintel.fix.repairs.texts.optional_hours import optional_hours
from jupyter_codeintel.fix.repairs.texts.pattern_units import patterns_of_all_units
from jupyter_codeintel.fix.repairs.texts.signed_tokens import numbers_beside_signs
from jupyter_codeintel.fix.repairs.texts.split_once import split_in_two
from jupyter_codeintel.fix.repairs.texts.wider_patterns import wider_patterns
from jupyter_codeintel.fix.repairs.values.drawing import drawn_again
from jupyter_codeintel.fix.repairs.values.never_both import never_both
from jupyter_codeintel.fix.repairs.values.newton_steps import newton_steps
from jupyter_codeintel.fix.repairs.values.ordered_throws import ordered_throws
from jupyter_codeintel.fix.repairs.values.outside_domains import complex_roots, logistic_of_large
from jupyter_codeintel.fix.repairs.values.own_medians import own_medians
from jupyter_codeintel.fix.repairs.values.parts_of_all import parts_of_all
from jupyter_codeintel.fix.repairs.values.rounded_up import rounded_up
from jupyter_codeintel.fix.repairs.values.running_amounts import running_amounts
from jupyter_codeintel.fix.repairs.values.shared_lists import (
    defaults_of_each_call,
    rows_of_their_own,
)
from jupyter_codeintel.fix.repairs.values.shifted_exponents import shifted_exponents
from jupyter_codeintel.fix.repairs.values.signed_kinds import signs_by_kind
from jupyter_codeintel.fix.repairs.values.turned_limits import turned_limits
from jupyter_codeintel.fix.repairs.values.unchanging import rows_that_change

SLIP_RULES: tuple[Rule, ...] = (
    results_by_name,
    values_of_properties,
    split_in_two,
    rows_of_their_own,
    defaults_of_each_call,
    rows_that_change,
    tuples_of_extras,
    rates_of_all_states,
    drawn_again,
    complex_roots,
    logistic_of_large,
    shifted_exponents,
    own_medians,
    sums_of_objects,
    unstarted_attributes,
    frequencies_of_halves,
    two_way_links,
    leaf_values,
    childless_nodes,
    no_neighbours,
    places_from_one,
    totals_among_parts,
    places_from_the_end,
    ends_at_nothing,
    told_parents,
    own_parents,
    ways_round,
    tens_of_check_digits,
    weights_of_check_digits,
    never_both,
    turned_limits,
    coerced_numbers,
    keys_otherwise,
    matched_otherwise,
    never_equal,
    all_pairs,
    rows_one_by_one,
    cached_from_below,
    numbers_beside_signs,
    optional_hours,
    wider_patterns,
    patterns_of_all_units,
    amounts_in_brackets,
    signs_of_brackets,
    running_amounts,
    newton_steps,
    parts_of_all,
    ordered_throws,
    times_of_rates,
    rounded_up,
    signs_by_kind,
)
"""None of them applies where another one does."""
