"""The rules about estimators, and data to train and to test with, in their order."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.learning.base_levels import base_levels
from jupyter_codeintel.fix.repairs.learning.categories import encoded_categories
from jupyter_codeintel.fix.repairs.learning.class_scores import scored_chances, told_scores
from jupyter_codeintel.fix.repairs.learning.columns_for_levels import columns_for_levels
from jupyter_codeintel.fix.repairs.learning.estimators import (
    fitted_for_transformed,
    thresholds,
    unfitted,
)
from jupyter_codeintel.fix.repairs.learning.fitted_matrices import fitted_matrices
from jupyter_codeintel.fix.repairs.learning.forms_for_models import forms_for_models
from jupyter_codeintel.fix.repairs.learning.given_groups import groups_of_rows
from jupyter_codeintel.fix.repairs.learning.groups import groups_on_one_side
from jupyter_codeintel.fix.repairs.learning.labels_left_in import labels_left_in
from jupyter_codeintel.fix.repairs.learning.learned_columns import columns_as_learned
from jupyter_codeintel.fix.repairs.learning.mixed_labels import mixed_labels
from jupyter_codeintel.fix.repairs.learning.normalised import normalised_models
from jupyter_codeintel.fix.repairs.learning.parameter_grids import (
    listed_parameters,
    parameters_of_steps,
)
from jupyter_codeintel.fix.repairs.learning.raw_data import transformed_like_before
from jupyter_codeintel.fix.repairs.learning.refitted import refitted
from jupyter_codeintel.fix.repairs.learning.shuffled_apart import shuffled_together
from jupyter_codeintel.fix.repairs.learning.sorted_apart import sorted_together
from jupyter_codeintel.fix.repairs.learning.splits import parts_of_one_split, split_order
from jupyter_codeintel.fix.repairs.learning.unscaled_counts import unscaled_counts
from jupyter_codeintel.fix.repairs.learning.written_levels import written_levels

LEARNING_RULES: tuple[Rule, ...] = (
    parameters_of_steps,
    listed_parameters,
    fitted_for_transformed,
    unfitted,
    thresholds,
    scored_chances,
    told_scores,
    mixed_labels,
    refitted,
    transformed_like_before,
    fitted_matrices,
    unscaled_counts,
    normalised_models,
    forms_for_models,
    encoded_categories,
    columns_for_levels,
    base_levels,
    written_levels,
    labels_left_in,
    columns_as_learned,
    groups_on_one_side,
    groups_of_rows,
    shuffled_together,
    sorted_together,
    split_order,
    parts_of_one_split,
)
