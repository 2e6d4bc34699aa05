"""Cells above that did not run, or ran with another text."""

from __future__ import annotations

from collections.abc import AsyncIterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.missing_names import missing_name, not_run
from jupyter_codeintel.fix.repairs.case import Case, Repair


async def cells_to_run(case: Case) -> AsyncIterator[Repair]:
    """Yield the runs that a failing cell waits for."""
    name = missing_name(case.error)
    if name is not None:
        for cell in not_run(case.failure, name)[:2]:
            yield Candidate({}, "rule", f'"{name}" is set by a cell that has to run first',
                            "run_first", (cell,))  # fmt: skip
        return
    edited = _edited(case)
    if edited:
        text = "a cell that this one builds on was changed after it ran"
        yield Candidate({}, "rule", text, "run_again", edited)


def _edited(case: Case) -> tuple[str, ...]:
    """Return the edited cells that the values of the failing statement come from."""
    flow, failing = case.failure.flow, case.failure.cell
    names: dict[str, None] = {}
    for site in case.sites:
        if site.cell == failing and site.statement is not None:
            names |= names_in(site.statement)
    return tuple(cell for cell in flow.slice(names, before=failing) if flow.stale(cell))
