"""What there is to choose from: the catalogue, and the files that were added by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jupyter_codeintel.models.catalogue import CatalogueModel
from jupyter_codeintel.models.download import kept
from jupyter_codeintel.models.gguf import GgufHeader, read_header
from jupyter_codeintel.models.hardware import estimate
from jupyter_codeintel.models.store import ModelStore, StoredModel


@dataclass(frozen=True)
class ListedModel:
    """A model as it is shown to people.

    Parameters
    ----------
    name, title : str
        What it is called, in short and in full.
    size : int or None
        Bytes of its file.
    memory : int
        Bytes that it takes when it is loaded.
    licence : str
        Empty when it is not known.
    completion, chat : bool
        What it serves: text between text, and conversations.
    known : bool
        Whether it is in the catalogue, and so can be downloaded.
    installed : bool
        Whether its file is here.
    kept : int
        Bytes of a download that was paused or broke off.
    """

    name: str
    title: str
    size: int | None
    memory: int
    licence: str
    completion: bool
    chat: bool
    known: bool
    installed: bool
    kept: int


def list_models(store: ModelStore, n_ctx: int) -> tuple[ListedModel, ...]:
    """Return the models of the catalogue, then those that were added by hand."""
    here = {model.name: model for model in store.installed()}
    return (*_known(store, here, n_ctx), *_added(store, here, n_ctx))


def _known(store: ModelStore, here: dict[str, StoredModel], n_ctx: int) -> Iterator[ListedModel]:
    for model in store.catalogue.models:
        installed = model.id in here
        yield ListedModel(
            name=model.id,
            title=model.title,
            size=model.size,
            memory=_memory(model, n_ctx),
            licence=model.licence,
            completion=model.fim,
            chat=model.chat,
            known=True,
            installed=installed,
            kept=0 if installed else kept(store, model),
        )


def _memory(model: CatalogueModel, n_ctx: int) -> int:
    return estimate(model.size or 0, model.kv_bytes_per_token, n_ctx).total


def _added(store: ModelStore, here: dict[str, StoredModel], n_ctx: int) -> Iterator[ListedModel]:
    for model in here.values():
        if store.catalogue.find(model.name) is None:
            header = _header(model.path)
            yield ListedModel(
                name=model.name,
                title=model.name,
                size=model.size,
                memory=estimate(model.size, header.kv_bytes_per_token, n_ctx).total,
                licence=str(header.fields.get("general.license", "")),
                completion=model.fim,
                chat=header.chat,
                known=False,
                installed=True,
                kept=0,
            )


@lru_cache(maxsize=32)
def _header(path: Path) -> GgufHeader:
    """Read a stored file's header once: its name is its digest."""
    return read_header(path)
