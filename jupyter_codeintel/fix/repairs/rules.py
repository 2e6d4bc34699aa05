"""All rules in their order."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.arrays.bin_middles import bin_middles
from jupyter_codeintel.fix.repairs.arrays.colour_bars import bars_of_colours
from jupyter_codeintel.fix.repairs.arrays.differences import places_of_differences
from jupyter_codeintel.fix.repairs.arrays.drawn_lengths import (
    counted_like_the_loop,
    counted_to_the_length,
)
from jupyter_codeintel.fix.repairs.arrays.in_space import panels_in_space
from jupyter_codeintel.fix.repairs.arrays.joined_dimensions import joined_columns_and_rows
from jupyter_codeintel.fix.repairs.arrays.mathematics import functions_of_arrays
from jupyter_codeintel.fix.repairs.arrays.narrow_types import wider_numbers
from jupyter_codeintel.fix.repairs.arrays.numbered_panels import panels_from_one
from jupyter_codeintel.fix.repairs.arrays.paired_samples import paired_by_key
from jupyter_codeintel.fix.repairs.arrays.paired_tables import paired_by_who
from jupyter_codeintel.fix.repairs.arrays.panels import panels_of_one_row, panels_one_by_one
from jupyter_codeintel.fix.repairs.arrays.products import transposed_factors
from jupyter_codeintel.fix.repairs.arrays.row_reductions import reductions_of_rows
from jupyter_codeintel.fix.repairs.arrays.row_shares import shares_of_rows
from jupyter_codeintel.fix.repairs.arrays.shapes import (
    one_feature,
    one_for_each_row,
    unpacked_columns,
)
from jupyter_codeintel.fix.repairs.arrays.sums_of_one import divided_by_the_sum
from jupyter_codeintel.fix.repairs.arrays.table_ways import ways_of_tables
from jupyter_codeintel.fix.repairs.arrays.text_arrays import arrays_of_texts
from jupyter_codeintel.fix.repairs.arrays.whole_arrays import fractions_in_whole_arrays
from jupyter_codeintel.fix.repairs.arrays.whole_figures import parts_of_figures
from jupyter_codeintel.fix.repairs.calls.arguments import grouped_arguments, tuples_of_choices
from jupyter_codeintel.fix.repairs.calls.called import (
    arguments_in_brackets,
    called_modules,
    called_values,
    uncalled_methods,
)
from jupyter_codeintel.fix.repairs.calls.in_place import in_place_results
from jupyter_codeintel.fix.repairs.calls.keywords import wrong_keywords
from jupyter_codeintel.fix.repairs.calls.methods import methods_without_self
from jupyter_codeintel.fix.repairs.calls.missing_arguments import arguments_left_out
from jupyter_codeintel.fix.repairs.calls.none_results import results_of_none
from jupyter_codeintel.fix.repairs.calls.parameters import missing_parameters, positional_columns
from jupyter_codeintel.fix.repairs.calls.periods import periods_as_told
from jupyter_codeintel.fix.repairs.calls.returning import missing_returns
from jupyter_codeintel.fix.repairs.calls.solvers import times_for_states
from jupyter_codeintel.fix.repairs.calls.spread_arguments import spread_arguments, spread_unknowns
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.everyday import (
    AT_ONCE,
    OF_FILES,
    OF_FUNCTIONS,
    OF_KINDS,
    OF_LISTS,
)
from jupyter_codeintel.fix.repairs.files.encodings import encodings
from jupyter_codeintel.fix.repairs.files.json_texts import json_in_lines, python_texts
from jupyter_codeintel.fix.repairs.files.loading import (
    other_separators,
    reading_options,
    texts_for_files,
)
from jupyter_codeintel.fix.repairs.files.paths import files_as_written, misplaced_files
from jupyter_codeintel.fix.repairs.files.sql import sql_names
from jupyter_codeintel.fix.repairs.files.sql_ambiguous import column_of_one_table
from jupyter_codeintel.fix.repairs.files.sql_columns import columns_of_an_alias
from jupyter_codeintel.fix.repairs.files.sql_joins import columns_of_unjoined
from jupyter_codeintel.fix.repairs.learning.held_estimators import attributes_of_held
from jupyter_codeintel.fix.repairs.learning.transformed_frames import frames_of_transformed
from jupyter_codeintel.fix.repairs.learning_rules import LEARNING_RULES
from jupyter_codeintel.fix.repairs.names.abstract_methods import abstract_methods_otherwise
from jupyter_codeintel.fix.repairs.names.attributes import keys_as_attributes, misspelt_attributes
from jupyter_codeintel.fix.repairs.names.base_starts import uncalled_base_starts
from jupyter_codeintel.fix.repairs.names.counting import missing_starts_of_entries
from jupyter_codeintel.fix.repairs.names.first_counts import first_counts
from jupyter_codeintel.fix.repairs.names.general_names import only_of_its_kind
from jupyter_codeintel.fix.repairs.names.imports import misplaced_names, missing_modules
from jupyter_codeintel.fix.repairs.names.misspelt_starts import misspelt_starts
from jupyter_codeintel.fix.repairs.names.scopes import attributes_without_self, undeclared_globals
from jupyter_codeintel.fix.repairs.names.set_otherwise import attributes_set_otherwise
from jupyter_codeintel.fix.repairs.names.stale import cells_to_run
from jupyter_codeintel.fix.repairs.names.starting import missing_starts
from jupyter_codeintel.fix.repairs.names.undefined import missing_imports, misspelt_names
from jupyter_codeintel.fix.repairs.names.unset_attributes import attributes_as_locals
from jupyter_codeintel.fix.repairs.renamed.calls import (
    renamed_arguments,
    renamed_methods,
    renamed_values,
)
from jupyter_codeintel.fix.repairs.renamed.names import renamed_by_message, renamed_names
from jupyter_codeintel.fix.repairs.syntax.errors import syntax_errors
from jupyter_codeintel.fix.repairs.tables.accessors import (
    functions_as_methods,
    missing_accessors,
    texts_of_numbers,
)
from jupyter_codeintel.fix.repairs.tables.columns_and_rows import COLUMNS_AND_ROWS
from jupyter_codeintel.fix.repairs.tables.date_parts import days_first, formats_nearly_right
from jupyter_codeintel.fix.repairs.tables.dates import date_formats, dates_of_rows, texts_as_dates
from jupyter_codeintel.fix.repairs.tables.formulas import quoted_columns
from jupyter_codeintel.fix.repairs.tables.headers import stripped_headers
from jupyter_codeintel.fix.repairs.tables.indexed import columns_in_the_index
from jupyter_codeintel.fix.repairs.tables.keys import (
    column_of_another,
    keys_of_other_type,
    missing_columns,
)
from jupyter_codeintel.fix.repairs.tables.long_form import long_for_plots
from jupyter_codeintel.fix.repairs.tables.merging import keys_to_merge_by
from jupyter_codeintel.fix.repairs.tables.number_texts import columns_of_numbers
from jupyter_codeintel.fix.repairs.tables.padded_keys import codes_of_numbers
from jupyter_codeintel.fix.repairs.tables.pivots import joined_duplicates
from jupyter_codeintel.fix.repairs.tables.positions import (
    dropped_columns,
    dropped_rows,
    places_for_labels,
)
from jupyter_codeintel.fix.repairs.tables.reductions import numeric_columns
from jupyter_codeintel.fix.repairs.tables.repeated import repeated_rows
from jupyter_codeintel.fix.repairs.tables.unknown_numbers import (
    unknown_as_missing,
    unreadable_as_missing,
)
from jupyter_codeintel.fix.repairs.values.both_neighbours import inner_places
from jupyter_codeintel.fix.repairs.values.by_cases import (
    arrays_by_cases,
    functions_of_each_value,
)
from jupyter_codeintel.fix.repairs.values.byte_orders import formats_without_order
from jupyter_codeintel.fix.repairs.values.cached_arguments import hashable_arguments
from jupyter_codeintel.fix.repairs.values.containers import (
    lists_for_arrays,
    quoted_numbers,
    strings_for_numbers,
)
from jupyter_codeintel.fix.repairs.values.conversions import (
    counted_loops,
    joined_values,
    nested_items,
    texts_as_numbers,
    texts_multiplied,
    views_as_lists,
)
from jupyter_codeintel.fix.repairs.values.copies import missing_copies
from jupyter_codeintel.fix.repairs.values.cosines import rounded_cosines
from jupyter_codeintel.fix.repairs.values.decimals import floats_beside_decimals
from jupyter_codeintel.fix.repairs.values.drawing import drawn_from_lists, ranges_in_another_order
from jupyter_codeintel.fix.repairs.values.european_numbers import european_numbers
from jupyter_codeintel.fix.repairs.values.filled_lists import appended_for_set
from jupyter_codeintel.fix.repairs.values.inclusive import included_ends
from jupyter_codeintel.fix.repairs.values.index_arrays import fractions_as_indexes, lists_by_arrays
from jupyter_codeintel.fix.repairs.values.iterating import changed_while_iterating
from jupyter_codeintel.fix.repairs.values.joining import numbers_in_texts
from jupyter_codeintel.fix.repairs.values.last_items import last_item_without_next
from jupyter_codeintel.fix.repairs.values.listed_texts import listed_texts_as_numbers
from jupyter_codeintel.fix.repairs.values.looking_ahead import ranges_that_look_ahead
from jupyter_codeintel.fix.repairs.values.month_lengths import days_within_months
from jupyter_codeintel.fix.repairs.values.naive_times import naive_times
from jupyter_codeintel.fix.repairs.values.nested_texts import texts_as_they_are
from jupyter_codeintel.fix.repairs.values.off_by_one import one_too_far
from jupyter_codeintel.fix.repairs.values.quoted_fields import lines_with_quotes
from jupyter_codeintel.fix.repairs.values.recursion_steps import ends_stepped_over, missing_steps
from jupyter_codeintel.fix.repairs.values.recursive_counts import no_way_below_zero
from jupyter_codeintel.fix.repairs.values.rings import indexes_on_rings
from jupyter_codeintel.fix.repairs.values.signs_and_units import numbers_with_signs
from jupyter_codeintel.fix.repairs.values.small_tables import tables_one_too_small
from jupyter_codeintel.fix.repairs.values.sorted_nothing import nothing_in_an_order
from jupyter_codeintel.fix.repairs.values.text_formats import (
    texts_in_formats,
    values_outside_formats,
)
from jupyter_codeintel.fix.repairs.values.tied_entries import ties_in_heaps
from jupyter_codeintel.fix.repairs.values.tied_sorting import ties_in_sorting
from jupyter_codeintel.fix.repairs.values.told_values import told_base_cases, values_of_nothing
from jupyter_codeintel.fix.repairs.values.truth import element_wise
from jupyter_codeintel.fix.repairs.values.tuples import packed_results
from jupyter_codeintel.fix.repairs.values.unhashable import tuples_for_lists
from jupyter_codeintel.fix.repairs.values.unit_factors import missing_factors
from jupyter_codeintel.fix.repairs.values.unpacking import (
    entries_for_keys,
    loops_side_by_side,
    paired_loops,
)
from jupyter_codeintel.fix.repairs.values.used_up import used_up_iterators
from jupyter_codeintel.fix.repairs.values.whole_numbers import whole_numbers

RULES: tuple[Rule, ...] = (
    quoted_columns,
    syntax_errors,
    cells_to_run,
    missing_modules,
    misplaced_names,
    missing_starts,
    missing_imports,
    misspelt_names,
    only_of_its_kind,
    renamed_by_message,
    renamed_names,
    renamed_methods,
    renamed_arguments,
    renamed_values,
    *AT_ONCE,
    *OF_KINDS,
    in_place_results,
    results_of_none,
    missing_returns,
    attributes_without_self,
    undeclared_globals,
    abstract_methods_otherwise,
    misspelt_starts,
    uncalled_base_starts,
    attributes_as_locals,
    attributes_set_otherwise,
    arguments_in_brackets,
    uncalled_methods,
    called_values,
    called_modules,
    *COLUMNS_AND_ROWS,
    keys_as_attributes,
    missing_accessors,
    texts_of_numbers,
    listed_texts_as_numbers,
    texts_as_dates,
    texts_for_files,
    panels_one_by_one,
    panels_of_one_row,
    stripped_headers,
    panels_in_space,
    panels_from_one,
    bars_of_colours,
    parts_of_figures,
    attributes_of_held,
    frames_of_transformed,
    ways_of_tables,
    misspelt_attributes,
    functions_as_methods,
    lines_with_quotes,
    packed_results,
    times_for_states,
    periods_as_told,
    functions_of_arrays,
    lists_for_arrays,
    *OF_LISTS,
    numbers_in_texts,
    strings_for_numbers,
    quoted_numbers,
    texts_in_formats,
    values_outside_formats,
    texts_as_numbers,
    texts_multiplied,
    views_as_lists,
    wider_numbers,
    whole_numbers,
    fractions_as_indexes,
    lists_by_arrays,
    rounded_cosines,
    floats_beside_decimals,
    counted_loops,
    hashable_arguments,
    tuples_for_lists,
    joined_values,
    nested_items,
    loops_side_by_side,
    entries_for_keys,
    paired_loops,
    grouped_arguments,
    tuples_of_choices,
    dates_of_rows,
    changed_while_iterating,
    missing_factors,
    first_counts,
    missing_starts_of_entries,
    dropped_rows,
    dropped_columns,
    positional_columns,
    *OF_FUNCTIONS,
    methods_without_self,
    missing_parameters,
    spread_arguments,
    spread_unknowns,
    arguments_left_out,
    wrong_keywords,
    reading_options,
    other_separators,
    encodings,
    json_in_lines,
    python_texts,
    misplaced_files,
    files_as_written,
    *OF_FILES,
    columns_of_an_alias,
    sql_names,
    long_for_plots,
    columns_of_unjoined,
    column_of_one_table,
    missing_columns,
    columns_in_the_index,
    column_of_another,
    drawn_from_lists,
    ranges_in_another_order,
    keys_of_other_type,
    places_for_labels,
    arrays_by_cases,
    functions_of_each_value,
    element_wise,
    keys_to_merge_by,
    codes_of_numbers,
    joined_duplicates,
    repeated_rows,
    used_up_iterators,
    values_of_nothing,
    told_base_cases,
    texts_as_they_are,
    ends_stepped_over,
    missing_steps,
    no_way_below_zero,
    indexes_on_rings,
    tables_one_too_small,
    last_item_without_next,
    inner_places,
    appended_for_set,
    one_too_far,
    ranges_that_look_ahead,
    counted_to_the_length,
    counted_like_the_loop,
    paired_by_key,
    paired_by_who,
    bin_middles,
    places_of_differences,
    included_ends,
    missing_copies,
    *LEARNING_RULES,
    formats_nearly_right,
    days_first,
    days_within_months,
    date_formats,
    naive_times,
    nothing_in_an_order,
    ties_in_heaps,
    ties_in_sorting,
    formats_without_order,
    european_numbers,
    numbers_with_signs,
    unknown_as_missing,
    unreadable_as_missing,
    fractions_in_whole_arrays,
    arrays_of_texts,
    joined_columns_and_rows,
    unpacked_columns,
    divided_by_the_sum,
    transposed_factors,
    reductions_of_rows,
    shares_of_rows,
    one_for_each_row,
    one_feature,
    columns_of_numbers,
    numeric_columns,
)
"""Those whose evidence is most special come first."""
