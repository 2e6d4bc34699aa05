"""Where a child hangs or crashed: Python's own report of what its threads do."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping

from jupyter_codeintel.in_kernel.trial.cells import blank_lines_before

_MOST_READ = 1 << 16
_LONGEST_LINE = 200
_POLL = 0.02
_POLLS = 25
_FRAME = re.compile(r'^  File "(.*)", line (\d+) in ', re.MULTILINE)


def written_soon(file: int) -> str:
    """Return what a child writes into a file when it is asked for its stack.

    Parameters
    ----------
    file : int
        The descriptor of a file that both have.
    """
    before = -1
    for _ in range(_POLLS):
        size = os.fstat(file).st_size
        if size and size == before:
            break
        before = size
        time.sleep(_POLL)
    return written(file)


def written(file: int) -> str:
    """Return what a child has written into a file."""
    return os.pread(file, _MOST_READ, 0).decode("utf-8", "replace")


def line_in_cell(report: str, sources: Mapping[str, str]) -> str:
    """Return the innermost line of a cell that runs, "" where none is known.

    Parameters
    ----------
    report : str
        As `faulthandler` writes it: for each thread, the innermost level first.
    sources : mapping of str to str
        The texts of the cells, by the names that they were compiled under.
    """
    for name, number in _FRAME.findall(report):
        source = sources.get(name, "")
        lines = source.split("\n")
        line = int(number) + blank_lines_before(source)
        if name in sources and line <= len(lines):
            return f"line {line}: {lines[line - 1].strip()[:_LONGEST_LINE]}"
    return ""
