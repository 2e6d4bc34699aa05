"""Code that runs in a contained copy of a process; a process of its own stands for the kernel."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import select
import signal
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jupyter_codeintel.in_kernel.trial import containment

LIMITS = {"cpu_s": 10, "memory_bytes": 512 << 20, "file_bytes": 8 << 20}
SECONDS = 30.0
_PR_SET_DUMPABLE = 4


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Parameters
    ----------
    value : object
        What the code returned.
    error : str
        The class of the exception that ended it.
    code : int, optional
        Its ``errno``.
    denied : bool
        Whether the exception was the sandbox's doing.
    written : list of str
        As `containment.written` tells.
    status : int, optional
        How its process ended, as `os.waitpid` tells; None when it was ended from outside.
    """

    value: Any = None
    error: str = ""
    code: int | None = None
    denied: bool = False
    written: list[str] = field(default_factory=list)
    status: int | None = None


@dataclass(frozen=True)
class Place:
    """Who runs the code, how it is contained and where.

    Parameters
    ----------
    tier : str
        Of `containment.TIERS`.
    user : int
        Whose process it is.
    cwd, home, elsewhere : Path
        The working folder, the home folder, and one that is neither; with a file each.
    """

    tier: str
    user: int
    cwd: Path
    home: Path
    elsewhere: Path

    def run(self, code: Callable[..., Any], setup: Callable[[], Any] | None = None) -> Outcome:
        """Run code in a contained copy.

        Parameters
        ----------
        code : callable
            Takes what the setup returned, if there is one.
        setup : callable, optional
            Runs before, in the process that is copied.
        """
        outcome: Outcome = in_child(lambda: self._as_kernel(code, setup)).value
        return outcome

    def tier_found(self) -> str | None:
        """Return the tier that this user gets here."""

        def find() -> str | None:
            self._as_user()
            return containment.available()

        found: str | None = in_child(find).value
        return found

    def _as_user(self) -> None:
        if self.user != os.getuid():
            os.setgroups([])
            os.setgid(self.user)
            os.setuid(self.user)
            # A change of user hides a process's own files from it; a kernel has made none.
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
        os.environ["HOME"] = str(self.home)
        os.chdir(self.cwd)

    def _as_kernel(self, code: Callable[..., Any], setup: Callable[[], Any] | None) -> Outcome:
        self._as_user()
        arguments = () if setup is None else (setup(),)
        prepared = containment.prepare(self.tier)
        try:
            return in_child(lambda *keep: _contained(prepared, code, arguments, keep), keep=True)
        finally:
            prepared.close()
            assert not Path(prepared.scratch).exists()


def _contained(
    prepared: containment.Prepared, code: Callable[..., Any], arguments: Any, keep: Any
) -> tuple[Any, list[str]]:
    containment.enter(prepared, LIMITS, keep)
    value = code(*arguments)
    return value, containment.written(prepared)


def in_child(code: Callable[..., Any], *, keep: bool = False) -> Outcome:
    """Run code in a fork of this process.

    Parameters
    ----------
    code : callable
        What to run.
    keep : bool
        Whether it is to be contained: then it takes the descriptor that must be kept, and its
        exceptions are outcomes, too.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _tell(writing, _caught(code, (writing,) if keep else None))
        finally:
            os._exit(0)
    os.close(writing)
    text = _read(reading)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL if text is None else 0)
    status = os.waitpid(child, 0)[1]
    if not text:
        return Outcome(status=None if text is None else status)
    outcome: Outcome = pickle.loads(text)  # noqa: S301 - our own
    if not keep and outcome.error:
        raise AssertionError(f"{outcome.error}: {outcome.value}")
    return replace(outcome, status=status)


def _caught(code: Callable[..., Any], keep: tuple[int, ...] | None) -> Outcome:
    try:
        if keep is None:
            return Outcome(code())
        value, written = code(*keep)
        return Outcome(value, written=written)
    except BaseException as error:
        denied = containment.is_denial(error)
        code_of = error.errno if isinstance(error, OSError) else None
        return Outcome(str(error), type(error).__name__, code_of, denied)


def _tell(writing: int, outcome: Outcome) -> None:
    with open(writing, "wb") as file:
        pickle.dump(outcome, file)


def _read(reading: int) -> bytes | None:
    text = b""
    with open(reading, "rb", buffering=0) as file:
        while select.select([file], [], [], SECONDS)[0]:
            part = file.read(1 << 16)
            if not part:
                return text
            text += part
    return None
