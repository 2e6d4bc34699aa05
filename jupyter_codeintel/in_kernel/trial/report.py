"""What a child told and how it ended, put together to a verdict."""

from __future__ import annotations

import os
import signal
from typing import Any

from jupyter_codeintel.in_kernel.trial.stacks import line_in_cell

_NOT_TRIED = {
    "busy": "a cell runs in the kernel",
    "uncontained": "the copy of the kernel could not be contained: {reason}",
    "internal": "the trial itself failed: {reason}",
}


class Report:
    """Of one child.

    Parameters
    ----------
    cells : list of dict
        ``id``, ``source`` and ``required`` of each.
    limits : dict
        The fields of `Limits`.
    tier : str
        How the child is contained.
    """

    def __init__(self, cells: list[dict[str, Any]], limits: dict[str, Any], tier: str) -> None:
        self._cells = cells
        self._limits = limits
        self._tier = tier
        self._runs: list[dict[str, Any]] = []
        self._sources: dict[str, str] = {}
        self._started = 0
        self._failed: dict[str, Any] | None = None
        self._end: dict[str, Any] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the child has told all."""
        return self._end is not None

    def hear(self, message: dict[str, Any]) -> None:
        """Take a message of the child's.

        Parameters
        ----------
        message : dict
            Its ``event`` says what it is.
        """
        event = message["event"]
        if event == "started":
            self._started += 1
        elif event == "compiled":
            self._sources[message["name"]] = self._cells[self._started - 1]["source"]
        elif event == "ran":
            self._runs.append(message["run"])
            if message["has_failed"]:
                self._failed = message
        else:
            self._end = message

    def verdict(self, stopped: str | None, exit_status: int | None, stack: str) -> dict[str, Any]:
        """Return the fields of a `Verdict`.

        Parameters
        ----------
        stopped : str, optional
            Why it was ended: ``"timeout"`` or ``"deadlock"``.
        exit_status : int, optional
            As of `os.waitpid`.
        stack : str
            What ran when it was stopped or crashed, by `faulthandler`.
        """
        found = self._ended() if self._end else self._cut_off(stopped, exit_status, stack)
        return {"tier": self._tier, "runs": self._runs + self._without_end(), **found}

    def _ended(self) -> dict[str, Any]:
        end = self._end or {}
        if end["event"] == "exhausted":
            return {"status": "died", "reason": "there was no memory left"}
        if end["event"] in _NOT_TRIED:
            reason = _NOT_TRIED[end["event"]].format(reason=end.get("reason"))
            return {"status": "inconclusive", "reason": reason}
        found: dict[str, Any] = {"status": "passed", "left": end["left"], "files": end["files"]}
        if self._failed is not None:
            error = self._failed["run"]["error"]
            found.update(status="failed", error=error, reason=f"{error['name']}: {error['value']}")
            if self._failed["denied"]:
                found.update(status="inconclusive", reason=self._failed["denied"])
        return found

    def _cut_off(self, stopped: str | None, exit_status: int | None, stack: str) -> dict[str, Any]:
        status, reason = stopped or "died", _ending(exit_status)
        if stopped == "timeout":
            reason = f"still running after {self._limits['wall_s']:g} s"
        elif stopped == "deadlock":
            reason = "all its threads wait for each other"
        elif _signal_of(exit_status) == signal.SIGXCPU:
            status = "timeout"
            reason = f"still running after {self._limits['cpu_s']:g} s of processor time"
        line = line_in_cell(stack, self._sources)
        return {"status": status, "reason": f"{reason}, in {line}" if line else reason}

    def _without_end(self) -> list[dict[str, Any]]:
        """Return those cells that told nothing: one may have been under way."""
        return [
            {"id": cell["id"], "status": "failed" if place < self._started else "not_run"}
            for place, cell in enumerate(self._cells)
            if place >= len(self._runs)
        ]


def _ending(status: int | None) -> str:
    number = _signal_of(status)
    if number is not None:
        return "the process was ended by " + signal.Signals(number).name
    if status is None:
        return "the process ended"
    return f"the process ended by itself, with exit code {os.WEXITSTATUS(status)}"


def _signal_of(status: int | None) -> int | None:
    return os.WTERMSIG(status) if status is not None and os.WIFSIGNALED(status) else None
