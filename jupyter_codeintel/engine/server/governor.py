"""Giving a busy kernel its core.

The compute threads of llama.cpp wait for one another by spinning. When another process
wants a core, a thread without a core of its own holds up all others, and fewer threads
are faster.
"""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass

import psutil

from jupyter_codeintel.engine.server.host import EngineHost

INTERVAL = 0.5
RECENT = 30.0
"""Seconds after the last request during which the load is watched."""


@dataclass(frozen=True)
class CpuSample:
    """Seconds since some fixed moments.

    Parameters
    ----------
    time : float
        The clock.
    busy : float
        What all processes have used.
    own : float
        What this process has used.
    """

    time: float
    busy: float
    own: float


def cpu_count() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def default_threads() -> int:
    """Return the physical cores: a core's second thread adds nothing to matrix work."""
    return max(1, min(psutil.cpu_count(logical=False) or 1, cpu_count()))


def take_sample() -> CpuSample:
    """Read the counters."""
    times = psutil.cpu_times()
    busy = times.user + times.system + getattr(times, "nice", 0.0)
    own = psutil.Process().cpu_times()
    return CpuSample(time.monotonic(), busy, own.user + own.system)


def threads_beside(before: CpuSample, after: CpuSample, *, cores: int, wanted: int) -> int:
    """Return how many threads have a core of their own."""
    elapsed = after.time - before.time
    if elapsed <= 0:
        return wanted
    others = (after.busy - before.busy - (after.own - before.own)) / elapsed
    free = round(cores - max(0.0, others))
    return max(1, min(free, wanted))


async def govern(host: EngineHost) -> None:
    """Keep the engine's threads to the free cores, for as long as it is in use."""
    cores, wanted = cpu_count(), host.threads
    before: CpuSample | None = None
    while wanted > 1:
        await asyncio.sleep(INTERVAL)
        if host.idle_seconds > RECENT:
            before = None
            continue
        after = take_sample()
        if before is not None:
            host.set_threads(threads_beside(before, after, cores=cores, wanted=wanted))
        before = after
