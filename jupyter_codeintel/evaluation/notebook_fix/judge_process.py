"""The process that judges notebooks: each runs in a copy of it, from the top, then its check.

It reads commands as lines of JSON from its standard input, ``{"cells": [...], "check":
source, "cwd": folder, "seconds": s}``, and answers each with a line: ``{"status", "cell",
"name", "value"}``, where ``status`` is ``"passed"``; ``"failed"``, by the check; ``"raised"``
by a cell; ``"timeout"``; or ``"died"``.

The copies are limited in time and memory. That is no sandbox: the code can do whatever its
user may.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MEMORY = 4 << 30
_OFTEN_USED = ("numpy", "pandas", "matplotlib.pyplot", "scipy.stats", "sklearn")
"""Imported once, where they are installed, rather than by each copy."""

Reply = Mapping[str, Any]


class QuietShell(InteractiveShell):
    """IPython without tracebacks, which take longer than all the rest."""

    def showtraceback(self, *_: object, **__: object) -> None:
        """Show nothing."""

    def showsyntaxerror(self, *_: object, **__: object) -> None:
        """Show nothing."""


def judge(cells: Sequence[str], check: str) -> Reply:
    """Run a notebook and its check, here."""
    shell = _shell()
    for number, source in enumerate(cells):
        result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            return _reply("raised", error, number)
    try:
        exec(check, shell.user_ns)  # noqa: S102 - its purpose
    except BaseException as error:  # whatever a check raises
        return _reply("failed", error)
    return _reply("passed")


def _shell() -> InteractiveShell:
    random.seed(0)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(0)
    config = Config()
    config.HistoryManager.enabled = False
    return QuietShell.instance(config=config)


def _reply(status: str, error: BaseException | None = None, cell: int | None = None) -> Reply:
    name = "" if error is None else type(error).__name__
    return {"status": status, "cell": cell, "name": name, "value": str(error or "")[:500]}


def _in_copy(command: Mapping[str, Any]) -> Reply:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with contextlib.suppress(BaseException):
            _limit()
            os.chdir(command["cwd"])
            reply = judge(command["cells"], command["check"])
            os.write(writing, json.dumps(reply).encode())
        os._exit(0)
    os.close(writing)
    written = _read(reading, time.monotonic() + command["seconds"])
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if written is None:
        return _reply("timeout")
    return json.loads(written) if written else _reply("died")


def _read(pipe: int, end: float) -> bytes | None:
    """Return what is written until the pipe is closed; None if that takes too long."""
    written = b""
    with os.fdopen(pipe, "rb", buffering=0) as file:
        while select.select([file], [], [], max(0.0, end - time.monotonic()))[0]:
            piece = file.read(1 << 16)
            if not piece:
                return written
            written += piece
    return written or None


def _limit() -> None:
    import resource  # noqa: PLC0415 - where there is os.fork, there is this

    os.setsid()
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Serve until the input ends."""
    with os.fdopen(os.dup(0), "rb") as commands, os.fdopen(os.dup(1), "wb") as replies:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        for name in _OFTEN_USED:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        for line in commands:
            replies.write(json.dumps(_in_copy(json.loads(line))).encode() + b"\n")
            replies.flush()


if __name__ == "__main__":
    main()
