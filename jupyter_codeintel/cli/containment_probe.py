"""Ask the operating system what can contain code that is tried out; run as a process of its own.

Prints JSON: ``{"landlock": ABI version or 0, "namespaces": bool}``. Entering namespaces cannot
be undone, and a process with threads may not, so this is never called in a process that goes on.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path

SYS_LANDLOCK_CREATE_RULESET = 444
LANDLOCK_CREATE_RULESET_VERSION = 1

CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWNET = 0x10000000, 0x00020000, 0x40000000
MS_REC, MS_PRIVATE = 0x4000, 1 << 18


def landlock_abi(libc: ctypes.CDLL) -> int:
    """Return the version of Landlock that the kernel offers; 0 for none."""
    version = libc.syscall(SYS_LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_CREATE_RULESET_VERSION)
    return max(int(version), 0)


def can_use_namespaces(libc: ctypes.CDLL) -> bool:
    """Enter namespaces of our own and change a mount there; say whether that was allowed.

    The mount is the test: some systems let a user in but grant no rights inside.
    """
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    except OSError:
        return False
    return bool(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None) == 0)


def main() -> int:
    """Print what was found."""
    found: dict[str, int | bool] = {"landlock": 0, "namespaces": False}
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        found = {"landlock": landlock_abi(libc), "namespaces": can_use_namespaces(libc)}
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
