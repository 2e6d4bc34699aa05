"""Which calls of the operating system a copy of a kernel is refused."""

from __future__ import annotations

import errno
import os

from jupyter_codeintel.in_kernel.trial.seccomp import Filter

_NETWORK = "socket connect bind listen accept accept4"
_PROCESSES = "fork vfork execve execveat"
_SIGNALS = "tkill pidfd_send_signal"
_OTHER_PROCESSES = (
    "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease pidfd_getfd kcmp "
    "move_pages migrate_pages setpriority ioprio_set"
)
_BETWEEN_PROCESSES = (
    "shmget shmat shmctl semget semop semctl semtimedop msgget msgsnd msgrcv msgctl "
    "mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify"
)
_ADMINISTRATION = (
    "mount umount2 pivot_root chroot unshare setns open_tree open_tree_attr move_mount fsopen "
    "fsconfig fsmount fspick mount_setattr quotactl quotactl_fd swapon swapoff acct "
    "name_to_handle_at open_by_handle_at fanotify_init "
    "init_module finit_module delete_module kexec_load kexec_file_load reboot vhangup syslog "
    "settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname iopl ioperm "
    "add_key request_key keyctl bpf perf_event_open userfaultfd personality "
    "io_uring_setup io_uring_enter io_uring_register"
)
# Memory that no limit counts.
_UNCOUNTED = "memfd_create"
# Landlock does not know these.
_ATTRIBUTES = (
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat "
    "setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat "
    "file_setattr truncate"
)

_AF_UNIX, _SOCK_STREAM, _SOCK_SEQPACKET, _SOCK_TYPE_MASK = 1, 1, 5, 0xF
_CLONE_THREAD = 0x00010000
_O_TRUNC = 0o1000

_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE, _F_NOTIFY = 8, 10, 15, 1024, 1026
_IOCTLS = (
    0x5412,  # TIOCSTI, types into a terminal
    0x540E,  # TIOCSCTTY
    0x541C,  # TIOCLINUX
    0x8901,  # FIOSETOWN
    0x8902,  # SIOCSPGRP
)
# By their second byte: those of file systems, which change flags or make snapshots by way of
# what is open for reading.
_IOCTL_KINDS = (0x6600, 0x7600, 0x5800, 0x9400)
_IOCTL_KIND_MASK = 0xFF00
_PR_SET_PDEATHSIG = 1
_ALL_BITS = 0xFFFFFFFF


def refuse_calls(*, attributes: bool) -> None:
    """Refuse for good what leads out of this process.

    Parameters
    ----------
    attributes : bool
        Whether to refuse also what changes files other than by opening them, where nothing
        else stands in front of them.

    Raises
    ------
    OSError
        When this system cannot do it.
    """
    rules = Filter()
    _refuse_processes(rules)
    _refuse_signals(rules)
    names = [_NETWORK, _OTHER_PROCESSES, _BETWEEN_PROCESSES, _ADMINISTRATION, _UNCOUNTED]
    for name in " ".join(names).split():
        rules.refuse(name)
    # A pair of datagram sockets could send to any address.
    rules.refuse_other_values("socketpair", 0, (_AF_UNIX,), _ALL_BITS)
    rules.refuse_other_values("socketpair", 1, (_SOCK_STREAM, _SOCK_SEQPACKET), _SOCK_TYPE_MASK)
    rules.refuse_values("ioctl", 1, _IOCTLS, _ALL_BITS)
    rules.refuse_values("ioctl", 1, _IOCTL_KINDS, _IOCTL_KIND_MASK)
    # It has to end with the kernel.
    rules.refuse_values("prctl", 0, (_PR_SET_PDEATHSIG,), _ALL_BITS)
    if attributes:
        _refuse_attributes(rules)
    rules.install()


def _refuse_processes(rules: Filter) -> None:
    for name in _PROCESSES.split():
        rules.refuse(name)
    # Its arguments cannot be seen; the C library falls back to ``clone``.
    rules.refuse("clone3", errno.ENOSYS)
    rules.refuse_other_values("clone", 0, (_CLONE_THREAD,), _CLONE_THREAD)


def _refuse_signals(rules: Filter) -> None:
    for name in _SIGNALS.split():
        rules.refuse(name)
    itself = (os.getpid(), 0)
    named = "kill tgkill rt_sigqueueinfo rt_tgsigqueueinfo prlimit64"
    scheduled = "sched_setaffinity sched_setscheduler sched_setparam sched_setattr"
    for name in (named + " " + scheduled).split():
        rules.refuse_other_values(name, 0, itself, _ALL_BITS)
    # Signals that the operating system would send to others for us.
    commands = (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE, _F_NOTIFY)
    rules.refuse_values("fcntl", 1, commands, _ALL_BITS)


def _refuse_attributes(rules: Filter) -> None:
    for name in _ATTRIBUTES.split():
        rules.refuse(name)
    rules.refuse("openat2", errno.ENOSYS)
    emptied_unwritten = _O_TRUNC | os.O_ACCMODE
    rules.refuse_values("open", 1, (_O_TRUNC,), emptied_unwritten)
    rules.refuse_values("openat", 2, (_O_TRUNC,), emptied_unwritten)
