"""Whether a notebook is repaired: it is run from top to bottom, and then its check.

The judge is a process of its own and knows nothing of how the notebook was repaired.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.notebook_fix.items import Item
from jupyter_codeintel.evaluation.surroundings import environment, folder_copy

SECONDS = 60.0


@dataclass(frozen=True)
class Judged:
    """What became of a notebook.

    Parameters
    ----------
    status : {'passed', 'failed', 'raised', 'timeout', 'died'}
        ``"failed"`` by its check, ``"raised"`` by a cell.
    cell : int, optional
        The number of the cell that raised.
    name, value : str
        The exception.
    """

    status: Literal["passed", "failed", "raised", "timeout", "died"]
    cell: int | None = None
    name: str = ""
    value: str = ""

    @property
    def passed(self) -> bool:
        """Whether it is repaired."""
        return self.status == "passed"

    def __str__(self) -> str:
        where = "" if self.cell is None else f" in cell {self.cell}"
        return f"{self.status}{where}: {self.name}: {self.value}".removesuffix(": : ")


class Judge:
    """Judges notebooks one after the other; open it with `open_judge`.

    Parameters
    ----------
    process : Popen
        Runs `judge_process`.
    assets : Path
        The folder of the notebooks' folders.
    """

    def __init__(self, process: subprocess.Popen[bytes], assets: Path) -> None:
        self._process = process
        self.assets = assets

    def judge(self, item: Item, cells: Sequence[str], seconds: float = SECONDS) -> Judged:
        """Run cells instead of the item's, in a copy of its folder, and its check.

        Raises
        ------
        NotebookError
            The judge itself is gone, or the item's folder is not there.
        """
        assert self._process.stdin is not None  # noqa: S101 - they are pipes
        assert self._process.stdout is not None  # noqa: S101
        with folder_copy(self.assets, item.cwd) as folder:
            command = {"cells": list(cells), "check": item.check, "cwd": str(folder)}
            line = json.dumps({**command, "seconds": seconds}).encode() + b"\n"
            try:
                self._process.stdin.write(line)
            except BrokenPipeError:
                reply = b""
            else:
                reply = self._process.stdout.readline()
        if not reply:
            message = f"the judge ended while it judged {item.id}"
            raise NotebookError(message, code="no_judge", hint="Start the run again.")
        return Judged(**json.loads(reply))


@contextmanager
def open_judge(assets: Path) -> Iterator[Judge]:
    """Start the process.

    Raises
    ------
    NotebookError
        This system has no ``fork``.
    """
    if not hasattr(os, "fork"):
        message = "Repairs cannot be judged on this system: it has no fork"
        raise NotebookError(message, code="no_fork")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_codeintel.evaluation.notebook_fix.judge_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=environment(assets),
        start_new_session=True,
    )
    with process:
        try:
            yield Judge(process, assets)
        finally:
            process.kill()
