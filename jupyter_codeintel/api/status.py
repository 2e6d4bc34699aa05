"""Tell browsers how the engine is, by looking at it while one of them is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from jupyter_codeintel.api.messages import Status

INTERVAL = 2.0
"""Seconds between looks at an engine that is settled."""

INTERVAL_STARTING = 0.3
"""The same while it starts or loads, which a person waits for."""

Probe = Callable[[], Awaitable[Status]]
"""Looks at the engine without starting one."""


class StatusWatch:
    """Pushes changes of the engine's status to subscribers.

    Parameters
    ----------
    probe : Probe
        Where the status comes from.
    """

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._subscribers: set[Callable[[Status], None]] = set()
        self._hurried = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def look(self) -> Status:
        """Return the present status."""
        return await self._probe()

    def subscribe(self, tell: Callable[[Status], None]) -> None:
        """Tell the status now and at every change."""
        self._subscribers.add(tell)
        self.stop()
        # Begun anew, the watch tells everyone: a newcomer has its first status at once.
        self._task = asyncio.create_task(self._watch())

    def unsubscribe(self, tell: Callable[[Status], None]) -> None:
        """Tell no more; without subscribers nobody looks at the engine."""
        self._subscribers.discard(tell)
        if not self._subscribers:
            self.stop()

    def hurry(self) -> None:
        """Look again now: a request may have started the engine."""
        self._hurried.set()

    def stop(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _watch(self) -> None:
        last: Status | None = None
        while True:
            self._hurried.clear()
            status = await self._probe()
            if status != last:
                for tell in list(self._subscribers):
                    tell(status)
            last = status
            starting = status.engine in ("starting", "loading")
            try:
                wait = INTERVAL_STARTING if starting else INTERVAL
                await asyncio.wait_for(self._hurried.wait(), wait)
                # What was asked for needs a moment to show.
                await asyncio.sleep(INTERVAL_STARTING)
            except TimeoutError:
                continue
