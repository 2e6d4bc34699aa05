"""All rules in turn."""

from __future__ import annotations

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.port import Kernels
from jupyter_codeintel.fix.repairs.accessors import functions_as_methods, missing_accessors
from jupyter_codeintel.fix.repairs.attributes import misspelt_attributes
from jupyter_codeintel.fix.repairs.calls import called_values, uncalled_methods
from jupyter_codeintel.fix.repairs.case import Case, Repair, Rule
from jupyter_codeintel.fix.repairs.changed_calls import (
    renamed_arguments,
    renamed_methods,
    renamed_values,
)
from jupyter_codeintel.fix.repairs.changed_names import renamed_by_message, renamed_names
from jupyter_codeintel.fix.repairs.containers import lists_for_arrays, strings_for_numbers
from jupyter_codeintel.fix.repairs.copies import missing_copies
from jupyter_codeintel.fix.repairs.dates import date_formats
from jupyter_codeintel.fix.repairs.estimators import fitted_for_transformed
from jupyter_codeintel.fix.repairs.imports import misplaced_names, missing_modules
from jupyter_codeintel.fix.repairs.in_place import in_place_results
from jupyter_codeintel.fix.repairs.keys import column_of_another, missing_columns
from jupyter_codeintel.fix.repairs.keywords import wrong_keywords
from jupyter_codeintel.fix.repairs.loading import reading_options
from jupyter_codeintel.fix.repairs.names import missing_imports, misspelt_names
from jupyter_codeintel.fix.repairs.off_by_one import one_too_far
from jupyter_codeintel.fix.repairs.parameters import missing_parameters, positional_columns
from jupyter_codeintel.fix.repairs.shapes import one_for_each_row, unpacked_columns
from jupyter_codeintel.fix.repairs.stale import cells_to_run
from jupyter_codeintel.fix.repairs.syntax import syntax_errors
from jupyter_codeintel.fix.repairs.text_numbers import numbers_with_signs
from jupyter_codeintel.fix.repairs.truth import element_wise
from jupyter_codeintel.fix.repairs.tuples import packed_results

MOST = 6
_RULES: tuple[Rule, ...] = (
    syntax_errors,
    cells_to_run,
    missing_modules,
    misplaced_names,
    missing_imports,
    misspelt_names,
    renamed_by_message,
    renamed_names,
    renamed_methods,
    renamed_arguments,
    renamed_values,
    in_place_results,
    uncalled_methods,
    called_values,
    missing_accessors,
    misspelt_attributes,
    functions_as_methods,
    packed_results,
    lists_for_arrays,
    strings_for_numbers,
    positional_columns,
    missing_parameters,
    wrong_keywords,
    reading_options,
    missing_columns,
    column_of_another,
    element_wise,
    one_too_far,
    missing_copies,
    fitted_for_transformed,
    date_formats,
    numbers_with_signs,
    unpacked_columns,
    one_for_each_row,
)
"""Those whose evidence is most special come first."""


async def propose(failure: Failure, kernels: Kernels) -> list[Repair]:
    """Return repairs that are known without a model, the most certain first.

    Parameters
    ----------
    failure : Failure
        A Python cell that raised.
    kernels : Kernels
        Look into its live kernel.
    """
    case = Case.of(failure, kernels)
    found: list[Repair] = []
    for rule in _RULES:
        async for repair in rule(case):
            if _is_new(repair, found, case):
                found.append(repair)
            if len(found) == MOST:
                return found
    return found


def _is_new(repair: Repair, found: list[Repair], case: Case) -> bool:
    """Whether a repair changes anything, and in another way than those before."""
    if not isinstance(repair, Candidate):
        return repair not in found
    changed = any(case.failure.source(cell) != text for cell, text in repair.edits.items())
    known = {(one.key, one.rerun) for one in found if isinstance(one, Candidate)}
    return (changed or bool(repair.rerun)) and (repair.key, repair.rerun) not in known
