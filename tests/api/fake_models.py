"""A manager of models for tests that have none."""

from __future__ import annotations

from pathlib import Path

from jupyter_codeintel.models.manager import ModelManager
from jupyter_codeintel.models.store import ModelStore


def no_models() -> ModelManager:
    """Return a manager whose store is empty."""
    return ModelManager(ModelStore(Path("no-such-folder")))
