"""Open files, sockets and pipes that a copy of a kernel has inherited: none may lead outside.

Two processes share the position in a file that was open before the fork, and what is written
to a descriptor goes where it went before, whatever is forbidden afterwards.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable

if sys.platform != "win32":
    import fcntl

_COPIED_BYTES = 16 << 20
_HARMLESS = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


class Inherited:
    """A descriptor and what it is.

    Parameters
    ----------
    number : int
        The descriptor's.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.link = "/proc/self/fd/" + str(number)
        self.path = os.readlink(self.link)
        self.status = os.fstat(number)
        self.flags = fcntl.fcntl(number, fcntl.F_GETFL)
        self.access = self.flags & os.O_ACCMODE
        self.is_named = _leads_to(self.path, self.status)

    @property
    def is_path_only(self) -> bool:
        """Whether it can neither be read nor written."""
        return bool(self.flags & os.O_PATH)


def _leads_to(path: str, status: os.stat_result) -> bool:
    try:
        return path.startswith("/") and os.path.samestat(os.stat(path), status)
    except OSError:
        return False


def inherited(keep: Iterable[int]) -> list[Inherited]:
    """Return all open descriptors but some.

    Parameters
    ----------
    keep : iterable of int
        Descriptors to leave alone.
    """
    kept = set(keep)
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            if int(name) not in kept:
                found.append(Inherited(int(name)))
        except OSError:
            continue  # that of the listing itself
    return found


def make_private(found: Iterable[Inherited], covered: Iterable[str]) -> None:
    """Put something harmless in the place of each descriptor.

    Parameters
    ----------
    found : iterable of Inherited
        As they were before folders were covered.
    covered : iterable of str
        Folders under an overlay, where a file may be opened again for writing.
    """
    folders = tuple(folder + "/" for folder in covered)
    for each in found:
        if stat.S_ISCHR(each.status.st_mode) and each.path in _HARMLESS:
            continue
        try:
            instead = _replacement(each, folders)
        except OSError:
            instead = _unusable(each)
        try:
            os.dup2(instead, each.number, inheritable=os.get_inheritable(each.number))
        finally:
            os.close(instead)


def _replacement(each: Inherited, covered: tuple[str, ...]) -> int:
    mode = each.status.st_mode
    if each.is_path_only:
        return _unusable(each)
    if stat.S_ISREG(mode):
        return _file(each, covered)
    if stat.S_ISDIR(mode) and each.is_named:
        return os.open(each.path, os.O_RDONLY | os.O_DIRECTORY)
    if stat.S_ISFIFO(mode):
        return _unusable(each)
    # The kernel's own sockets must take what is written to them in silence; one of the
    # user's is no socket any more, and says so.
    return os.open("/dev/null", os.O_RDWR)


def _file(each: Inherited, covered: tuple[str, ...]) -> int:
    # A name leads through the overlay; the descriptor would lead past it.
    source = each.path if covered and each.is_named else each.link
    is_small = each.status.st_size <= _COPIED_BYTES
    if each.access == os.O_RDONLY:
        found = os.open(source, os.O_RDONLY)
    elif is_small and each.is_named and each.path.startswith(covered or ("\0",)):
        found = os.open(each.path, each.access | each.flags & os.O_APPEND)
    elif is_small:
        found = _copy(each)
    else:
        # Writing to it fails: too much to copy for each trial.
        found = os.open(source, os.O_RDONLY)
    os.lseek(found, os.lseek(each.number, 0, os.SEEK_CUR), os.SEEK_SET)
    return found


def _copy(each: Inherited) -> int:
    found = os.memfd_create("copy")
    source = os.open(each.link, os.O_RDONLY)
    try:
        while os.sendfile(found, source, None, _COPIED_BYTES):
            pass
    finally:
        os.close(source)
    fcntl.fcntl(found, fcntl.F_SETFL, each.flags & os.O_APPEND)
    return found


def _unusable(each: Inherited) -> int:
    if each.access == os.O_RDONLY:
        return os.open("/dev/null", os.O_WRONLY)
    return _unwritable()


def _unwritable() -> int:
    found = os.memfd_create("nothing", getattr(os, "MFD_ALLOW_SEALING", 2))
    fcntl.fcntl(found, _F_ADD_SEALS, _F_SEAL_WRITE | _F_SEAL_GROW)
    return found


_F_ADD_SEALS, _F_SEAL_GROW, _F_SEAL_WRITE = 1033, 4, 8
