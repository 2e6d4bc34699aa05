"""Shuts a forked copy of a kernel in, so that nothing it does reaches anything else.

There are two tiers. In ``"fork"`` files can be written, to memory: namespaces of users, mounts
and network, with overlays on the usual folders and all else read-only. In ``"fork_read_only"``
no file can be written but in a scratch folder. Both rest on Landlock, seccomp and limits; on
a system without them nothing is tried at all.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

from jupyter_codeintel.in_kernel.trial import syscalls
from jupyter_codeintel.in_kernel.trial.denials import denied
from jupyter_codeintel.in_kernel.trial.descriptors import inherited, make_private
from jupyter_codeintel.in_kernel.trial.environment import remove_secrets
from jupyter_codeintel.in_kernel.trial.forking import fork
from jupyter_codeintel.in_kernel.trial.landlock import restrict_writes
from jupyter_codeintel.in_kernel.trial.limits import be_the_first_to_go, drop_rights, limit_use
from jupyter_codeintel.in_kernel.trial.namespaces import cover_files, enter_namespaces
from jupyter_codeintel.in_kernel.trial.overlays import Overlay, changed_paths
from jupyter_codeintel.in_kernel.trial.process_files import cover_processes
from jupyter_codeintel.in_kernel.trial.python_doors import adapt_python
from jupyter_codeintel.in_kernel.trial.refusals import refuse_calls
from jupyter_codeintel.in_kernel.trial.seccomp import machine_is_known
from jupyter_codeintel.in_kernel.trial.shared_memory import unshare_memory

PREFIX = "codeintel-trial-"
"""Of scratch folders; after it comes the process that has to remove them."""

TIERS = ("fork", "fork_read_only")
"""The best first."""

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
PROBE = {"cpu_s": 10, "memory_bytes": 1 << 30, "file_bytes": 1 << 20}
"""Limits for what only looks whether the walls stand."""

_HOLDS = "holds"
_MOST_TOLD = 1000
_PROBE_SECONDS = 10.0

_removed: frozenset[str] = frozenset()


class CannotContain(Exception):  # noqa: N818 - reads better where it is caught
    """A mechanism failed; the copy must not go on."""


class Prepared:
    """What one contained copy needs from outside.

    Parameters
    ----------
    tier : str
        Of `TIERS`.
    """

    def __init__(self, tier: str) -> None:
        self.tier = tier
        self.scratch = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
        self.overlays: list[Overlay] = []

    def close(self) -> None:
        """Remove all that is left in the file system; may be called again."""
        for folder, _, _ in os.walk(self.scratch):
            with contextlib.suppress(OSError):
                os.chmod(folder, 0o700)
        shutil.rmtree(self.scratch, ignore_errors=True)


def available() -> str | None:
    """Return the best tier that this system offers to this process; None for none."""
    return next((tier for tier in TIERS if not refusal(tier)), None)


def refusal(tier: str) -> str:
    """Return why this system does not offer a tier to this process; empty when it does.

    It is tried out, in a fork that ends at once.

    Parameters
    ----------
    tier : str
        Of `TIERS`.
    """
    if sys.platform != "linux" or not machine_is_known():
        return "this is not Linux on a processor that is known"
    prepared = prepare(tier)
    reading, writing = os.pipe()
    try:
        pid = fork()
        if pid == 0:
            _probe(prepared, writing)
        os.close(writing)
        # A lock that another thread held during the fork is held for ever in the child.
        has_told = select.select([reading], [], [], _PROBE_SECONDS)[0]
        told = os.read(reading, _MOST_TOLD).decode() if has_told else "it does not end"
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        return "" if told == _HOLDS else told or "the process ended"
    finally:
        os.close(reading)
        prepared.close()


def _probe(prepared: Prepared, writing: int) -> None:
    told = "looking whether it holds failed"
    try:
        enter(prepared, PROBE, keep=(writing,))
        told = _HOLDS
    except CannotContain as error:
        told = str(error) or "unknown"
    finally:
        os.write(writing, told.encode()[:_MOST_TOLD])
        os._exit(0)


def prepare(tier: str) -> Prepared:
    """Make ready, in the process that will fork.

    Parameters
    ----------
    tier : str
        Of `TIERS`.

    Returns
    -------
    Prepared
        To be closed when the copy has ended.
    """
    return Prepared(tier)


def enter(prepared: Prepared, limits: Mapping[str, Any], keep: Iterable[int] = ()) -> None:
    """Shut this process in for good; it has just been forked and has one thread.

    Parameters
    ----------
    prepared : Prepared
        From before the fork.
    limits : mapping
        ``cpu_s``, ``memory_bytes`` beyond what is mapped now, ``file_bytes``.
    keep : iterable of int
        Descriptors that go on leading where they lead: pipes to who asked.

    Raises
    ------
    CannotContain
        When a mechanism fails.
    """
    try:
        _enter(prepared, limits, set(keep))
    except Exception as error:
        raise CannotContain(str(error)) from error


def _enter(prepared: Prepared, limits: Mapping[str, Any], keep: set[int]) -> None:
    global _removed  # noqa: PLW0603 - there is one environment
    parent = os.getppid()
    os.setsid()
    _removed = remove_secrets()
    unshare_memory()
    be_the_first_to_go()
    found = inherited(keep)
    if prepared.tier == "fork":
        enter_namespaces()
        prepared.overlays = cover_files(prepared.scratch, int(limits["file_bytes"]))
    else:
        _use_scratch(prepared.scratch)
    covered = [overlay.path for overlay in prepared.overlays]
    make_private(found, covered)
    if covered:
        cover_processes(prepared.scratch)
    adapt_python()
    limit_use(limits)
    restrict_writes(covered or [prepared.scratch], _DEVICES)
    drop_rights()
    # After the rights: a change of them forgets it.
    _end_with(parent)
    refuse_calls(attributes=not covered)


def _use_scratch(scratch: str) -> None:
    tempfile.tempdir = scratch
    os.environ["TMPDIR"] = scratch


def _end_with(parent: int) -> None:
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def written(prepared: Prepared) -> list[str]:
    """Return paths that were written, created or removed; in the copy, at its end.

    Parameters
    ----------
    prepared : Prepared
        Of this copy; where no file can be written the list is empty.
    """
    return changed_paths(prepared.overlays)


def is_denial(exception: BaseException) -> bool:
    """Say whether an exception, or one that it comes from, is the sandbox's doing.

    Parameters
    ----------
    exception : BaseException
        What ended the code.
    """
    return denied(exception, _removed)
