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
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.texts.matching import (
    groups_after_others,
    groups_left_out,
    searched_anywhere,
    texts_put_in,
    wildcards_of_names,
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
)
"""Those of one module stand together."""
