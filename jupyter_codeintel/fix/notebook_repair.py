"""Repairing a notebook from its top to its end: run, repair what fails, go on."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from jupyter_codeintel.context.notebook import CellError, Document
from jupyter_codeintel.fix.events import Badge, Ended, Event, Proposal, Step
from jupyter_codeintel.fix.notebook_run import NotebookRun, Ran

BADGES: tuple[Badge, ...] = ("verified", "runs", "unverified")
"""From the most trustworthy down."""

_MOST_REPAIRS = 2
"""Of one cell: if it then fails again, what was tried is not what happens."""


@dataclass(frozen=True)
class Failed:
    """A cell that failed and is to be repaired.

    Parameters
    ----------
    cell : str
        Its id.
    error : CellError
        What it raised.
    traceback : tuple of str
        What it showed of it.
    goal : str
        What the person wants.
    """

    cell: str
    error: CellError
    traceback: tuple[str, ...] = ()
    goal: str = ""


class FixUnderWay(Protocol):
    """One fix."""

    def events(self) -> AsyncGenerator[Event, None]:
        """Yield steps, then a proposal or the end."""
        ...

    def decided(self, accepted: bool) -> None:
        """Take note of what the person decided."""
        ...


StartFix = Callable[[Document, Failed], FixUnderWay]


@dataclass(frozen=True)
class Repair:
    """What came of a failure.

    Parameters
    ----------
    failed : Failed
        The failure.
    proposal : Proposal, optional
        The first one.
    accepted : bool
        Whether it was made.
    tries : int
        Candidates that were tried.
    seconds : float
        To the proposal, or the end.
    text : str
        The end in words, where there is no proposal.
    moved : tuple of str
        Cells that were below and have to run first: they stand above now.
    """

    failed: Failed
    proposal: Proposal | None
    accepted: bool
    tries: int
    seconds: float
    text: str = ""
    moved: tuple[str, ...] = ()


class NotebookRepair:
    """Runs a notebook and repairs what fails.

    Parameters
    ----------
    run : NotebookRun
        The notebook in a fresh kernel.
    start_fix : callable
        Begins the fix of a failure.
    accept : Badge
        Proposals are made that can be trusted as far as this.
    goal : str
        What the person wants; by default the last text above the failing cell.
    last : str, optional
        The cell to end with.
    until : float
        No fix begins after this moment, by `time.monotonic`.
    """

    def __init__(
        self,
        run: NotebookRun,
        start_fix: StartFix,
        *,
        accept: Badge = "verified",
        goal: str = "",
        last: str | None = None,
        until: float = float("inf"),
    ) -> None:
        self.run = run
        self.repairs: list[Repair] = []
        self.reached_end = False
        """Whether all cells have run."""
        self._start_fix = start_fix
        self._accepted = BADGES[: BADGES.index(accept) + 1]
        self._goal = goal
        self._last = last
        self._until = until

    async def events(self) -> AsyncGenerator[Ran | Failed | Step | Repair, None]:
        """Yield what happens, until the end or a cell that stays as it is."""
        for name in self.run.code_cells:
            if any(name in repair.moved for repair in self.repairs):
                continue
            ran = await self.run.run(name)
            yield ran
            while not self.run.may_go_on(ran):
                failed = self._failed(ran)
                if failed is None:
                    return
                yield failed
                async with aclosing(self._repair(failed)) as events:
                    async for event in events:
                        yield event
                if not self.repairs[-1].accepted:
                    return
                async with aclosing(self._run_again(self.repairs[-1])) as rans:
                    async for ran in rans:
                        yield ran
                if ran.cell != name:
                    return
            if name == self._last:
                break
        self.reached_end = True

    def _failed(self, ran: Ran) -> Failed | None:
        """Return the failure; None for one that is not to be repaired."""
        before = sum(repair.failed.cell == ran.cell for repair in self.repairs)
        outcome = ran.execution.outcome
        if outcome.status != "error" or before == _MOST_REPAIRS or time.monotonic() > self._until:
            return None
        error = CellError(outcome.name, outcome.value)
        goal = self._goal or text_above(self.run.document, ran.cell)
        return Failed(ran.cell, error, ran.execution.traceback, goal)

    async def _repair(self, failed: Failed) -> AsyncGenerator[Step | Repair, None]:
        began = time.monotonic()
        tried: set[int] = set()
        proposal, text = None, ""
        fix = self._start_fix(self.run.document, failed)
        async with aclosing(fix.events()) as events:
            async for event in events:
                match event:
                    case Step():
                        if event.phase == "try":
                            tried.add(event.number)
                        yield event
                    case Proposal():
                        proposal = event
                        break
                    case Ended():
                        text = event.text
        seconds = time.monotonic() - began
        moved: tuple[str, ...] = ()
        accepted = proposal is not None and proposal.badge in self._accepted
        if proposal is not None:
            fix.decided(accepted)
        if proposal is not None and accepted:
            moved = await self._change(failed, proposal)
        repair = Repair(failed, proposal, accepted, len(tried), seconds, text, moved)
        self.repairs.append(repair)
        yield repair

    async def _change(self, failed: Failed, proposal: Proposal) -> tuple[str, ...]:
        """Make the edits; return the cells that were moved above the failing one."""
        await self.run.edit({edit.cell: edit.after for edit in proposal.edits})
        return tuple(name for name in proposal.run if self.run.move_above(name, failed.cell))

    async def _run_again(self, repair: Repair) -> AsyncGenerator[Ran, None]:
        """Run the cells that the proposal names; the failing one is the last."""
        assert repair.proposal is not None  # noqa: S101 - it was accepted
        before = [name for name in repair.proposal.run if name != repair.failed.cell]
        for name in [*before, repair.failed.cell]:
            ran = await self.run.run(name)
            yield ran
            if not self.run.may_go_on(ran):
                return


def text_above(document: Document, cell: str) -> str:
    """Return the text of the last Markdown cell above a cell."""
    above = document.cells[: document.index(cell)]
    return next((c.source for c in reversed(above) if c.type == "markdown"), "")
