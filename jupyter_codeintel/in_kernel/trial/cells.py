"""Which code is a cell's, and where in the cell it stands."""

from __future__ import annotations

import linecache
from typing import Any

_LONGEST_SOURCE = 200
# What ``%%time`` and its like compile the rest of their cell as.
_REST_OF_CELL = ("<timed exec>", "<timed eval>", "<magic-timeit>")


class Cells:
    """Knows which code is a cell's.

    Parameters
    ----------
    shell : InteractiveShell
        IPython's, in the child.
    """

    def __init__(self, shell: Any) -> None:
        self._counts = dict(getattr(shell.compile, "_filename_map", {}))
        self._inputs = list(shell.history_manager.input_hist_raw)
        self._sources: dict[str, tuple[str, str]] = {}
        self._running = ("", "")

    def start(self, cell: str, source: str) -> None:
        """Say which cell runs from now on."""
        self._running = (cell, source)

    def compiled(self, file: str) -> None:
        """Say that code of the running cell was compiled under a name."""
        self._sources[file] = self._running

    def place(self, file: str, line: int) -> dict[str, Any]:
        """Return the fields of a `Frame` that tell where it is, and ``text``: the whole line.

        Parameters
        ----------
        file : str
            The name that the code was compiled under.
        line : int
            Of what was compiled.
        """
        count = self._counts.get(file)
        cell, source = None, ""
        if file in _REST_OF_CELL:
            cell, source = self._running
            line += 1
        elif file in self._sources:
            cell, source = self._sources[file]
        elif count is not None and count < len(self._inputs):
            source = self._inputs[count]
        text = linecache.getline(file, line).rstrip("\n")
        if source:
            line += blank_lines_before(source)
            lines = source.split("\n")
            text = lines[line - 1] if 0 < line <= len(lines) else text
        return {
            "cell": cell,
            "execution_count": None if cell is not None else count,
            "file": file if cell is None and count is None else "",
            "line": line,
            "source": text.strip()[:_LONGEST_SOURCE],
            "text": text,
        }


def blank_lines_before(source: str) -> int:
    """Return how many lines of a cell the shell takes away before it compiles it."""
    lines = source.split("\n")
    return next((place for place, line in enumerate(lines) if line.strip()), 0)
