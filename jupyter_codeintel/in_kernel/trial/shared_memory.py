"""Memory shared with other processes, which a copy of a kernel must have for itself alone."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator

from jupyter_codeintel.in_kernel.trial import syscalls

_PROT_READ, _PROT_WRITE, _PROT_EXEC = 1, 2, 4
_MAP_PRIVATE, _MAP_FIXED, _MAP_ANONYMOUS = 0x02, 0x10, 0x20
_FAILED = 2**64 - 1
_COPIED_BYTES = 512 << 20


class SharedMap:
    """A range of addresses.

    Parameters
    ----------
    line : str
        Of ``/proc/self/maps``.
    """

    def __init__(self, line: str) -> None:
        fields = line.split(None, 5)
        self.start, self.end = (int(text, 16) for text in fields[0].split("-"))
        self.rights = fields[1]
        self.offset = int(fields[2], 16)
        self.device, self.inode = fields[3], int(fields[4])
        self.path = fields[5].rstrip("\n") if len(fields) > 5 else ""

    @property
    def size(self) -> int:
        """In bytes."""
        return self.end - self.start

    @property
    def protection(self) -> int:
        """As ``mmap`` wants it."""
        bits = zip(self.rights, (_PROT_READ, _PROT_WRITE, _PROT_EXEC))
        return sum(bit for letter, bit in bits if letter != "-")

    @property
    def is_of_device(self) -> bool:
        """Whether what is written there goes to something else than memory or a file."""
        memory = ("/dev/shm/", "/dev/zero")
        return self.path.startswith(("/dev/", "anon_inode:")) and not self.path.startswith(memory)


def unshare_memory() -> None:
    """Replace each shared map by a private one with the same content, in its place.

    Raises
    ------
    OSError
        When one cannot be replaced.
    """
    for each in list(_shared_maps()):
        if each.is_of_device:
            raise OSError("memory of a device is mapped: " + each.path)
        descriptor = _reopened(each)
        if descriptor is None:
            _copy(each)
        else:
            try:
                _map(each, descriptor, _MAP_PRIVATE)
            finally:
                os.close(descriptor)


def _shared_maps() -> Iterator[SharedMap]:
    with open("/proc/self/maps") as file:
        for line in file:
            if line.split(None, 2)[1][3] == "s":
                yield SharedMap(line)


def _reopened(each: SharedMap) -> int | None:
    if not each.path.startswith("/") or each.path.endswith(" (deleted)"):
        return None
    try:
        descriptor = os.open(each.path, os.O_RDONLY)
    except OSError:
        return None
    if os.fstat(descriptor).st_ino == each.inode:
        return descriptor
    os.close(descriptor)
    return None


def _copy(each: SharedMap) -> None:
    if each.size > _COPIED_BYTES:
        raise OSError("too much shared memory to copy: " + each.path)
    readable = each.protection & _PROT_READ
    content = ctypes.string_at(each.start, each.size) if readable else b""
    _map(each, -1, _MAP_PRIVATE | _MAP_ANONYMOUS)
    if content:
        _fill(each, content)


def _fill(each: SharedMap, content: bytes) -> None:
    writable = ctypes.c_int(each.protection | _PROT_WRITE)
    place, size = ctypes.c_void_p(each.start), ctypes.c_size_t(each.size)
    syscalls.checked("mprotect", syscalls.libc().mprotect(place, size, writable))
    ctypes.memmove(each.start, content, each.size)
    before = ctypes.c_int(each.protection)
    syscalls.checked("mprotect", syscalls.libc().mprotect(place, size, before))


def _map(each: SharedMap, descriptor: int, flags: int) -> None:
    offset = 0 if descriptor < 0 else each.offset
    flags |= _MAP_FIXED
    place = syscalls.libc().mmap(each.start, each.size, each.protection, flags, descriptor, offset)
    syscalls.checked("mmap " + each.path, -1 if place in (None, _FAILED) else 0)
