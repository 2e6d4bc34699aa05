"""The engine behind the routes: loading, ready, or not to be had."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from jupyter_codeintel import __version__
from jupyter_codeintel.engine.backends.base import Backend
from jupyter_codeintel.engine.scheduler import Engine
from jupyter_codeintel.errors import CodeIntelError, EngineUnavailable, ModelError

PATIENCE = 20.0
"""Seconds that a request waits for a model that is still loading."""

_logger = logging.getLogger(__name__)


class EngineHost:
    """Loads a model beside the event loop and hands out its engine.

    Parameters
    ----------
    model : Path
        The file that ``load`` reads.
    load : callable
        Returns the backend; runs on a thread of its own.
    threads : int
        Compute threads the backend starts with.
    """

    def __init__(self, model: Path, load: Callable[[], Backend], threads: int) -> None:
        self.model = model
        self.threads = threads
        self._load = load
        self._engine: Engine | None = None
        self._backend: Backend | None = None
        self._error: CodeIntelError | None = None
        self._settled = asyncio.Event()
        self._closed = False
        self.last_used = time.monotonic()
        self.on_begin: Callable[[], None] = lambda: None
        self.on_end: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to load."""
        loop = asyncio.get_running_loop()
        # A daemon: neither the end of the process nor a signal waits for a load.
        threading.Thread(target=self._load_on_thread, args=(loop,), daemon=True).start()

    def _load_on_thread(self, loop: asyncio.AbstractEventLoop) -> None:
        backend, engine, error = None, None, None
        try:
            backend = self._load()
            engine = Engine(backend)
        except CodeIntelError as known:
            error = known
        except Exception as unknown:
            _logger.exception("the model could not be loaded")
            message = f"{self.model.name} could not be loaded: {unknown!r}"
            hint = "The engine's log tells more."
            error = ModelError(message, code="load_failed", hint=hint)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(self._settle, backend, engine, error)

    def _settle(
        self, backend: Backend | None, engine: Engine | None, error: CodeIntelError | None
    ) -> None:
        if error is not None:
            _logger.error("%s", error)
        self._backend, self._engine, self._error = backend, engine, error
        self.touch()
        self._settled.set()

    async def engine(self) -> Engine:
        """Return the engine, which a request may wait for a little.

        Raises
        ------
        EngineUnavailable
            ``loading``, or the reason why the model could not be loaded.
        """
        self.touch()
        self.on_begin()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), PATIENCE)
        if self._error is not None:
            raise EngineUnavailable(
                self._error.message, code=self._error.code, hint=self._error.hint
            )
        if self._engine is None or self._closed:
            message = "the engine is ending" if self._closed else "the model is still loading"
            code = "ending" if self._closed else "loading"
            raise EngineUnavailable(message, code=code, hint="Try again in a few seconds.")
        return self._engine

    @property
    def model_name(self) -> str:
        """What the model calls itself; nothing while it loads."""
        return self._backend.name if self._backend else ""

    @property
    def ready(self) -> Engine | None:
        """The engine, if it is there now."""
        return self._engine

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self._engine is not None and self._engine.busy

    @property
    def failed(self) -> bool:
        """Whether the model could not be loaded."""
        return self._error is not None

    @property
    def idle_seconds(self) -> float:
        """How long nothing was asked for; 0 while anything is under way."""
        busy = not self._settled.is_set() or self.busy
        return 0.0 if busy else time.monotonic() - self.last_used

    def touch(self) -> None:
        """Note that the engine is in use."""
        self.last_used = time.monotonic()

    def set_threads(self, n: int) -> None:
        """Use ``n`` compute threads from now on."""
        if self._engine is not None and n != self.threads:
            self.threads = n
            self._engine.set_threads(n)

    def close(self) -> None:
        """Cancel what is under way and free the model."""
        self._closed = True
        if self._engine is not None:
            self._engine.close()

    def health(self) -> dict[str, object]:
        """Return the body of ``/health``."""
        status = "error" if self.failed else "ready" if self._engine else "loading"
        return {
            "status": status,
            "busy": self.busy,
            "model": {"id": self.model_name, "path": str(self.model)},
            "capabilities": self._capabilities(),
            "n_ctx": self._backend.n_ctx if self._backend else 0,
            "threads": self.threads,
            "pid": os.getpid(),
            "version": __version__,
            "error": self._error.as_dict() if self._error else None,
        }

    def _capabilities(self) -> dict[str, object]:
        if self._backend is None:
            return {"fim": False, "chat": False, "fim_reason": "no model is loaded yet"}
        vocabulary = self._backend.vocabulary
        reason = None if vocabulary.fim else "the model has no fill-in-the-middle tokens"
        return {
            "fim": vocabulary.fim is not None,
            "chat": vocabulary.chat_template is not None,
            "fim_reason": reason,
        }
