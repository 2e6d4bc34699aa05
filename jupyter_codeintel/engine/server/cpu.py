"""How many cores this process may use, and how busy they are: in a container too."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class CpuSample:
    """Seconds since some fixed moments.

    Parameters
    ----------
    time : float
        The clock.
    busy : float
        What all processes on our cores, or within our container's limit, have used.
    own : float
        What this process has used.
    """

    time: float
    busy: float
    own: float


def core_count(cgroup: Path = CGROUP) -> float:
    """Return how many cores this process may use; a container may have half a one."""
    quota = _quota(cgroup)
    usable = len(_affinity())
    return usable if quota is None else min(quota, usable)


def default_threads() -> int:
    """Return the physical cores: a core's second thread adds nothing to matrix work."""
    return max(1, min(psutil.cpu_count(logical=False) or 1, int(core_count())))


def take_sample(cgroup: Path = CGROUP) -> CpuSample:
    """Read the counters."""
    own = psutil.Process().cpu_times()
    # Under a limit, only the container's own processes compete for what it allows.
    busy = None if _quota(cgroup) is None else _container_seconds(cgroup)
    return CpuSample(
        time.monotonic(), _machine_seconds() if busy is None else busy, own.user + own.system
    )


def others(before: CpuSample, after: CpuSample) -> float:
    """Return how many cores other processes have used between two samples."""
    elapsed = after.time - before.time
    used = after.busy - before.busy - (after.own - before.own)
    return max(0.0, used / elapsed) if elapsed > 0 else 0.0


def _affinity() -> frozenset[int]:
    if hasattr(os, "sched_getaffinity"):
        return frozenset(os.sched_getaffinity(0))
    return frozenset(range(os.cpu_count() or 1))


def _machine_seconds() -> float:
    cores = psutil.cpu_times(percpu=True)
    ours = [cores[number] for number in _affinity() if number < len(cores)]
    return sum(times.user + times.system + getattr(times, "nice", 0.0) for times in ours)


def _quota(cgroup: Path) -> float | None:
    try:
        limit, period = (cgroup / "cpu.max").read_text().split()
        return None if limit == "max" else int(limit) / int(period)
    except (OSError, ValueError):
        return None


def _container_seconds(cgroup: Path) -> float | None:
    try:
        lines = (cgroup / "cpu.stat").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("usage_usec")) / 1e6
    except (OSError, ValueError, StopIteration):
        return None
