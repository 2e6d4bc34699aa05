"""Keeping the user's one engine there: found, started when needed, started again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from jupyter_codeintel.engine.backoff import Backoff
from jupyter_codeintel.engine.connection import Connection
from jupyter_codeintel.engine.launcher import EngineLauncher, suits
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.wire import EngineHealth, read_health
from jupyter_codeintel.errors import EngineError


def _allow(model: Path) -> None:
    """Let any model be loaded."""


class EngineSupervisor:
    """Gives connections to the user's engine; a source for `EngineClient`.

    Parameters
    ----------
    resolve : callable
        Returns the model file that is wanted; may raise ModelError.
    before_start : callable, optional
        Called with that file before a process is started for it, and after one with
        another model has ended; may raise ModelError, for instance for want of memory.
    options : EngineOptions, optional
        What a process is started with.
    """

    def __init__(
        self,
        resolve: Callable[[], Path],
        *,
        before_start: Callable[[Path], None] = _allow,
        options: EngineOptions | None = None,
    ) -> None:
        self._resolve = resolve
        self._before_start = before_start
        self._launcher = EngineLauncher(options or EngineOptions())
        self._backoff = Backoff()
        self._connection: Connection | None = None
        self._connecting: asyncio.Task[Connection] | None = None

    @property
    def log_path(self) -> Path:
        """Where the engine's log is."""
        return self._launcher.log_path

    async def ensure(self) -> Connection:
        """Return a connection to an engine with the wanted model; start it if need be.

        Raises
        ------
        ModelError
            There is no such model, or it cannot be loaded here.
        EngineUnavailable
            The engine cannot be started, or keeps failing.
        """
        if self._connection is not None:
            return self._connection
        if self._connecting is None or self._connecting.done():
            self._connecting = asyncio.create_task(self._connect())
            # All who wait may have been cancelled: then nobody asks for its exception.
            self._connecting.add_done_callback(lambda task: task.cancelled() or task.exception())
        # A cancelled request must not leave a half-started process behind.
        return await asyncio.shield(self._connecting)

    async def _connect(self) -> Connection:
        model = await asyncio.to_thread(self._resolve)
        record, crashed = await asyncio.to_thread(self._launcher.find)
        if crashed:
            self._backoff.failed()
        if record is None or not suits(record, model):
            await self._wait_before_start()
            try:
                record = await asyncio.to_thread(
                    self._launcher.find_or_start, model, self._before_start
                )
            except EngineError:
                self._backoff.failed()
                raise
        connection = Connection(record.url, record.token)
        if self._connecting is asyncio.current_task():  # else another model is wanted by now
            self._connection = connection
        return connection

    async def _wait_before_start(self) -> None:
        if self._backoff.exhausted:
            message = f"the engine failed {self._backoff.failures} times within a few minutes"
            raise self._launcher.failure(message, "engine_keeps_failing")
        await asyncio.sleep(self._backoff.delay)

    async def lost(self, connection: Connection) -> None:
        """Forget a connection that did not work."""
        if self._connection is connection:
            self._connection = None

    def use(self, resolve: Callable[[], Path]) -> None:
        """Want another model from the next request on."""
        self._resolve = resolve
        self._connection = self._connecting = None
        self._backoff.reset()

    async def stop(self) -> bool:
        """End the engine, whoever started it; return whether there was one."""
        self._connection = None
        self._backoff.reset()
        record, _ = await asyncio.to_thread(self._launcher.find)
        if record is not None:
            await asyncio.to_thread(self._launcher.stop, record)
        return record is not None

    async def status(self) -> EngineHealth | None:
        """Return how the engine is, without starting one; None when there is none."""
        data = await asyncio.to_thread(self._launcher.health)
        return None if data is None else read_health(data)
