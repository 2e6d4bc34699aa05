"""What a process does, as the operating system shows it."""

from __future__ import annotations

import os
import platform
import time

_FUTEX = {"x86_64": "202", "aarch64": "98"}.get(platform.machine())
_TIMEOUT = 4  # the place of a futex call's timeout in its line


class Pulse:
    """Notices that all threads of a process wait for each other.

    Parameters
    ----------
    pid : int
        The process.
    patience : float
        Seconds of this, after which it is given up.
    """

    def __init__(self, pid: int, patience: float) -> None:
        self._pid = pid
        self._patience = patience
        self._used = -1
        self._since = 0.0

    def has_stopped(self) -> bool:
        """Return whether nothing will ever happen; to be asked from time to time."""
        used = self._locked_after()
        now = time.perf_counter()
        if used is None or used != self._used:
            self._since = now
        self._used = -1 if used is None else used
        return now - self._since >= self._patience

    def _locked_after(self) -> int | None:
        """Return the processor time that was used, None unless all threads wait for locks."""
        folder = f"/proc/{self._pid}/task/"
        used = 0
        try:
            for thread in os.listdir(folder):
                if not _waits_for_lock(folder + thread):
                    return None
                fields = _text(folder + thread + "/stat").rpartition(")")[2].split()
                used += int(fields[11]) + int(fields[12])
        except OSError:  # it has ended
            return None
        return used


def _waits_for_lock(thread: str) -> bool:
    try:
        fields = _text(thread + "/syscall").split()
        return fields[0] == _FUTEX and int(fields[_TIMEOUT], 16) == 0
    except (PermissionError, FileNotFoundError):  # not all systems show that
        return "futex" in _text(thread + "/wchan")


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
