"""Whether the names in a text exist: the filled cell is run where the cells above have run.

The judge knows nothing of how the package decides what to show: a text is wrong when the
filled cell ends in a NameError, AttributeError, KeyError or ImportError that comes out of a
statement that the text is part of, and the original cell does not end in the same one. The
cells below are run too, in case that they call what the text belongs to. There is no
verdict on a text none of whose lines is reached, or that does not end in time.
"""

from __future__ import annotations

import ast
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.notebook_fim.items import Item
from jupyter_codeintel.evaluation.notebook_fim.verdicts import Verdict, digest
from jupyter_codeintel.evaluation.surroundings import (
    environment,
    folder_copy,
    runnable,
)

CELL_SECONDS = 30.0
TRY_SECONDS = 10.0
_GRACE = 10.0


class CellAboveFailed(Exception):  # noqa: N818 - says what happened
    """A cell above the gap did not run, so that nothing can be said of texts in it."""


class Judge:
    """One notebook, run as far as the gap that is judged; open it with `judge_of`.

    Parameters
    ----------
    process : Popen
        Runs `cell_runner`.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._ran: list[str] = []
        self._failed = ""
        self._originals: dict[str, Mapping[str, Any]] = {}

    def fits(self, item: Item) -> bool:
        """Whether the item's notebook is the one that ran, or goes on from there."""
        return list(item.cells_before[: len(self._ran)]) == self._ran

    def advance(self, item: Item) -> None:
        """Run the cells above the gap that have not run yet.

        Raises
        ------
        CellAboveFailed
            One of them failed, took too long or ended the process.
        """
        for number, source in enumerate(item.cells_before[len(self._ran) :], len(self._ran)):
            reply = self._ask({"run": runnable(source), "seconds": CELL_SECONDS}, CELL_SECONDS)
            self._ran.append(source)
            error = "it took too long" if reply is None else reply["error"]
            if error:
                self._failed = self._failed or f"cell {number}: {error}"
        if self._failed:
            raise CellAboveFailed(self._failed)

    def verdict(self, item: Item, text: str) -> Verdict:
        """Judge a text; the cells above must have run."""
        exists, reason = self._judge(item, text)
        return Verdict(item.id, digest(text), exists, reason)

    def _judge(self, item: Item, text: str) -> tuple[bool | None, str]:
        tried = self._try(item, text)
        if "reached" not in tried:
            return None, "it did not end in time"
        failure = tried["failure"]
        if failure is None:
            return (True, "") if tried["reached"] else (None, "it was not reached")
        reason = f"{failure['type']}: {failure['message']}"
        if not failure["names"]:
            return True, reason
        if item.id not in self._originals:
            self._originals[item.id] = self._try(item, item.middle)
        original = self._originals[item.id]
        if original.get("failure") == failure:
            return None, "the original does the same"
        return False, reason

    def _try(self, item: Item, text: str) -> Mapping[str, Any]:
        source = runnable(item.filled(text))
        command = {
            "try": [source, *map(runnable, item.cells_after)],
            "lines": statement_lines(source, item.prefix.count("\n") + 1, text.count("\n")),
            "seconds": TRY_SECONDS,
        }
        return self._ask(command, TRY_SECONDS) or {}

    def _ask(self, command: Mapping[str, object], seconds: float) -> Mapping[str, Any] | None:
        """Return the reply; None when there is none, then the process is at its end."""
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
        except BrokenPipeError:
            return None
        line = self._read_line(time.monotonic() + seconds + _GRACE)
        if line is None:
            self._process.kill()
            return None
        reply: Mapping[str, Any] = json.loads(line)
        return reply

    def _read_line(self, deadline: float) -> bytes | None:
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        output = self._process.stdout.fileno()
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([output], [], [], max(0.0, deadline - time.monotonic()))
            piece = os.read(output, 1 << 16) if ready else b""
            if not piece:
                return None
            line += piece
        return line


@contextmanager
def judge_of(assets: Path, cwd: str) -> Iterator[Judge]:
    """Start the process for a notebook, in a copy of its folder.

    Raises
    ------
    NotebookError
        The folder is not there, or this system has no ``fork``.
    """
    if not hasattr(os, "fork"):
        message = "Filled cells cannot be judged on this system: it has no fork"
        raise NotebookError(message, code="no_fork", hint="Add --no-judge.")
    runner = "jupyter_codeintel.evaluation.notebook_fim.cell_runner"
    with folder_copy(assets, cwd) as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", runner],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=folder,
            env=environment(assets),
            start_new_session=True,
        )
        with process:
            try:
                yield Judge(process)
            finally:
                process.kill()


def statement_lines(source: str, first: int, more: int) -> Sequence[int]:
    """Return the first and last line of the statements that some lines are part of.

    Of a compound statement its header counts, not its body: an exception names the line
    where an expression begins, which may stand above the text.

    Parameters
    ----------
    source : str
        The cell.
    first, more : int
        The first line, counted from 1, and how many follow.
    """
    low, high = first, first + more
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        return low, high
    for node in nodes:
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, "body", None)
        end = body[0].lineno - 1 if body else node.end_lineno or node.lineno
        end = max(end, node.lineno)
        if node.lineno <= first + more and end >= first:
            low, high = min(low, node.lineno), max(high, end)
    return low, high
