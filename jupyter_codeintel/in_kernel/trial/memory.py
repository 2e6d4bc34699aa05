"""How much memory there is for copies of the kernel."""

from __future__ import annotations

_CGROUP = "/sys/fs/cgroup/"
_SPARE = 1.5
_LEAST = 128 << 20


def affordable(wanted: int) -> int:
    """Return how much a trial may use, 0 where memory is short.

    A child shares all memory with its parent until one of them writes to it. What it writes may
    not push the machine to where it has to choose a process to end.

    Parameters
    ----------
    wanted : int
        Bytes that it may use at most.
    """
    available = available_bytes()
    if available is None:
        return wanted
    allowed = min(wanted, int(available / _SPARE))
    return allowed if allowed >= min(wanted, _LEAST) else 0


def available_bytes() -> int | None:
    """Return the memory that is free for use, None where that is not known."""
    found = [one for one in (_of_machine(), _of_group()) if one is not None]
    return min(found) if found else None


def _of_machine() -> int | None:
    for line in _text("/proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _of_group() -> int | None:
    # In a container the group's limit stands here; elsewhere there is no such file.
    most, used = _text(_CGROUP + "memory.max").strip(), _text(_CGROUP + "memory.current").strip()
    return int(most) - int(used) if most.isdigit() and used.isdigit() else None


def _text(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except OSError:
        return ""
