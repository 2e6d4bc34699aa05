"""The server extension with a catalogue of small files, which a hub on this machine serves."""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.extension import CodeIntelExtension
from jupyter_codeintel.models.catalogue import Catalogue, CatalogueModel, HubSource
from jupyter_codeintel.models.resolve import user_store
from jupyter_codeintel.models.store import ModelStore
from tests.models.fake_hub import FakeHub, serving
from tests.models.gguf_file import gguf_bytes

SCRIPT = Path(__file__).with_name("script.json")
HUB_PORT = 9334

FILES = {
    "tiny.gguf": gguf_bytes(fim=True, weights=750_000),
    "other.gguf": gguf_bytes(weights=250_000, seed=1),
    "damaged.gguf": gguf_bytes(weights=1000, seed=2),
}


def _model(name: str, content: bytes, *, fim: bool) -> CatalogueModel:
    return CatalogueModel(
        id=name,
        title=f"{name.capitalize()} model of the tests",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        licence="MIT",
        fim=fim,
        context=512,
        kv_bytes_per_token=192,
        sources=(HubSource("maker/tests-GGUF", f"{name}.gguf"),),
    )


class ModelsExtension(CodeIntelExtension):
    """Differs from the real one in its catalogue, and in that its engine recites."""

    def make_store(self) -> ModelStore:
        """Know the models of the tests."""
        tiny = _model("tiny", FILES["tiny.gguf"], fim=True)
        other = _model("other", FILES["other.gguf"], fim=False)
        # What the hub has under this name is something else.
        damaged = _model("damaged", gguf_bytes(weights=1000, seed=3), fim=False)
        return ModelStore(user_store().root, Catalogue(tiny, (tiny, other, damaged)))

    def engine_options(self) -> EngineOptions:
        """Recite, whatever the model."""
        return replace(super().engine_options(), backend="scripted", script=SCRIPT)

    def initialize_settings(self) -> None:
        """Serve the files first."""
        os.environ |= {"NO_PROXY": "127.0.0.1", "HF_HUB_OFFLINE": "0"}
        self._hub = ExitStack()
        hub = self._hub.enter_context(serving(FakeHub(b"", FILES), HUB_PORT))
        os.environ["HF_ENDPOINT"] = hub.url
        super().initialize_settings()

    async def stop_extension(self) -> None:
        """End the hub too."""
        await super().stop_extension()
        self._hub.close()

    def _check_memory(self, model: Path) -> None:
        """A script needs none."""


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    return [{"module": "models_extension", "app": ModelsExtension}]
