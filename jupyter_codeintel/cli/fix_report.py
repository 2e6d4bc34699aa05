"""What ``jupyter codeintel fix`` says, in lines while it works and as data at its end."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from jupyter_codeintel.cli.notebook_file import NotebookFile
from jupyter_codeintel.fix.events import Edit, Proposal, Step
from jupyter_codeintel.fix.notebook_repair import Failed, NotebookRepair, Repair
from jupyter_codeintel.fix.notebook_run import Ran


class FixReport:
    """Tells what happens, and keeps how it ended.

    Parameters
    ----------
    notebook : NotebookFile
        What is repaired.
    file : TextIO
        Where the lines go.
    """

    def __init__(self, notebook: NotebookFile, file: TextIO) -> None:
        self.runs = False
        """Whether it ran to the end, when it ran last."""
        self._notebook = notebook
        self._file = file
        self._erase = "\r\x1b[K" if file.isatty() else ""
        self._repairs: list[Repair] = []
        self._failure: Mapping[str, object] | None = None
        self._confirmed: bool | None = None
        self._path: Path | None = None
        self._rans = 0

    @property
    def changed(self) -> bool:
        """Whether a repair was made."""
        return any(repair.accepted for repair in self._repairs)

    @property
    def success(self) -> bool:
        """Whether it runs, and all that was changed is verified."""
        proposals = [repair.proposal for repair in self._repairs]
        return self.runs and all(p is not None and p.badge == "verified" for p in proposals)

    def tell(self, event: Ran | Failed | Step | Repair) -> None:
        """Tell what happens while cells are run and repaired."""
        match event:
            case Ran():
                self._note(event)
                self._rans += 1
                self._pass(f"{self._rans} cells have run")
            case Failed():
                self._say(f"Cell {event.cell} failed: {event.error.name}: {event.error.value}")
            case Step():
                self._step(event)
            case Repair():
                self._repairs.append(event)
                self._repair(event)

    def ended(self, repair: NotebookRepair) -> None:
        """Tell how the run ended."""
        self.runs = repair.reached_end
        if self.runs:
            self._failure = None
            self._say(f"All cells have run: {len(repair.run.executions)}.")
        elif self._failure is not None:
            self._say(f"Cell {self._failure['cell']} stays as it is: {_in_words(self._failure)}.")

    def confirmed(self, ran: Ran, *, may_go_on: bool) -> None:
        """Take a cell of the run that confirms."""
        self._confirmed = self.runs = self._confirmed is not False and may_go_on
        if not may_go_on:
            self._note(ran)
            what = "" if self._failure is None else _in_words(self._failure)
            self._say(f"In a fresh kernel, cell {ran.cell} fails after all: {what}.")

    def written(self, path: Path) -> None:
        """Tell that the notebook was written."""
        self._path = path
        self._say(f"Written: {path}")

    def as_dict(self) -> Mapping[str, object]:
        """Return all of it as plain data."""
        return {
            "notebook": str(self._notebook.path),
            "runs": self.runs,
            "verified": self.success,
            "confirmed": self._confirmed,
            "written": None if self._path is None else str(self._path),
            "failure": self._failure,
            "repairs": [_as_dict(repair) for repair in self._repairs],
        }

    def _note(self, ran: Ran) -> None:
        outcome = ran.execution.outcome
        self._failure = None
        if outcome.status != "ok":
            error = {"status": outcome.status, "name": outcome.name, "value": outcome.value}
            self._failure = {"cell": ran.cell, **error}

    def _step(self, step: Step) -> None:
        if step.state == "running":
            self._pass(f"  {step.text}")
            return
        self._say(f"  {step.text}")
        if step.state == "failed" and step.detail:
            self._say(f"    {step.detail}")

    def _repair(self, repair: Repair) -> None:
        proposal = repair.proposal
        if proposal is None:
            self._say(repair.text or "Nothing was found.")
            return
        for edit in proposal.edits:
            self._say(diff(edit))
        self._say(f"{proposal.badge}: {proposal.says}")
        for line in (*proposal.evidence.reasons, *_files(proposal)):
            self._say(f"  {line}")
        if not repair.accepted:
            self._say(f"It is not made: --accept {proposal.badge} would.")
        for name in repair.moved:
            self._say(f"Cell {name} is moved above cell {repair.failed.cell}, which needs it.")

    def _say(self, line: str) -> None:
        print(f"{self._erase}{line}", file=self._file, flush=True)

    def _pass(self, line: str) -> None:
        """Show a line until the next one, where somebody looks."""
        if self._erase:
            print(f"{self._erase}{line}", end="", file=self._file, flush=True)


def diff(edit: Edit) -> str:
    """Return a unified diff of a cell."""
    name = f"cell {edit.cell}"
    before, after = edit.before.splitlines(), edit.after.splitlines()
    return "\n".join(difflib.unified_diff(before, after, name, name, lineterm=""))


def _files(proposal: Proposal) -> tuple[str, ...]:
    return tuple(f"writes {path}" for path in proposal.evidence.files)


def _in_words(failure: Mapping[str, object]) -> str:
    status = str(failure["status"])
    words = {"timeout": "it took too long", "died": "the kernel died"}
    return words.get(status, f"{failure['name']}: {failure['value']}")


def _as_dict(repair: Repair) -> Mapping[str, object]:
    proposal = repair.proposal
    told: Mapping[str, object] = {}
    if proposal is not None:
        edits = [
            {"cell": e.cell, "before": e.before, "after": e.after, "diff": diff(e)}
            for e in proposal.edits
        ]
        told = {
            "badge": proposal.badge,
            "says": proposal.says,
            "edits": edits,
            "run": list(proposal.run),
            "tier": proposal.evidence.tier,
            "reasons": list(proposal.evidence.reasons),
            "variables": list(proposal.evidence.variables),
            "files": list(proposal.evidence.files),
            "origin": proposal.origin,
            "kind": proposal.kind,
        }
    error = repair.failed.error
    return {
        "cell": repair.failed.cell,
        "error": {"name": error.name, "value": error.value},
        "proposal": told or None,
        "accepted": repair.accepted,
        "moved": list(repair.moved),
        "tries": repair.tries,
        "seconds": round(repair.seconds, 3),
        "text": repair.text,
    }
