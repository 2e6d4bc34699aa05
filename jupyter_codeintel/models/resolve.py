"""From what a person calls a model to the file to load."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from jupyter_codeintel.models.store import ModelStore


def data_dir() -> Path:
    """Return the folder for data of this package.

    ``JUPYTER_CODEINTEL_DATA_DIR`` overrides the user's data folder.
    """
    chosen = os.environ.get("JUPYTER_CODEINTEL_DATA_DIR")
    return Path(chosen) if chosen else user_data_path("jupyter-codeintel", appauthor=False)


def user_store() -> ModelStore:
    """Return this user's store of models."""
    return ModelStore(data_dir() / "models")


def resolve_model(spec: str | None = None) -> Path:
    """Return the model file meant by a name or a path; by None, the one in use.

    Raises
    ------
    ModelError
        ``no_model`` when it is not on this machine, ``unknown_model`` for an unknown name,
        ``not_gguf`` or ``truncated`` for an unsuitable file.
    """
    return user_store().resolve(spec)


def model_id(path: Path) -> str:
    """Return the short name of a model file: the store's, else the file's own."""
    names = (model.name for model in user_store().installed() if model.path == path)
    return next(names, path.stem)
