"""The process in which a notebook's cells run, and filled cells are tried on a copy of it.

It reads commands as lines of JSON from its standard input and answers each with a line:

- ``{"run": source, "seconds": s}``: run a cell in the notebook's namespace. The answer is
  ``{"error": null}`` or the exception in words.
- ``{"try": [cell, *cells below], "lines": [first, last], "seconds": s}``: run these in a
  forked process, so that nothing stays of it. The answer tells whether any of the first
  cell's lines from ``first`` to ``last`` was reached, and the exception that came out of
  them: ``{"reached", "failure": {"type", "message", "names"} | null}``, where ``names``
  says that a name, attribute, key or module was not there; ``{}`` when time ran out.

The processes are limited in time and memory. That is no sandbox: the code can do whatever
its user may.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from types import CodeType, FrameType, ModuleType
from typing import Any

MEMORY = 4 << 30
NOT_THERE = (NameError, AttributeError, KeyError, ImportError)
_TRIED = "<tried cell>"

Trace = Callable[[FrameType, str, object], Any]


class TimeIsUp(BaseException):
    """A cell took longer than it may; no cell should catch this."""


class Notebook:
    """A namespace in which cells run one after the other."""

    def __init__(self) -> None:
        module = ModuleType("__main__")
        self._names = module.__dict__
        self._names.update(display=_display, __builtins__=__builtins__)
        sys.modules["__main__"] = module  # where pickle and dataclasses look

    def run(self, source: str, seconds: float) -> dict[str, Any]:
        """Run a cell; what it changed before it failed stays."""
        signal.signal(signal.SIGALRM, _give_up)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            exec(compile(source, "<cell>", "exec"), self._names)  # noqa: S102 - its purpose
        except BaseException as error:  # whatever a cell raises
            return {"error": _in_words(error)}
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            _close_figures()
        return {"error": None}

    def try_out(
        self, sources: Sequence[str], lines: tuple[int, int], seconds: float
    ) -> dict[str, Any]:
        """Run cells in a fork."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _limit(seconds)
            with contextlib.suppress(BaseException):
                os.write(writing, json.dumps(self._try_here(sources, lines)).encode())
            os._exit(0)
        os.close(writing)
        os.waitpid(child, 0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)  # what it has started itself
        with os.fdopen(reading, "rb") as pipe:
            written = pipe.read()
        return dict(json.loads(written)) if written else {}

    def _try_here(self, sources: Sequence[str], lines: tuple[int, int]) -> dict[str, Any]:
        watch = LineWatch(lines)
        failure = None
        for number, source in enumerate(sources):
            try:
                code = compile(source, "<cell>" if number else _TRIED, "exec")
                with watch:
                    exec(code, self._names)  # noqa: S102 - its purpose
            except BaseException as error:  # whatever a cell raises
                failure = _failure(error, lines)
                if failure or not number:
                    break
        return {"reached": watch.reached, "failure": failure}


class LineWatch:
    """Notes whether one of some lines of the tried cell is executed.

    Parameters
    ----------
    lines : tuple of int
        The first and the last.
    """

    def __init__(self, lines: tuple[int, int]) -> None:
        self._first, self._last = lines
        self.reached = False

    def __enter__(self) -> None:
        if not self.reached:
            sys.settrace(self._enter)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _enter(self, frame: FrameType, event: str, argument: object) -> Trace | None:
        code: CodeType = frame.f_code
        return self._step if code.co_filename == _TRIED else None

    def _step(self, frame: FrameType, event: str, argument: object) -> Trace | None:
        if event == "line" and self._first <= frame.f_lineno <= self._last:
            self.reached = True
            sys.settrace(None)
            return None
        return self._step


def _failure(error: BaseException, lines: tuple[int, int]) -> dict[str, Any] | None:
    """Return the exception in words if it came through one of the lines."""
    steps = traceback.extract_tb(error.__traceback__)
    first, last = lines
    if not any(s.filename == _TRIED and first <= (s.lineno or 0) <= last for s in steps):
        return None
    return {
        "type": type(error).__name__,
        "message": str(error)[:200],
        "names": isinstance(error, NOT_THERE),
    }


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}".removesuffix(": ")


def _give_up(number: int, frame: FrameType | None) -> None:
    raise TimeIsUp


def _limit(seconds: float) -> None:
    import resource  # noqa: PLC0415 - where there is os.fork, there is this

    os.setsid()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _close_figures() -> None:
    """Close the figures as a notebook's inline backend does after each cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        with contextlib.suppress(Exception):
            pyplot.close("all")


def _display(*_: object, **__: object) -> None:
    """Take what a notebook would show."""


def main() -> None:
    """Serve until the input ends."""
    with os.fdopen(os.dup(0), "rb") as commands, os.fdopen(os.dup(1), "wb") as replies:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        notebook = Notebook()
        for line in commands:
            replies.write(json.dumps(_serve(notebook, json.loads(line))).encode() + b"\n")
            replies.flush()


def _serve(notebook: Notebook, command: Mapping[str, Any]) -> dict[str, Any]:
    if "run" in command:
        return notebook.run(command["run"], command["seconds"])
    first, last = command["lines"]
    return notebook.try_out(command["try"], (first, last), command["seconds"])


if __name__ == "__main__":
    main()
