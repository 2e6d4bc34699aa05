"""What is known of the models at a moment, as people are shown it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.models.hardware import Memory, available_memory
from jupyter_codeintel.models.jobs import Job
from jupyter_codeintel.models.listing import ListedModel, list_models
from jupyter_codeintel.models.store import ModelStore


@dataclass(frozen=True)
class Fixed:
    """What the operator decided, so that nobody else can.

    Parameters
    ----------
    by : str
        What is fixed: the model itself, or the engine that brings it.
    model : str
        Name or path of the model; empty where it is not known.
    """

    by: Literal["model", "engine"]
    model: str = ""


@dataclass(frozen=True)
class ModelsState:
    """All that browsers are told.

    Parameters
    ----------
    models : tuple of ListedModel
        What there is to choose from.
    memory : Memory
        What is free.
    in_use : str
        Name or path of the model that is wanted; empty when the engine decides.
    fixed : Fixed or None
        Why it cannot be chosen.
    offer : str or None
        The model to offer to somebody who has none.
    folder : Path
        Where the files are.
    jobs : mapping
        What is being done, by model.
    errors : mapping
        What went wrong last, by model.
    verified : frozenset of str
        The models whose files were found to be whole.
    """

    models: tuple[ListedModel, ...]
    memory: Memory
    in_use: str
    fixed: Fixed | None
    offer: str | None
    folder: Path
    jobs: Mapping[str, Job] = field(default_factory=dict)
    errors: Mapping[str, CodeIntelError] = field(default_factory=dict)
    verified: frozenset[str] = frozenset()


def model_in_use(store: ModelStore, fixed: Fixed | None) -> str:
    """Return the name or path of the model that is wanted; empty when the engine decides."""
    return fixed.model if fixed else store.selected or store.catalogue.default.id


def look_at(store: ModelStore, n_ctx: int, fixed: Fixed | None) -> ModelsState:
    """Look at the disk and the memory. Blocking: run it on a thread.

    Raises
    ------
    ModelError
        The store cannot be read.
    """
    models = list_models(store, n_ctx)
    in_use = model_in_use(store, fixed)
    empty = not any(model.installed for model in models)
    return ModelsState(
        models=models,
        memory=available_memory(),
        in_use=in_use,
        fixed=fixed,
        # What is wanted by its path, or from another engine, is no download of ours.
        offer=in_use if empty and store.catalogue.find(in_use) else None,
        folder=store.root,
    )
