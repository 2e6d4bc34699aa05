"""``/proc`` without other processes, and without links that lead past the overlays.

``/proc/self/exe`` leads to the file of the interpreter as it was mounted before: through it a
person's own Python could be given other rights.
"""

from __future__ import annotations

import os

from jupyter_codeintel.in_kernel.trial import syscalls

_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC = 0x2, 0x4, 0x8, 0x1000, 0x4000
_MNT_DETACH = 2
_NO_LINKS = 0x200000

_OF_THE_MACHINE = (
    "self thread-self mounts net sys cmdline cpuinfo devices diskstats driver filesystems loadavg "
    "meminfo partitions stat swaps uptime version vmstat"
)


def cover_processes(scratch: str) -> None:
    """Show this process alone, and what ``/proc`` tells of the machine.

    Parameters
    ----------
    scratch : str
        An empty folder to mount on meanwhile.

    Raises
    ------
    OSError
        When this system cannot do it.
    """
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    syscalls.mount("tmpfs", scratch, "tmpfs", flags, "mode=755,size=1m")
    itself = os.readlink("/proc/self")
    for name in [itself, *_OF_THE_MACHINE.split()]:
        if os.path.lexists("/proc/" + name):
            _show("/proc/" + name, scratch + "/" + name)
    syscalls.set_mount_attributes(scratch + "/" + itself, _NO_LINKS)
    syscalls.mount(scratch, "/proc", "", _MS_BIND | _MS_REC, "")
    syscalls.unmount(scratch, _MNT_DETACH)


def _show(source: str, target: str) -> None:
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
        return
    if os.path.isdir(source):
        os.mkdir(target)
    else:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
    syscalls.mount(source, target, "", _MS_BIND | _MS_REC, "")
