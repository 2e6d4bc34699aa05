"""Rules of the shapes and sums of arrays, in their order."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.arrays.beyond_bytes import held_within_bytes
from jupyter_codeintel.fix.repairs.arrays.cleaned_rows import rows_of_the_cleaned
from jupyter_codeintel.fix.repairs.arrays.drawn_rows import drawn_rows
from jupyter_codeintel.fix.repairs.arrays.equations_in_rows import equations_in_rows
from jupyter_codeintel.fix.repairs.arrays.filtered_apart import filtered_apart
from jupyter_codeintel.fix.repairs.arrays.joined_dimensions import joined_columns_and_rows
from jupyter_codeintel.fix.repairs.arrays.least_squares import solved_by_least_squares
from jupyter_codeintel.fix.repairs.arrays.named_reductions import named_reductions
from jupyter_codeintel.fix.repairs.arrays.ones_on_diagonals import ones_on_diagonals
from jupyter_codeintel.fix.repairs.arrays.products import transposed_factors
from jupyter_codeintel.fix.repairs.arrays.row_reductions import reductions_of_rows
from jupyter_codeintel.fix.repairs.arrays.row_shares import shares_of_rows
from jupyter_codeintel.fix.repairs.arrays.shapes import (
    one_feature,
    one_for_each_row,
    unpacked_columns,
)
from jupyter_codeintel.fix.repairs.arrays.shifted_softmax import shifted_softmax
from jupyter_codeintel.fix.repairs.arrays.stationary_states import stationary_states
from jupyter_codeintel.fix.repairs.arrays.steps_of_chains import steps_of_chains
from jupyter_codeintel.fix.repairs.arrays.sums_of_one import divided_by_the_sum
from jupyter_codeintel.fix.repairs.arrays.text_arrays import arrays_of_texts
from jupyter_codeintel.fix.repairs.arrays.told_equations import told_equations
from jupyter_codeintel.fix.repairs.arrays.told_weights import told_weights
from jupyter_codeintel.fix.repairs.arrays.weights_as_chances import weights_as_chances
from jupyter_codeintel.fix.repairs.arrays.whole_arrays import fractions_in_whole_arrays
from jupyter_codeintel.fix.repairs.arrays.whole_blocks import whole_blocks
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.pictures.panels_in_turn import panels_in_turn

ARRAY_RULES: tuple[Rule, ...] = (
    rows_of_the_cleaned,
    told_weights,
    panels_in_turn,
    steps_of_chains,
    stationary_states,
    ones_on_diagonals,
    fractions_in_whole_arrays,
    arrays_of_texts,
    joined_columns_and_rows,
    unpacked_columns,
    drawn_rows,
    whole_blocks,
    filtered_apart,
    divided_by_the_sum,
    shifted_softmax,
    held_within_bytes,
    weights_as_chances,
    transposed_factors,
    told_equations,
    equations_in_rows,
    solved_by_least_squares,
    reductions_of_rows,
    named_reductions,
    shares_of_rows,
    one_for_each_row,
    one_feature,
)
"""Those with the most special evidence come first."""
