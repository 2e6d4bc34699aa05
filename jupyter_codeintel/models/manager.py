"""The models of a server's user: seen, fetched, checked, chosen and removed from its browsers.

All that is known is told to every browser alike, so that two of them show the same. Whatever
reads or writes files does so on a thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from jupyter_codeintel.errors import CodeIntelError, ModelError
from jupyter_codeintel.models.digest import Progress
from jupyter_codeintel.models.download import discard, pull
from jupyter_codeintel.models.hardware import DEFAULT_CONTEXT
from jupyter_codeintel.models.jobs import Job, JobKind, StoppedError
from jupyter_codeintel.models.state import Fixed, ModelsState, look_at, model_in_use
from jupyter_codeintel.models.store import ModelStore

_log = logging.getLogger(__name__)

Change = Literal["download", "pause", "verify", "select", "remove"]
Tell = Callable[[ModelsState], None]


class ModelManager:
    """Does what browsers ask of the models, one job at a time for each.

    Parameters
    ----------
    store : ModelStore
        Where the models are.
    n_ctx : int
        Tokens of context, for what a model needs.
    fixed : Fixed, optional
        What the operator decided.
    chosen : callable, optional
        Called when another model is wanted from now on, or the wanted one has come.
    """

    def __init__(
        self,
        store: ModelStore,
        *,
        n_ctx: int = DEFAULT_CONTEXT,
        fixed: Fixed | None = None,
        chosen: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._n_ctx = n_ctx
        self._fixed = fixed
        self._chosen = chosen
        self._jobs: dict[str, Job] = {}
        self._ends: set[asyncio.Task[None]] = set()
        self._errors: dict[str, CodeIntelError] = {}
        self._verified: set[str] = set()
        self._subscribers: set[Tell] = set()
        self._seen: ModelsState | None = None

    def subscribe(self, tell: Tell) -> None:
        """Tell the state from now on, whenever it changes."""
        self._subscribers.add(tell)

    def unsubscribe(self, tell: Tell) -> None:
        """Tell no more; what is being done goes on."""
        self._subscribers.discard(tell)

    async def look(self) -> ModelsState:
        """Look at the disk and the memory again, tell everybody, and return the state.

        Raises
        ------
        ModelError
            The store cannot be read.
        """
        self._seen = await asyncio.to_thread(look_at, self._store, self._n_ctx, self._fixed)
        self._tell()
        return self._present(self._seen)

    async def change(self, name: str, change: Change) -> None:
        """Do what a person asked, or begin it; what fails then is told with the state.

        Raises
        ------
        ModelError
            There is no such model, or the store cannot be read.
        """
        seen = self._seen or await self.look()
        if all(model.name != name for model in seen.models):
            self._store.catalogue.get(name)
        if change == "pause":
            self._pause(name)
        elif name not in self._jobs:  # else it was asked twice, for instance in two browsers
            self._errors.pop(name, None)
            self._verified.discard(name)
            await self._do(name, change)

    async def aclose(self) -> None:
        """Stop all jobs; downloads keep what they have."""
        for job in self._jobs.values():
            job.stop()
        await asyncio.gather(*self._ends)

    async def _do(self, name: str, change: Change) -> None:
        match change:
            case "download":
                model = self._store.catalogue.get(name)
                self._begin(name, "download", lambda told: pull(self._store, model, told))
            case "verify":
                self._begin(name, "verify", lambda told: self._store.verify(name, told))
            case "select":
                await self._finish(name, lambda: self._select(name))
            case "remove":
                await self._finish(name, lambda: self._remove(name))

    def _pause(self, name: str) -> None:
        if name in self._jobs:
            self._jobs[name].stop()
            self._tell()

    def _begin(self, name: str, kind: JobKind, work: Callable[[Progress], object]) -> None:
        job = self._jobs[name] = Job(kind, work, self._tell)
        end = asyncio.create_task(self._follow(name, job))
        self._ends.add(end)
        end.add_done_callback(self._ends.discard)
        self._tell()

    async def _follow(self, name: str, job: Job) -> None:
        try:
            await job.finished()
            if job.kind == "verify":
                self._verified.add(name)
            elif self._seen is not None and self._seen.in_use == name:
                self._chosen()
        except StoppedError:
            _log.info("The %s of %s was stopped.", job.kind, name)
        except Exception as error:  # a person waits for the end, whatever it is
            self._errors[name] = _told(name, error)
        finally:
            del self._jobs[name]
        await self._look_after()

    async def _finish(self, name: str, work: Callable[[], bool]) -> None:
        """Do something short, and want another model if it says so."""
        try:
            if await asyncio.to_thread(work):
                self._chosen()
        except Exception as error:  # as above
            self._errors[name] = _told(name, error)
        await self._look_after()

    def _select(self, name: str) -> bool:
        if self._fixed is not None:
            raise _locked()
        self._store.select(name)
        return True

    def _remove(self, name: str) -> bool:
        used = name == model_in_use(self._store, self._fixed)
        if self._store.find(name):
            self._store.remove(name)
        elif model := self._store.catalogue.find(name):
            discard(self._store, model)
        return used

    async def _look_after(self) -> None:
        try:
            await self.look()
        except CodeIntelError as error:
            _log.warning("%s %s", error.message, error.hint)
            self._tell()

    def _tell(self) -> None:
        if self._seen is not None:
            state = self._present(self._seen)
            for tell in list(self._subscribers):
                tell(state)

    def _present(self, seen: ModelsState) -> ModelsState:
        return replace(
            seen,
            jobs=dict(self._jobs),
            errors=dict(self._errors),
            verified=frozenset(self._verified),
        )


def _locked() -> ModelError:
    message = "The model cannot be chosen here: the operator of this server decided on one."
    return ModelError(message, code="locked", hint="Ask the operator of this server.")


def _told(name: str, error: Exception) -> CodeIntelError:
    if isinstance(error, CodeIntelError):
        return error
    _log.error("What was asked of %s failed", name, exc_info=error)
    message = f"What was asked of {name} failed unexpectedly: {error}"
    return ModelError(message, code="internal", hint="The server's log tells more.")
