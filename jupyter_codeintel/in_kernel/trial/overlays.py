"""Folders under an overlay: what is written there goes to memory, and can be listed."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from jupyter_codeintel.in_kernel.trial import syscalls

_MS_BIND, _MS_REC = 0x1000, 0x4000
_MOST_LISTED = 200
_MOST_LOOKED_AT = 10_000


class Overlay:
    """One folder.

    Parameters
    ----------
    path : str
        Where it is.
    below : int
        A descriptor of the folder as it was.
    above : int
        Of the folder that takes what is written.
    """

    def __init__(self, path: str, below: int, above: int) -> None:
        self.path = path
        self.below = below
        self.above = above
        self.since = time.time_ns()


def overlay_targets() -> list[str]:
    """Return the folders to cover, those first that hold others.

    They are the working folder, the home folder, those for temporary files and shared memory,
    and whatever is mounted inside of these, which would be hidden otherwise.
    """
    wanted = [os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir(), "/tmp", "/dev/shm"]
    wanted = sorted({os.path.realpath(path) for path in wanted if os.path.isdir(path)} - {"/"})
    outermost = [path for path in wanted if not any(_is_in(path, other) for other in wanted)]
    mounted = [path for path in _mount_points() if any(_is_in(path, out) for out in outermost)]
    return sorted({path for path in [*outermost, *mounted] if os.path.isdir(path)})


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(folder + "/")


def _mount_points() -> list[str]:
    with open("/proc/self/mountinfo") as file:
        points = [line.split()[4] for line in file]
    return [point.encode().decode("unicode_escape") for point in points]


def mount_overlay(target: str, below: int) -> Overlay | None:
    """Cover a folder; the current one, of a file system in memory, takes what is written.

    Parameters
    ----------
    target : str
        The folder.
    below : int
        A descriptor of it, since another overlay may hide it already.

    Returns
    -------
    Overlay or None
        None when this folder cannot be covered: then it stays as it is, read-only.
    """
    upper, work = "upper" + str(below), "work" + str(below)
    os.mkdir(upper)
    os.mkdir(work)
    status = os.fstat(below)
    os.chmod(upper, stat.S_IMODE(status.st_mode))
    # A path may hold what options give a meaning to; this one does not.
    lower = "/proc/self/fd/" + str(below)
    options = f"lowerdir={lower},upperdir={upper},workdir={work},userxattr"
    try:
        syscalls.mount("overlay", target, "overlay", 0, options)
    except OSError:
        # One that lies in a covered folder would be hidden otherwise.
        syscalls.mount(lower, target, "", _MS_BIND | _MS_REC, "")
        return None
    return Overlay(target, below, os.open(upper, os.O_RDONLY | os.O_DIRECTORY))


def changed_paths(overlays: list[Overlay]) -> list[str]:
    """Return what was written, created or removed; at most so many."""
    paths: list[str] = []
    left = [_MOST_LOOKED_AT]
    for overlay in overlays:
        for path in _changed(overlay, "", left):
            if len(paths) >= _MOST_LISTED:
                return paths
            paths.append(path)
    return paths


def _changed(overlay: Overlay, folder: str, left: list[int]) -> Iterator[str]:
    try:
        descriptor = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=overlay.above)
    except OSError:
        return  # made unreadable by who wrote it
    try:
        names = sorted(os.listdir(descriptor))
    finally:
        os.close(descriptor)
    for name in names:
        left[0] -= 1
        if left[0] < 0:
            return
        inner = os.path.join(folder, name)
        above = _status(overlay.above, inner)
        below = _status(overlay.below, inner)
        if not _is_same(above, below, overlay.since):
            yield os.path.join(overlay.path, inner)
        if above is not None and stat.S_ISDIR(above.st_mode):
            yield from _changed(overlay, inner, left)


def _status(folder: int, path: str) -> Any:
    try:
        return os.stat(path, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return None


def _is_same(above: Any, below: Any, since: int) -> bool:
    # What is removed stands there as a device; what is only opened for writing, or holds
    # something that changed, as a copy.
    if above is None or below is None or above.st_mode != below.st_mode:
        return False
    if stat.S_ISDIR(above.st_mode):
        return True
    if (above.st_size, above.st_mtime_ns) == (below.st_size, below.st_mtime_ns):
        return True
    # Somebody else wrote to it after the copy was made.
    return bool(above.st_mtime_ns < since <= below.st_mtime_ns)
