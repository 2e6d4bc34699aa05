"""Rules of plain Python in groups, each of which has its place in the order of all rules."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.calls.awaited import (
    asynchronous_loops,
    awaited_coroutines,
    awaited_runs,
    gathered_lists,
)
from jupyter_codeintel.fix.repairs.calls.base_arguments import base_arguments
from jupyter_codeintel.fix.repairs.calls.functions_given import (
    functions_first,
    functions_themselves,
)
from jupyter_codeintel.fix.repairs.calls.instances import (
    named_arguments,
    objects_of_classes,
    uncalled_functions,
)
from jupyter_codeintel.fix.repairs.calls.pair_functions import pairs_in_one
from jupyter_codeintel.fix.repairs.calls.returned_texts import texts_of_objects
from jupyter_codeintel.fix.repairs.calls.simple_arguments import (
    dice_from_one,
    tuples_in_formats,
    types_themselves,
)
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.classes.dataclass_fields import (
    defaults_made_anew,
    undecorated_fields,
)
from jupyter_codeintel.fix.repairs.classes.enum_spellings import enum_spellings
from jupyter_codeintel.fix.repairs.classes.enums import (
    members_by_name,
    ordered_members,
    values_of_members,
)
from jupyter_codeintel.fix.repairs.classes.field_order import required_fields_first
from jupyter_codeintel.fix.repairs.classes.fields import (
    fields_by_name,
    replaced_fields,
    settable_properties,
)
from jupyter_codeintel.fix.repairs.classes.hashing import hashes_beside_equality
from jupyter_codeintel.fix.repairs.classes.replaced_items import replaced_items
from jupyter_codeintel.fix.repairs.dates.plain_dates import (
    dates_beside_times,
    formatted_by_themselves,
    stripped_dates,
    texts_as_plain_dates,
    years_of_spans,
)
from jupyter_codeintel.fix.repairs.everyday_rules import EVERYDAY
from jupyter_codeintel.fix.repairs.files.closed_files import (
    closed_after_the_loop,
    within_the_opening,
)
from jupyter_codeintel.fix.repairs.files.csv_rows import (
    all_fields,
    headers_left_out,
    rows_by_name,
    rows_of_one,
)
from jupyter_codeintel.fix.repairs.files.folders import folders_made, missing_folders
from jupyter_codeintel.fix.repairs.files.json_values import (
    files_given_second,
    texts_read_as_json,
    values_already_read,
    values_for_json,
)
from jupyter_codeintel.fix.repairs.files.opened import modes_of_files, opened_paths, texts_to_write
from jupyter_codeintel.fix.repairs.files.padded_names import padded_names
from jupyter_codeintel.fix.repairs.files.path_objects import joined_paths, texts_of_paths
from jupyter_codeintel.fix.repairs.files.sql_bindings import rows_of_values, values_in_tuples
from jupyter_codeintel.fix.repairs.files.sql_outer import conditions_of_joins
from jupyter_codeintel.fix.repairs.files.sql_values import (
    places_for_values,
    places_in_rows,
    tables_made_once,
    values_bound,
)
from jupyter_codeintel.fix.repairs.loops.emptied import loops_while_some_are_left
from jupyter_codeintel.fix.repairs.loops.endless import first_of_endless
from jupyter_codeintel.fix.repairs.loops.own_items import items_side_by_side, own_items
from jupyter_codeintel.fix.repairs.names.module_members import (
    members_beside_namesakes,
    members_of_namesakes,
)
from jupyter_codeintel.fix.repairs.slip_rules import SLIP_RULES
from jupyter_codeintel.fix.repairs.texts.encoded import decoded_bytes, encoded_texts
from jupyter_codeintel.fix.repairs.texts.escaped_words import escaped_words
from jupyter_codeintel.fix.repairs.texts.mixed_fractions import amounts_in_fractions
from jupyter_codeintel.fix.repairs.texts.patterns import (
    escaped_patterns,
    texts_of_patterns,
    whole_matches,
)
from jupyter_codeintel.fix.repairs.texts.read_numbers import (
    fractions_of_texts,
    thousands_of_decimals,
)
from jupyter_codeintel.fix.repairs.values.joined_kinds import (
    appended_for_added,
    paths_of_texts,
    united,
)
from jupyter_codeintel.fix.repairs.values.one_by_one import each_in_a_sum, each_number, each_text
from jupyter_codeintel.fix.repairs.values.other_methods import other_containers, other_methods
from jupyter_codeintel.fix.repairs.values.told_attributes import told_attributes
from jupyter_codeintel.fix.repairs.values.told_items import (
    told_entries,
    told_keys_of_orders,
    told_places_of_sets,
)
from jupyter_codeintel.fix.repairs.values.unchanging import parts_and_another, shuffled_letters
from jupyter_codeintel.fix.repairs.values.without_items import (
    digits_of_numbers,
    items_of_iterators,
    slices_of_others,
)

_OF_STORES: tuple[Rule, ...] = (
    modes_of_files,
    texts_to_write,
    opened_paths,
    joined_paths,
    texts_of_paths,
    values_bound,
    tables_made_once,
    places_for_values,
    places_in_rows,
    rows_by_name,
    headers_left_out,
    rows_of_one,
    all_fields,
)
"""Files, queries and rows of them."""

_OF_VALUES: tuple[Rule, ...] = (
    encoded_texts,
    decoded_bytes,
    dates_beside_times,
    texts_as_plain_dates,
    formatted_by_themselves,
    stripped_dates,
    years_of_spans,
    values_for_json,
    files_given_second,
    values_already_read,
    texts_read_as_json,
)
"""Bytes, dates and JSON."""

_OF_OBJECTS: tuple[Rule, ...] = (
    members_by_name,
    enum_spellings,
    values_of_members,
    ordered_members,
    fields_by_name,
    replaced_items,
    replaced_fields,
    settable_properties,
    objects_of_classes,
    uncalled_functions,
    named_arguments,
)
"""Members, fields and methods."""

AT_ONCE: tuple[Rule, ...] = (
    *SLIP_RULES,
    awaited_runs,
    awaited_coroutines,
    gathered_lists,
    asynchronous_loops,
    texts_of_objects,
    defaults_made_anew,
    undecorated_fields,
    required_fields_first,
    hashes_beside_equality,
    members_of_namesakes,
    members_beside_namesakes,
    *_OF_STORES,
    *_OF_VALUES,
    *_OF_OBJECTS,
    *EVERYDAY,
)
"""Those whose message is about nothing else."""

OF_KINDS: tuple[Rule, ...] = (
    other_methods,
    other_containers,
    united,
    paths_of_texts,
    appended_for_added,
    items_of_iterators,
    slices_of_others,
    digits_of_numbers,
    tuples_in_formats,
    types_themselves,
    first_of_endless,
    dice_from_one,
    whole_matches,
    escaped_patterns,
    escaped_words,
    texts_of_patterns,
    parts_and_another,
    shuffled_letters,
    own_items,
    items_side_by_side,
    loops_while_some_are_left,
    fractions_of_texts,
    amounts_in_fractions,
    thousands_of_decimals,
    told_entries,
    told_places_of_sets,
    told_keys_of_orders,
    told_attributes,
)
"""What values of one kind can do, and those of another cannot."""

OF_LISTS: tuple[Rule, ...] = (
    each_number,
    each_text,
    each_in_a_sum,
)
"""What is done to a whole list."""

OF_FUNCTIONS: tuple[Rule, ...] = (
    pairs_in_one,
    base_arguments,
    functions_first,
    functions_themselves,
)
"""Functions that are given to others, and what they take."""

OF_FILES: tuple[Rule, ...] = (
    values_in_tuples,
    rows_of_values,
    conditions_of_joins,
    padded_names,
    within_the_opening,
    closed_after_the_loop,
    folders_made,
    missing_folders,
)
"""Files, folders and queries; after those that look for the file that is meant."""
