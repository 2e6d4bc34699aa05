"""Which model is in use; others are downloaded when a person asks for them."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any

import ipywidgets as widgets

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.ipython.background import Background
from jupyter_codeintel.ipython.models_text import choose_model, gigabytes, selected_name
from jupyter_codeintel.ipython.user_engine import UserEngine
from jupyter_codeintel.models.download import pull
from jupyter_codeintel.models.resolve import user_store


class ModelsView:
    """A choice of models, with what becomes of a download.

    Parameters
    ----------
    engine : UserEngine
        Uses the chosen one.
    background : Background
        Where it is downloaded.
    """

    def __init__(self, engine: UserEngine, background: Background) -> None:
        self._engine = engine
        self._background = background
        self._download: Future[None] | None = None
        self._is_stopped = False
        names = {"options": _options(), "value": _chosen(), "description": "Model"}
        wide = widgets.Layout(width="max-content")
        self._choice: Any = widgets.Dropdown(**names, layout=wide)
        self._use: Any = widgets.Button(description="Use", layout=wide)
        self._stop: Any = widgets.Button(description="Stop", disabled=True)
        self._progress: Any = widgets.FloatProgress(min=0.0, max=1.0)
        self._progress.layout.visibility = "hidden"
        self._said: Any = widgets.Label()
        self._choice.observe(lambda _: self._name_button(), "value")
        self._use.on_click(lambda _: self._begin())
        self._stop.on_click(lambda _: self._end())
        self._name_button()
        row = [self._choice, self._use, self._stop, self._progress]
        self.widget: Any = widgets.VBox([widgets.HBox(row), self._said])

    def _name_button(self) -> None:
        here = _is_here(self._choice.value)
        self._use.description = "Use" if here else "Download and use"

    def _begin(self) -> None:
        name = self._choice.value
        if name is None:
            return
        self._is_stopped = False
        self._use.disabled = True
        self._download = self._background.start(self._had(name))

    def _end(self) -> None:
        self._is_stopped = True
        self._stop.disabled = True

    async def _had(self, name: str) -> None:
        try:
            if not _is_here(name):
                await self._pulled(name)
            self._said.value = await asyncio.to_thread(choose_model, name, self._engine)
        except CodeIntelError as error:
            self._said.value = f"{error.message} {error.hint}"
        except _StoppedError:
            self._said.value = "Stopped. What is here already is kept for the next time."
        finally:
            self._progress.layout.visibility = "hidden"
            self._stop.disabled, self._use.disabled = True, False
            self._choice.options = _options()
            self._choice.value = name
            self._name_button()

    async def _pulled(self, name: str) -> None:
        store = user_store()
        self._stop.disabled = False
        self._progress.value = 0.0
        self._progress.layout.visibility = "visible"
        await asyncio.to_thread(pull, store, store.catalogue.get(name), self._progressed)

    def _progressed(self, done: int, total: int) -> None:
        if self._is_stopped:
            raise _StoppedError
        share = done / total if total else 0.0
        # Each change is a message: a hundred are enough.
        if share - self._progress.value >= 0.01 or share >= 1.0:
            self._progress.value = share
            self._said.value = f"{gigabytes(done)} of {gigabytes(total)}"


class _StoppedError(Exception):
    """The person has stopped the download."""


def _options() -> list[tuple[str, str]]:
    store = user_store()
    here = {model.name: model.size for model in store.installed()}
    known = {model.id: model.size for model in store.catalogue.models}
    sizes = {**known, **here}
    return [
        (f"{name} ({gigabytes(size)}{'' if name in here else ', to be downloaded'})", name)
        for name, size in sizes.items()
    ]


def _chosen() -> str | None:
    name = selected_name(user_store())
    return name if name in {value for _, value in _options()} else None


def _is_here(name: str | None) -> bool:
    return name is not None and user_store().find(name) is not None
