"""All rules in their order."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.array_rules import ARRAY_RULES
from jupyter_codeintel.fix.repairs.arrays.mathematics import functions_of_arrays
from jupyter_codeintel.fix.repairs.arrays.paired_samples import paired_by_key
from jupyter_codeintel.fix.repairs.arrays.paired_tables import paired_by_who
from jupyter_codeintel.fix.repairs.arrays.table_ways import ways_of_tables
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
from jupyter_codeintel.fix.repairs.classes.abstract_methods import abstract_methods_otherwise
from jupyter_codeintel.fix.repairs.classes.base_starts import uncalled_base_starts
from jupyter_codeintel.fix.repairs.classes.misspelt_starts import misspelt_starts
from jupyter_codeintel.fix.repairs.classes.set_otherwise import attributes_set_otherwise
from jupyter_codeintel.fix.repairs.classes.unset_attributes import attributes_as_locals
from jupyter_codeintel.fix.repairs.dates.date_parts import days_first, formats_nearly_right
from jupyter_codeintel.fix.repairs.dates.epochs import epochs_as_times
from jupyter_codeintel.fix.repairs.dates.month_lengths import days_within_months
from jupyter_codeintel.fix.repairs.dates.naive_times import naive_times
from jupyter_codeintel.fix.repairs.dates.rows_by_date import dates_of_rows
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
from jupyter_codeintel.fix.repairs.files.sql_having import groups_by_having
from jupyter_codeintel.fix.repairs.files.sql_joins import columns_of_unjoined
from jupyter_codeintel.fix.repairs.files.sql_units import sql_columns_with_units
from jupyter_codeintel.fix.repairs.learning.held_estimators import attributes_of_held
from jupyter_codeintel.fix.repairs.learning.transformed_frames import frames_of_transformed
from jupyter_codeintel.fix.repairs.learning_rules import LEARNING_RULES
from jupyter_codeintel.fix.repairs.loop_rules import LOOP_RULES
from jupyter_codeintel.fix.repairs.loops.inclusive import included_ends
from jupyter_codeintel.fix.repairs.loops.iterating import changed_while_iterating
from jupyter_codeintel.fix.repairs.names.attributes import keys_as_attributes, misspelt_attributes
from jupyter_codeintel.fix.repairs.names.counting import missing_starts_of_entries
from jupyter_codeintel.fix.repairs.names.first_counts import first_counts
from jupyter_codeintel.fix.repairs.names.general_names import only_of_its_kind
from jupyter_codeintel.fix.repairs.names.imports import misplaced_names, missing_modules
from jupyter_codeintel.fix.repairs.names.initials import whole_names
from jupyter_codeintel.fix.repairs.names.scopes import attributes_without_self, undeclared_globals
from jupyter_codeintel.fix.repairs.names.stale import cells_to_run
from jupyter_codeintel.fix.repairs.names.starting import missing_starts
from jupyter_codeintel.fix.repairs.names.undefined import missing_imports, misspelt_names
from jupyter_codeintel.fix.repairs.pictures.bin_middles import bin_middles
from jupyter_codeintel.fix.repairs.pictures.colour_bars import bars_of_colours
from jupyter_codeintel.fix.repairs.pictures.differences import places_of_differences
from jupyter_codeintel.fix.repairs.pictures.drawn_lengths import (
    counted_like_the_loop,
    counted_to_the_length,
)
from jupyter_codeintel.fix.repairs.pictures.in_space import panels_in_space
from jupyter_codeintel.fix.repairs.pictures.numbered_panels import panels_from_one
from jupyter_codeintel.fix.repairs.pictures.own_places import places_of_values, places_of_windows
from jupyter_codeintel.fix.repairs.pictures.panels import panels_of_one_row, panels_one_by_one
from jupyter_codeintel.fix.repairs.pictures.whole_figures import parts_of_figures
from jupyter_codeintel.fix.repairs.python_rules import (
    AT_ONCE,
    OF_FILES,
    OF_FUNCTIONS,
    OF_KINDS,
    OF_LISTS,
)
from jupyter_codeintel.fix.repairs.renamed.calls import (
    renamed_arguments,
    renamed_methods,
    renamed_values,
)
from jupyter_codeintel.fix.repairs.renamed.names import renamed_by_message, renamed_names
from jupyter_codeintel.fix.repairs.science_rules import SCIENCE_RULES
from jupyter_codeintel.fix.repairs.syntax.errors import syntax_errors
from jupyter_codeintel.fix.repairs.tables.accessors import (
    functions_as_methods,
    missing_accessors,
    texts_of_numbers,
)
from jupyter_codeintel.fix.repairs.tables.columns_and_rows import COLUMNS_AND_ROWS
from jupyter_codeintel.fix.repairs.tables.dates import date_formats, texts_as_dates
from jupyter_codeintel.fix.repairs.tables.formula_names import columns_of_formulas
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
from jupyter_codeintel.fix.repairs.tables.number_texts import (
    columns_of_known_numbers,
    columns_of_numbers,
)
from jupyter_codeintel.fix.repairs.tables.padded_keys import codes_of_numbers
from jupyter_codeintel.fix.repairs.tables.pivots import joined_duplicates, joined_labels
from jupyter_codeintel.fix.repairs.tables.positions import (
    dropped_columns,
    dropped_rows,
    places_for_labels,
)
from jupyter_codeintel.fix.repairs.tables.reductions import numeric_columns
from jupyter_codeintel.fix.repairs.tables.repeated import repeated_rows
from jupyter_codeintel.fix.repairs.tables.second_columns import second_columns
from jupyter_codeintel.fix.repairs.tables.text_columns import placeholders
from jupyter_codeintel.fix.repairs.tables.unknown_numbers import (
    unknown_as_missing,
    unreadable_as_missing,
)
from jupyter_codeintel.fix.repairs.texts.broken_lines import joined_lines
from jupyter_codeintel.fix.repairs.texts.byte_orders import formats_without_order
from jupyter_codeintel.fix.repairs.texts.decimal_texts import decimals_of_texts
from jupyter_codeintel.fix.repairs.texts.european_numbers import european_numbers
from jupyter_codeintel.fix.repairs.texts.listed_texts import listed_texts_as_numbers
from jupyter_codeintel.fix.repairs.texts.quoted_fields import lines_with_quotes
from jupyter_codeintel.fix.repairs.texts.signs_and_units import numbers_with_signs
from jupyter_codeintel.fix.repairs.value_rules import VALUE_RULES
from jupyter_codeintel.fix.repairs.values.by_cases import (
    arrays_by_cases,
    functions_of_each_value,
)
from jupyter_codeintel.fix.repairs.values.containers import (
    lists_for_arrays,
)
from jupyter_codeintel.fix.repairs.values.copies import missing_copies
from jupyter_codeintel.fix.repairs.values.drawing import drawn_from_lists, ranges_in_another_order
from jupyter_codeintel.fix.repairs.values.own_conversions import own_conversions
from jupyter_codeintel.fix.repairs.values.sorted_nothing import nothing_in_an_order
from jupyter_codeintel.fix.repairs.values.tied_entries import ties_in_heaps
from jupyter_codeintel.fix.repairs.values.tied_sorting import ties_in_sorting
from jupyter_codeintel.fix.repairs.values.truth import element_wise
from jupyter_codeintel.fix.repairs.values.tuples import packed_results
from jupyter_codeintel.fix.repairs.values.unit_factors import missing_factors, wrong_factors

RULES: tuple[Rule, ...] = (
    quoted_columns,
    columns_of_formulas,
    syntax_errors,
    cells_to_run,
    missing_modules,
    misplaced_names,
    missing_starts,
    missing_imports,
    misspelt_names,
    only_of_its_kind,
    whole_names,
    renamed_by_message,
    renamed_names,
    renamed_methods,
    renamed_arguments,
    renamed_values,
    *AT_ONCE,
    *OF_KINDS,
    *SCIENCE_RULES,
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
    joined_labels,
    *COLUMNS_AND_ROWS,
    keys_as_attributes,
    second_columns,
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
    *VALUE_RULES,
    grouped_arguments,
    tuples_of_choices,
    dates_of_rows,
    epochs_as_times,
    changed_while_iterating,
    missing_factors,
    wrong_factors,
    own_conversions,
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
    sql_columns_with_units,
    columns_of_an_alias,
    sql_names,
    long_for_plots,
    columns_of_unjoined,
    groups_by_having,
    column_of_one_table,
    joined_lines,
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
    *LOOP_RULES,
    counted_to_the_length,
    counted_like_the_loop,
    paired_by_key,
    paired_by_who,
    bin_middles,
    places_of_values,
    places_of_windows,
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
    decimals_of_texts,
    european_numbers,
    numbers_with_signs,
    unknown_as_missing,
    unreadable_as_missing,
    placeholders,
    *ARRAY_RULES,
    columns_of_numbers,
    columns_of_known_numbers,
    numeric_columns,
)
"""Those whose evidence is most special come first."""
