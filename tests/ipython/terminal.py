"""An IPython in a terminal that a test types into."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect
import psutil

from tests.engine.processes import DEADLINE

_CONTROL = re.compile(r"\x1b[\[\]][0-9;?]*[A-Za-z]|\r")


class Terminal:
    """An IPython that somebody types into.

    Parameters
    ----------
    folder : Path
        Where it works.
    timeout : float
        Seconds that one input may take.
    """

    def __init__(self, folder: Path, timeout: float = DEADLINE) -> None:
        words = ["-m", "IPython", "--no-banner", "--colors=NoColor", "--no-confirm-exit"]
        self.process = pexpect.spawn(
            sys.executable,
            words,
            cwd=str(folder),
            env={**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm"},
            encoding="utf-8",
            timeout=timeout,
            dimensions=(60, 160),
        )
        self._number = 1
        self._prompt()

    def run(self, code: str) -> str:
        """Run a line; return what is shown until the next prompt."""
        self.process.send(code + "\r")
        return self.ended()

    def paste(self, code: str) -> str:
        """Paste lines and run them; return as `run` does."""
        self.process.send(f"\x1b[200~{code}\x1b[201~")
        return self.accept()

    def accept(self) -> str:
        """Run what stands in the input; return as `run` does."""
        self.process.send("\x1b\r")  # of several lines Enter alone makes one more
        return self.ended()

    def ended(self) -> str:
        """Return what is shown until the next prompt."""
        self._number += 1
        self._prompt()
        return _CONTROL.sub("", self.process.before or "")

    def _prompt(self) -> None:
        self.process.expect(rf"\x1b\[\?2004h[^\x07]*?In \[{self._number}\]:")

    def copies(self) -> list[psutil.Process]:
        """Return the processes that it has started, but for the engine."""
        found = psutil.Process(self.process.pid).children(recursive=True)
        return [one for one in found if not _is_engine(one)]


def _is_engine(process: psutil.Process) -> bool:
    try:
        return "jupyter_codeintel.engine" in process.cmdline()
    except psutil.NoSuchProcess:  # a short one
        return False
