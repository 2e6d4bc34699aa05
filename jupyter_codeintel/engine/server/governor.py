"""Giving a busy kernel its core.

The compute threads of llama.cpp wait for one another by spinning. When another process
wants a core, a thread without a core of its own holds up all others, and fewer threads
are faster.
"""

from __future__ import annotations

import asyncio

from jupyter_codeintel.engine.server.cpu import CpuSample, core_count, others, take_sample
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


async def govern(host: EngineHost) -> None:
    """Keep the engine's threads to the free cores, for as long as it is in use."""
    cores, wanted = core_count(), host.threads
    before: CpuSample | None = None
    while wanted > 1:
        await asyncio.sleep(INTERVAL)
        if host.idle_seconds > RECENT:
            before = None
            continue
        after = take_sample()
        if before is not None:
            busy = others(before, after)
            host.set_threads(threads_beside(busy, cores=cores, wanted=wanted))
        before = after
