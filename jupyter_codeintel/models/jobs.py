"""Long work on a model file, on a thread of its own: followed, and stopped in the middle."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from jupyter_codeintel.models.digest import Progress

JobKind = Literal["download", "verify"]

TELL_INTERVAL = 0.25
"""Seconds between two tellings of progress: enough for an eye."""

STOP_PATIENCE = 2.0
"""Seconds after which nobody waits for a job that was stopped. One that hangs on the network
ends when the network speaks or gives up; until then its file stays locked for the next one."""


class StoppedError(Exception):
    """The work was stopped."""


class Job:
    """One piece of work; made on the event loop that follows it.

    Parameters
    ----------
    kind : str
        What is done.
    work : callable
        Does it, and blocks; it calls what it is given with the bytes done and the total.
    tell : callable
        Called on the event loop when `done` has changed.
    """

    def __init__(
        self, kind: JobKind, work: Callable[[Progress], object], tell: Callable[[], None]
    ) -> None:
        self.kind = kind
        self.done = 0
        self.total = 0
        self.stopping = False
        self._work = work
        self._tell = tell
        self._untold = False
        self._loop = asyncio.get_running_loop()
        self._end: asyncio.Future[None] = self._loop.create_future()
        # Not one of the loop's threads: those are waited for when the process ends.
        threading.Thread(target=self._run, name=f"codeintel-{kind}", daemon=True).start()

    def stop(self) -> None:
        """Let the work end at its next sign of life."""
        self.stopping = True
        self._loop.call_later(STOP_PATIENCE, self._settle, StoppedError())

    async def finished(self) -> None:
        """Wait for the end.

        Raises
        ------
        StoppedError
            It was stopped.
        Exception
            What the work raised.
        """
        await self._end

    def _run(self) -> None:
        error: Exception | None = None
        try:
            self._work(self._progressed)
        except Exception as raised:  # it is raised where the end is awaited
            error = raised
        self._on_loop(lambda: self._settle(error))

    def _settle(self, error: Exception | None) -> None:
        if self._end.done():
            return
        if error is None:
            self._end.set_result(None)
        else:
            self._end.set_exception(error)

    def _progressed(self, done: int, total: int) -> None:
        if self.stopping:
            raise StoppedError
        self.done, self.total = done, total
        if not self._untold:
            self._untold = True
            self._on_loop(lambda: self._loop.call_later(TELL_INTERVAL, self._tell_now))

    def _tell_now(self) -> None:
        self._untold = False
        self._tell()

    def _on_loop(self, act: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop has ended, and nobody follows
            self._loop.call_soon_threadsafe(act)
