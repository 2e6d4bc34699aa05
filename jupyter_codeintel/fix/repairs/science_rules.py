"""The rules about what libraries of science, of statistics and of pictures are handed."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.arrays.held_nodes import solved_for_free_nodes
from jupyter_codeintel.fix.repairs.arrays.missing_readings import missing_readings
from jupyter_codeintel.fix.repairs.arrays.nothing_held import nothing_held
from jupyter_codeintel.fix.repairs.arrays.other_way_round import other_way_round
from jupyter_codeintel.fix.repairs.arrays.variables_in_columns import variables_in_columns
from jupyter_codeintel.fix.repairs.calls.bounds import bounds_of_fits
from jupyter_codeintel.fix.repairs.calls.choices import choices_as_written
from jupyter_codeintel.fix.repairs.calls.fractions_wanted import fractions_wanted
from jupyter_codeintel.fix.repairs.calls.least_amounts import negative_for_least
from jupyter_codeintel.fix.repairs.calls.more_results import (
    degrees_of_freedom,
    unpacked_results,
    values_of_integrals,
)
from jupyter_codeintel.fix.repairs.calls.objectives import summed_squares
from jupyter_codeintel.fix.repairs.calls.outlays import outlays_taken_away
from jupyter_codeintel.fix.repairs.calls.own_derivatives import own_derivatives
from jupyter_codeintel.fix.repairs.calls.root_brackets import brackets_as_fractions
from jupyter_codeintel.fix.repairs.calls.sampled_integrals import integrals_of_samples
from jupyter_codeintel.fix.repairs.calls.solver_parameters import (
    parameters_of_functions,
    rates_of_signals,
)
from jupyter_codeintel.fix.repairs.calls.told_rates import told_rates
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.dates.leap_years import leap_years
from jupyter_codeintel.fix.repairs.formula_rules import FORMULA_RULES
from jupyter_codeintel.fix.repairs.learning.samples_in_rows import samples_in_rows
from jupyter_codeintel.fix.repairs.learning.sparse_tables import lengths_of_sparse, parts_of_sparse
from jupyter_codeintel.fix.repairs.pictures.colours import colours_of_255, points_by_groups
from jupyter_codeintel.fix.repairs.pictures.grids_of_places import grids_of_places
from jupyter_codeintel.fix.repairs.pictures.panel_for_each import panel_for_each
from jupyter_codeintel.fix.repairs.pictures.words import (
    told_of_pictures,
    words_of_grids,
    words_of_panels,
)
from jupyter_codeintel.fix.repairs.record_rules import RECORD_RULES
from jupyter_codeintel.fix.repairs.tables.added_constants import added_constants
from jupyter_codeintel.fix.repairs.tables.newest_rows import newest_rows
from jupyter_codeintel.fix.repairs.tables.other_units import other_units
from jupyter_codeintel.fix.repairs.tables.regressions import constants_by_name, rows_in_one_order
from jupyter_codeintel.fix.repairs.tables.written_order import labels_of_written_order
from jupyter_codeintel.fix.repairs.values.angles import degrees_as_radians
from jupyter_codeintel.fix.repairs.values.early_deposits import early_deposits
from jupyter_codeintel.fix.repairs.values.great_circles import great_circles
from jupyter_codeintel.fix.repairs.values.half_lives import half_lives
from jupyter_codeintel.fix.repairs.values.inverse_squares import inverse_squares
from jupyter_codeintel.fix.repairs.values.mixed_scales import mixed_scales
from jupyter_codeintel.fix.repairs.values.shares_of_one import shares_of_one
from jupyter_codeintel.fix.repairs.values.sums_of_levels import sums_of_levels
from jupyter_codeintel.fix.repairs.values.temperature_scales import temperatures_as_named
from jupyter_codeintel.fix.repairs.values.unbracketed_divisors import unbracketed_divisors

SCIENCE_RULES: tuple[Rule, ...] = (
    *RECORD_RULES,
    *FORMULA_RULES,
    temperatures_as_named,
    mixed_scales,
    sums_of_levels,
    half_lives,
    negative_for_least,
    labels_of_written_order,
    newest_rows,
    great_circles,
    degrees_as_radians,
    shares_of_one,
    solved_for_free_nodes,
    nothing_held,
    inverse_squares,
    own_derivatives,
    leap_years,
    unbracketed_divisors,
    early_deposits,
    other_units,
    missing_readings,
    other_way_round,
    variables_in_columns,
    samples_in_rows,
    grids_of_places,
    panel_for_each,
    colours_of_255,
    points_by_groups,
    words_of_panels,
    words_of_grids,
    told_of_pictures,
    unpacked_results,
    degrees_of_freedom,
    values_of_integrals,
    integrals_of_samples,
    summed_squares,
    bounds_of_fits,
    brackets_as_fractions,
    fractions_wanted,
    outlays_taken_away,
    parameters_of_functions,
    rates_of_signals,
    told_rates,
    choices_as_written,
    lengths_of_sparse,
    parts_of_sparse,
    constants_by_name,
    added_constants,
    rows_in_one_order,
)
"""Each has words of errors that no other rule has."""
