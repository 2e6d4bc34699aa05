"""Rules of loops, recursions and places in lists, in their order."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.loops.both_neighbours import inner_places
from jupyter_codeintel.fix.repairs.loops.bound_late import names_bound_early
from jupyter_codeintel.fix.repairs.loops.cut_windows import cut_windows
from jupyter_codeintel.fix.repairs.loops.exchanged_arguments import exchanged_arguments
from jupyter_codeintel.fix.repairs.loops.exchanged_places import exchanged_places
from jupyter_codeintel.fix.repairs.loops.filled_lists import appended_for_set
from jupyter_codeintel.fix.repairs.loops.first_values import (
    nothing_in_one_way,
    starts_of_recursions,
)
from jupyter_codeintel.fix.repairs.loops.last_items import last_item_without_next
from jupyter_codeintel.fix.repairs.loops.left_ends import ranges_of_all
from jupyter_codeintel.fix.repairs.loops.linked_ends import ends_of_links
from jupyter_codeintel.fix.repairs.loops.looking_ahead import ranges_that_look_ahead
from jupyter_codeintel.fix.repairs.loops.nested_texts import texts_as_they_are
from jupyter_codeintel.fix.repairs.loops.off_by_one import one_too_far
from jupyter_codeintel.fix.repairs.loops.plain_bases import bases_of_operations
from jupyter_codeintel.fix.repairs.loops.recursion_steps import ends_stepped_over, missing_steps
from jupyter_codeintel.fix.repairs.loops.recursive_counts import no_way_below_zero
from jupyter_codeintel.fix.repairs.loops.rings import indexes_on_rings
from jupyter_codeintel.fix.repairs.loops.sibling_steps import sibling_steps
from jupyter_codeintel.fix.repairs.loops.small_tables import tables_one_too_small
from jupyter_codeintel.fix.repairs.loops.stopped_generators import ended_generators
from jupyter_codeintel.fix.repairs.loops.told_values import told_base_cases, values_of_nothing
from jupyter_codeintel.fix.repairs.loops.used_up import used_up_iterators
from jupyter_codeintel.fix.repairs.loops.ways_to_sum import ways_to_sum
from jupyter_codeintel.fix.repairs.values.shares_of_nothing import shares_of_nothing
from jupyter_codeintel.fix.repairs.values.whole_parts import fractions_of_divisors

LOOP_RULES: tuple[Rule, ...] = (
    used_up_iterators,
    ended_generators,
    fractions_of_divisors,
    values_of_nothing,
    shares_of_nothing,
    names_bound_early,
    exchanged_arguments,
    ways_to_sum,
    told_base_cases,
    ends_of_links,
    bases_of_operations,
    starts_of_recursions,
    nothing_in_one_way,
    texts_as_they_are,
    ends_stepped_over,
    missing_steps,
    sibling_steps,
    no_way_below_zero,
    exchanged_places,
    indexes_on_rings,
    tables_one_too_small,
    last_item_without_next,
    cut_windows,
    inner_places,
    appended_for_set,
    one_too_far,
    ranges_of_all,
    ranges_that_look_ahead,
)
"""Those about whole data come first."""
