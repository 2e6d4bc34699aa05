"""Giving a busy kernel its core.

The compute threads of llama.cpp wait for one another by spinning. When another process
wants a core, a thread without a core of its own holds up all others, and fewer threads
are faster.
"""

from __future__ import annotations

import asyncio

from jupyter_codeintel.engine.server.cpu import (
    CpuSample,
    core_count,
    others,
    take_sample,
    waiting_tasks,
)
from jupyter_codeintel.engine.server.host import EngineHost

INTERVAL = 0.5
RECENT = 30.0
"""Seconds after the last request during which the load is watched."""


def threads_beside(busy: float, *, cores: float, wanted: int) -> int:
    """Return how many of the wanted threads have a core of their own.

    Parameters
    ----------
    busy : float
        How many cores other processes use.
    cores : float
        How many there are.
    """
    return max(1, min(round(cores - busy), wanted))


class Governor:
    """Keeps an engine's threads to the free cores, for as long as it is in use.

    Parameters
    ----------
    host : EngineHost
        Whose threads; it tells when a request comes.
    """

    def __init__(self, host: EngineHost) -> None:
        self._host = host
        self._cores = core_count()
        self._wanted = host.threads
        self._before: CpuSample | None = None
        host.on_request = self.glance

    async def run(self) -> None:
        """Look at the load now and then."""
        while self._wanted > 1:
            await asyncio.sleep(INTERVAL)
            if self._host.idle_seconds > RECENT:
                self._before = None
            else:
                self._look_back()

    def glance(self) -> None:
        """Forget the load of the past, when a request comes and nobody else wants a core."""
        if self._wanted > 1 and not self._host.busy and waiting_tasks() == 0:
            self._before = take_sample()
            self._host.set_threads(self._wanted)

    def _look_back(self) -> None:
        before, after = self._before, take_sample()
        if before is not None and after.time - before.time < INTERVAL / 2:
            return  # too short to tell
        self._before = after
        if before is not None:
            busy = others(before, after)
            self._host.set_threads(threads_beside(busy, cores=self._cores, wanted=self._wanted))
