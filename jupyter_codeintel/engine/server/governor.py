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
)
from jupyter_codeintel.engine.server.host import EngineHost

INTERVAL = 0.5
SHORTEST = 0.06
"""Seconds below which the counters, in hundredths of a second, tell too little."""


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
    """Keeps an engine's threads to the cores that are free while it works.

    Only the load beside its own work counts: what others did before a request says little
    of what they do now.

    Parameters
    ----------
    host : EngineHost
        Whose threads; it tells when work begins and ends.
    """

    def __init__(self, host: EngineHost) -> None:
        self._host = host
        self._cores = core_count()
        self._wanted = host.threads
        self._before: CpuSample | None = None
        host.on_begin, host.on_end = self.begin, self.look

    async def run(self) -> None:
        """Look at the load now and then, during long work."""
        while self._wanted > 1:
            await asyncio.sleep(INTERVAL)
            if self._host.busy:
                self.look()

    def begin(self) -> None:
        """Measure from here on, unless other work is under way."""
        if not self._host.busy:
            self._before = take_sample()

    def look(self) -> None:
        """Measure since the last look, and set the threads by it."""
        before, after = self._before, take_sample()
        if before is None or after.time - before.time < SHORTEST:
            return
        self._before = after
        busy = others(before, after)
        self._host.set_threads(threads_beside(busy, cores=self._cores, wanted=self._wanted))
