"""The websocket's messages about models, as plain data and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_codeintel.models.listing import ListedModel
from jupyter_codeintel.models.manager import Change
from jupyter_codeintel.models.state import ModelsState

Json = Mapping[str, Any]


@dataclass(frozen=True)
class ListModels:
    """Look at the models again."""

    id: int


@dataclass(frozen=True)
class ChangeModel:
    """Do something with a model."""

    id: int
    model: str
    change: Change


ModelMessage = ListModels | ChangeModel

MODEL_READERS: Mapping[str, Callable[[Json], ModelMessage]] = {
    "modelsList": lambda data: ListModels(int(data["id"])),
    "modelChange": lambda data: ChangeModel(int(data["id"]), data["model"], data["change"]),
}


def models_message(state: ModelsState) -> Json:
    """Return the message that tells of all models."""
    return {
        "type": "models",
        "entries": [_entry(state, model) for model in state.models],
        "inUse": state.in_use,
        "locked": state.fixed.by if state.fixed else None,
        "offer": state.offer,
        "memoryFree": state.memory.available,
        "memoryTotal": state.memory.total,
        "folder": str(state.folder),
    }


def _entry(state: ModelsState, model: ListedModel) -> Json:
    job, error = state.jobs.get(model.name), state.errors.get(model.name)
    return {
        "name": model.name,
        "title": model.title,
        "size": model.size,
        "memory": model.memory,
        "licence": model.licence,
        "completion": model.completion,
        "chat": model.chat,
        "known": model.known,
        "installed": model.installed,
        "kept": model.kept,
        "verified": model.name in state.verified,
        "job": job
        and {"kind": job.kind, "done": job.done, "total": job.total, "stopping": job.stopping},
        "error": error and error.as_dict(),
    }
