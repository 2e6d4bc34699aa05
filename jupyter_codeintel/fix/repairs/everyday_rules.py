"""Rules of everyday mistakes with Python's own modules, whose messages are about nothing else."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.calls.library_forms import (
    factories_of_defaults,
    keys_of_pairs,
    names_of_levels,
    padded_texts,
    single_parameters,
    slices_from_behind,
    starts_of_reductions,
)
from jupyter_codeintel.fix.repairs.calls.pair_functions import mapped_pairs
from jupyter_codeintel.fix.repairs.calls.sampling import samples_of_a_part
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.classes.frozen import frozen_in_sets
from jupyter_codeintel.fix.repairs.dates.iso_texts import iso_dates
from jupyter_codeintel.fix.repairs.dates.last_century import days_of_the_last_century
from jupyter_codeintel.fix.repairs.dates.parts_of_seconds import parts_of_seconds
from jupyter_codeintel.fix.repairs.dates.told_dates import (
    told_formats,
    zones_of_cities,
)
from jupyter_codeintel.fix.repairs.dates.two_formats import dates_in_two_formats
from jupyter_codeintel.fix.repairs.files.csv_texts import (
    blanks_before_fields,
    empty_rows,
    separators_of_rows,
)
from jupyter_codeintel.fix.repairs.files.json_shapes import (
    commas_too_many,
    dataclasses_for_json,
    files_read_before,
    numbers_as_names,
    texts_dumped_twice,
)
from jupyter_codeintel.fix.repairs.files.listed_names import (
    members_within_folders,
    names_within_folders,
)
from jupyter_codeintel.fix.repairs.files.sql_connections import (
    connected_again,
    rows_with_names,
    tables_made_anew,
)
from jupyter_codeintel.fix.repairs.files.sql_quoted import (
    marks_for_lists,
    reserved_names,
    values_without_quotes,
)
from jupyter_codeintel.fix.repairs.texts.currency_signs import amounts_without_signs
from jupyter_codeintel.fix.repairs.texts.literal_signs import doubled_braces, doubled_dollars
from jupyter_codeintel.fix.repairs.texts.matching import (
    groups_after_others,
    groups_left_out,
    searched_anywhere,
    texts_put_in,
    wildcards_of_names,
)
from jupyter_codeintel.fix.repairs.texts.xml_names import names_in_any_namespace
from jupyter_codeintel.fix.repairs.values.told_nothing import blanks_left_out, fields_of_nothing
from jupyter_codeintel.fix.repairs.values.told_rest import (
    softmaxes,
    told_defaults,
    told_lists,
)

EVERYDAY: tuple[Rule, ...] = (
    searched_anywhere,
    wildcards_of_names,
    groups_after_others,
    texts_put_in,
    groups_left_out,
    factories_of_defaults,
    keys_of_pairs,
    names_of_levels,
    padded_texts,
    single_parameters,
    slices_from_behind,
    starts_of_reductions,
    samples_of_a_part,
    separators_of_rows,
    blanks_before_fields,
    empty_rows,
    names_within_folders,
    members_within_folders,
    dataclasses_for_json,
    texts_dumped_twice,
    files_read_before,
    numbers_as_names,
    commas_too_many,
    values_without_quotes,
    marks_for_lists,
    reserved_names,
    connected_again,
    rows_with_names,
    tables_made_anew,
    doubled_braces,
    doubled_dollars,
    names_in_any_namespace,
    amounts_without_signs,
    zones_of_cities,
    dates_in_two_formats,
    told_formats,
    days_of_the_last_century,
    parts_of_seconds,
    iso_dates,
    mapped_pairs,
    told_lists,
    told_defaults,
    softmaxes,
    fields_of_nothing,
    blanks_left_out,
    frozen_in_sets,
)
"""Those of one module stand together."""
