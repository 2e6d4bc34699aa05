"""Namespaces of one's own: no network, a file system that nobody else sees changing."""

from __future__ import annotations

import os

from jupyter_codeintel.in_kernel.trial import syscalls
from jupyter_codeintel.in_kernel.trial.overlays import Overlay, mount_overlay, overlay_targets

_CLONE_NEWNS, _CLONE_NEWIPC = 0x00020000, 0x08000000
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_MS_REC, _MS_PRIVATE = 0x4000, 1 << 18
_MS_NOSUID, _MS_NODEV = 2, 4
_AT_RECURSIVE = 0x8000
_MOUNT_ATTR_RDONLY = 1
_MOST_FILES = 100_000


def enter_namespaces() -> None:
    """Leave the namespaces of users, mounts, network and messages for new ones.

    Raises
    ------
    OSError
        When this system does not let this user.
    """
    user, group = os.getuid(), os.getgid()
    flags = _CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWIPC | _CLONE_NEWNET
    syscalls.checked("unshare", syscalls.libc().unshare(flags))
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")


def cover_files(scratch: str, most_bytes: int) -> list[Overlay]:
    """Let what is written from now on go to memory, and only below the usual folders.

    Parameters
    ----------
    scratch : str
        An empty folder to mount on.
    most_bytes : int
        Of all that is written.

    Returns
    -------
    list of Overlay
        One for each folder that can be written to.

    Raises
    ------
    OSError
        When this system does not let this user.
    """
    folder = os.getcwd()
    syscalls.mount("none", "/", "", _MS_REC | _MS_PRIVATE, "")
    targets = overlay_targets()
    below = [os.open(target, os.O_PATH | os.O_DIRECTORY) for target in targets]
    syscalls.set_mount_attributes("/", _MOUNT_ATTR_RDONLY, _AT_RECURSIVE)
    options = f"mode=700,size={most_bytes},nr_inodes={_MOST_FILES}"
    syscalls.mount("tmpfs", scratch, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    os.chdir(scratch)
    overlays = [mount_overlay(*each) for each in zip(targets, below)]
    # By its path: the folder that it was before lies under an overlay now.
    os.chdir(folder)
    covered = [overlay for overlay in overlays if overlay is not None]
    if not covered:
        raise OSError("no folder can be covered")
    return covered


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
