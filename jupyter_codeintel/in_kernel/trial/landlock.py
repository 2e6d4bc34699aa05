"""Landlock: files can be changed below some folders only, for good; reading stays free."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

from jupyter_codeintel.in_kernel.trial import syscalls

_WRITE_FILE, _REFER, _TRUNCATE, _IOCTL_DEV = 1 << 1, 1 << 13, 1 << 14, 1 << 15
_REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
_TCP = 0b11  # bind, connect
_SCOPES = 0b11  # abstract Unix sockets, signals
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_TRUNCATE_SINCE, _REFER_SINCE, _TCP_SINCE, _IOCTL_SINCE, _SCOPES_SINCE = 3, 2, 4, 5, 6


def landlock_version() -> int:
    """Return the version that the operating system offers; 0 for none."""
    try:
        return syscalls.syscall(syscalls.LANDLOCK_CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def restrict_writes(folders: Iterable[str], devices: Iterable[str]) -> None:
    """Forbid to change files anywhere else, to reach TCP ports, and to signal other processes.

    Parameters
    ----------
    folders : iterable of str
        Below which all is allowed.
    devices : iterable of str
        Files that may be written to; those that do not exist are left out.

    Raises
    ------
    OSError
        When this system cannot do it.
    """
    version = landlock_version()
    if version < 1:
        raise OSError("this system has no Landlock")
    on_files = _WRITE_FILE | _if(version >= _TRUNCATE_SINCE, _TRUNCATE)
    on_files |= _if(version >= _IOCTL_SINCE, _IOCTL_DEV)
    on_folders = on_files | _REMOVE_AND_MAKE | _if(version >= _REFER_SINCE, _REFER)
    ruleset = _ruleset(version, on_folders)
    try:
        for folder in folders:
            _allow(ruleset, folder, on_folders)
        for device in filter(os.path.exists, devices):
            _allow(ruleset, device, on_files)
        syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
        syscalls.syscall(syscalls.LANDLOCK_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _if(known: bool, right: int) -> int:
    return right if known else 0


def _ruleset(version: int, rights: int) -> int:
    fields = [rights]
    if version >= _TCP_SINCE:
        fields.append(_TCP)
    if version >= _SCOPES_SINCE:
        fields.append(_SCOPES)
    text = struct.pack("=" + "Q" * len(fields), *fields)
    attributes = ctypes.create_string_buffer(text, len(text))
    return syscalls.syscall(syscalls.LANDLOCK_CREATE_RULESET, attributes, len(text), 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        text = struct.pack("=Qi", rights, place)
        rule = ctypes.create_string_buffer(text, len(text))
        syscalls.syscall(syscalls.LANDLOCK_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(place)
