"""How much a copy of a kernel may use, and the rights of root that it gives up."""

from __future__ import annotations

import ctypes
import math
import os
import platform
import struct
import sys
from collections.abc import Mapping
from typing import Any

from jupyter_codeintel.in_kernel.trial import syscalls

if sys.platform != "win32":
    import resource

_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION = 0x20080522
_FIRST_TO_GO = "1000"


def limit_use(limits: Mapping[str, Any]) -> None:
    """Limit memory, processor time and the size of files.

    Parameters
    ----------
    limits : mapping
        ``memory_bytes`` beyond what is mapped now, ``cpu_s``, ``file_bytes``.
    """
    with open("/proc/self/statm") as file:
        mapped = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    seconds = math.ceil(limits["cpu_s"])
    _limit(resource.RLIMIT_AS, mapped + int(limits["memory_bytes"]))
    _limit(resource.RLIMIT_FSIZE, int(limits["file_bytes"]))
    _limit(resource.RLIMIT_CPU, seconds, seconds + 1)
    # Not 0: a program that collects such dumps gets them even then.
    _limit(resource.RLIMIT_CORE, 1)


def _limit(kind: int, most: int, hard: int = 0) -> None:
    allowed = resource.getrlimit(kind)[1]
    values = [most, hard or most]
    if allowed != resource.RLIM_INFINITY:
        values = [min(value, allowed) for value in values]
    resource.setrlimit(kind, (values[0], values[1]))


def be_the_first_to_go() -> None:
    """Let the operating system end this process before others when memory runs out."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write(_FIRST_TO_GO)
    except OSError:
        pass  # a wish, not a wall


def drop_rights() -> None:
    """Give up the rights of root, but for reading what root reads.

    Raises
    ------
    OSError
        When that fails.
    """
    kept = 0
    if os.geteuid() == 0:
        kept = 1 << _CAP_DAC_OVERRIDE | 1 << _CAP_DAC_READ_SEARCH
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(syscalls.PR_CAP_AMBIENT, syscalls.PR_CAP_AMBIENT_CLEAR_ALL)
    header = ctypes.create_string_buffer(struct.pack("Ii", _CAPABILITY_VERSION, 0), 8)
    held = _held_rights() & kept
    text = struct.pack("6I", held, held, 0, 0, 0, 0)
    syscalls.syscall(_CAPSET[platform.machine()], header, ctypes.create_string_buffer(text, 24))


def _held_rights() -> int:
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith("CapPrm:"))
    return int(line.split()[1], 16)
