"""Calls of the operating system that Python's standard library does not offer."""

from __future__ import annotations

import ctypes
import functools
import os
from typing import Any

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_CAPBSET_DROP = 1, 22, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
MOUNT_SETATTR = 442
"""These have one number on all processors."""

AT_FDCWD = -100


@functools.lru_cache(maxsize=None)  # noqa: UP033 - as old as the kernel may be
def libc() -> Any:
    """Return the C library; with functions of its own, so that declaring them disturbs nobody.

    Not all systems have one that can be used like this.
    """
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    library.mmap.restype = ctypes.c_void_p
    integer = ctypes.c_int
    address, size, offset = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_long
    library.mmap.argtypes = [address, size, integer, integer, integer, offset]
    return library


def checked(name: str, result: Any) -> int:
    """Return the result of a call that has just been made.

    Parameters
    ----------
    name : str
        What was called, for the error.
    result : int
        What it returned.

    Raises
    ------
    OSError
        When that is negative.
    """
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, name + ": " + os.strerror(code))
    return int(result)


def syscall(number: int, *arguments: Any) -> int:
    """Make a call by its number; integers are passed as long ones.

    Parameters
    ----------
    number : int
        The call's.
    *arguments : int, bytes buffer or None
        As the call wants them.

    Raises
    ------
    OSError
        When it fails.
    """
    passed = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return checked("syscall " + str(number), libc().syscall(ctypes.c_long(number), *passed))


def prctl(option: int, *arguments: Any) -> int:
    """Change this process or thread.

    Parameters
    ----------
    option : int
        What to change.
    *arguments : int or None
        Up to four.

    Raises
    ------
    OSError
        When it fails.
    """
    given = [*arguments, 0, 0, 0, 0][:4]
    passed = [ctypes.c_ulong(each) if isinstance(each, int) else each for each in given]
    return checked("prctl " + str(option), libc().prctl(ctypes.c_int(option), *passed))


def mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    """Mount a file system.

    Raises
    ------
    OSError
        When it fails.
    """
    texts = [os.fsencode(text) or None for text in (source, target, kind, options)]
    result = libc().mount(*texts[:3], ctypes.c_ulong(flags), texts[3])
    checked("mount " + target, result)


def unmount(target: str, flags: int) -> None:
    """Take a file system away from where it is mounted.

    Raises
    ------
    OSError
        When it fails.
    """
    checked("umount " + target, libc().umount2(os.fsencode(target), ctypes.c_int(flags)))


def set_mount_attributes(target: str, attributes: int, flags: int = 0) -> None:
    """Restrict a mount.

    Parameters
    ----------
    target : str
        Where it is.
    attributes : int
        To set.
    flags : int
        Whether those inside of it are meant, too.

    Raises
    ------
    OSError
        When it fails.
    """
    fields = (ctypes.c_uint64 * 4)(attributes, 0, 0, 0)
    path = ctypes.create_string_buffer(os.fsencode(target))
    syscall(MOUNT_SETATTR, AT_FDCWD, path, flags, fields, ctypes.sizeof(fields))
