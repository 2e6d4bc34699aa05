"""Rules of what is taken for a row, a column or one value, and is another of these."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.dates.beyond_midnight import times_beyond_midnight
from jupyter_codeintel.fix.repairs.dates.date_calls import date_calls
from jupyter_codeintel.fix.repairs.files.read_texts import (
    lines_of_units,
    texts_as_tables,
)
from jupyter_codeintel.fix.repairs.files.written_files import tables_as_written
from jupyter_codeintel.fix.repairs.tables.column_lists import arguments_by_name, columns_as_a_list
from jupyter_codeintel.fix.repairs.tables.doubled_lookups import doubled_lookups
from jupyter_codeintel.fix.repairs.tables.frame_calls import (
    new_names_of_columns,
    results_beside_groups,
    rows_of_differences,
    told_order,
)
from jupyter_codeintel.fix.repairs.tables.group_results import names_for_results, results_for_rows
from jupyter_codeintel.fix.repairs.tables.key_pairs import keys_by_other_names, keys_of_joined
from jupyter_codeintel.fix.repairs.tables.levels import (
    columns_of_levels,
    index_for_columns,
    levels_in_order,
    sorted_levels,
    values_of_levels,
)
from jupyter_codeintel.fix.repairs.tables.looked_up import (
    columns_as_rows,
    days_as_columns,
    rows_and_columns,
)
from jupyter_codeintel.fix.repairs.tables.melted_names import names_of_melted
from jupyter_codeintel.fix.repairs.tables.missing_groups import groups_without_rows
from jupyter_codeintel.fix.repairs.tables.missing_texts import functions_of_texts
from jupyter_codeintel.fix.repairs.tables.open_classes import edges_in_classes, open_classes
from jupyter_codeintel.fix.repairs.tables.options import (
    columns_of_dates,
    equal_edges,
    frames_of_one_row,
    names_of_axes,
    new_categories,
    options_of_frames,
)
from jupyter_codeintel.fix.repairs.tables.other_rows import (
    columns_by_place,
    rows_of_the_condition,
    told_quantifiers,
)
from jupyter_codeintel.fix.repairs.tables.row_functions import frames_for_rows, functions_of_rows
from jupyter_codeintel.fix.repairs.tables.rows_in_time import index_in_time, rows_in_time
from jupyter_codeintel.fix.repairs.tables.rows_in_turn import rows_in_turn
from jupyter_codeintel.fix.repairs.tables.single_values import (
    accessors_of_values,
    columns_as_frames,
)
from jupyter_codeintel.fix.repairs.tables.spans import (
    dates_as_times,
    numbers_as_spans,
    parts_of_spans,
)
from jupyter_codeintel.fix.repairs.tables.spelt_labels import (
    keys_in_one_form,
    labels_in_one_form,
)
from jupyter_codeintel.fix.repairs.tables.text_columns import text_columns
from jupyter_codeintel.fix.repairs.tables.text_options import (
    plain_texts,
    split_into_columns,
    unknown_texts,
)
from jupyter_codeintel.fix.repairs.tables.told_rows import told_rows
from jupyter_codeintel.fix.repairs.tables.told_suffixes import told_suffixes
from jupyter_codeintel.fix.repairs.tables.unit_columns import columns_with_units
from jupyter_codeintel.fix.repairs.tables.usual_calls import usual_calls
from jupyter_codeintel.fix.repairs.tables.value_functions import functions_of_values
from jupyter_codeintel.fix.repairs.tables.whole_columns import (
    columns_as_keys,
    columns_as_numbers,
    columns_by_conditions,
    columns_in_lists,
)
from jupyter_codeintel.fix.repairs.texts.whole_texts import whole_texts
from jupyter_codeintel.fix.repairs.values.nested_fields import (
    fields_further_in,
    fields_of_several,
    lists_of_records,
)

COLUMNS_AND_ROWS: tuple[Rule, ...] = (
    usual_calls,
    date_calls,
    texts_as_tables,
    lines_of_units,
    text_columns,
    told_rows,
    doubled_lookups,
    labels_in_one_form,
    keys_in_one_form,
    names_of_melted,
    groups_without_rows,
    told_suffixes,
    functions_of_rows,
    frames_for_rows,
    rows_in_turn,
    functions_of_values,
    columns_in_lists,
    columns_as_keys,
    columns_as_numbers,
    columns_by_conditions,
    columns_as_a_list,
    arguments_by_name,
    rows_and_columns,
    columns_as_rows,
    days_as_columns,
    split_into_columns,
    unknown_texts,
    plain_texts,
    accessors_of_values,
    columns_as_frames,
    results_for_rows,
    names_for_results,
    numbers_as_spans,
    dates_as_times,
    parts_of_spans,
    columns_of_dates,
    equal_edges,
    frames_of_one_row,
    names_of_axes,
    new_categories,
    options_of_frames,
    whole_texts,
    functions_of_texts,
    sorted_levels,
    values_of_levels,
    levels_in_order,
    columns_of_levels,
    index_for_columns,
    told_order,
    new_names_of_columns,
    rows_of_differences,
    results_beside_groups,
    open_classes,
    edges_in_classes,
    columns_by_place,
    rows_of_the_condition,
    told_quantifiers,
    keys_of_joined,
    keys_by_other_names,
    columns_with_units,
    times_beyond_midnight,
    tables_as_written,
    fields_further_in,
    lists_of_records,
    fields_of_several,
    index_in_time,
    rows_in_time,
)
"""In their order; they come before those that look for another name."""
