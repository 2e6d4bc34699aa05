"""What a candidate's trial says against it."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.checks import CHECK
from jupyter_codeintel.fix.diagnosis.code import code
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.left_values import left_values
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.trees import strings
from jupyter_codeintel.fix.gate.shown import shown
from jupyter_codeintel.trial import CellRun, Verdict


def trial_objections(
    failure: Failure, candidate: Candidate, verdict: Verdict, before: Verdict | None = None
) -> tuple[Objection, ...]:
    """Return what can be said against a candidate that was tried.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    candidate : Candidate
        The new texts.
    verdict : Verdict
        Of its trial.
    before : Verdict, optional
        Of the trial in which the error was seen again.
    """
    found = [
        *_later_cells(failure, candidate, verdict),
        *_checks(verdict),
        *left_values(failure, candidate, verdict),
        *shown(failure, verdict, before),
        *_files(failure, candidate, verdict, before),
    ]
    return tuple(dict.fromkeys(found))


def _later_cells(failure: Failure, candidate: Candidate, verdict: Verdict) -> Iterator[Objection]:
    changed = _concerned(failure, candidate)
    cells = {cell.id: cell for cell in failure.document.cells}
    for run in verdict.runs:
        cell = cells.get(run.id)
        if run.status != "failed" or cell is None or run.id == failure.cell:
            continue
        said = f"{run.error.name}: {run.error.value}"[:120] if run.error else "it ends"
        if cell.execution_count is not None and cell.error is None:
            yield refuse("later", f"A cell that ran before fails now: {said}")
        elif failure.flow.facts(run.id).uses & changed and not _own_fault(run, failure):
            yield doubt("later", f"A cell below would fail: {said}")


def _own_fault(run: CellRun, failure: Failure) -> bool:
    """Whether a cell fails for a name that nothing in the notebook could have given it."""
    error = run.error
    if error is None or "NameError" not in (error.name, *error.names):
        return False
    defined = failure.flow.facts(failure.cell).defines
    return error.attributes.get("name") not in defined


def _concerned(failure: Failure, candidate: Candidate) -> frozenset[str]:
    cells = [*candidate.edits, *candidate.rerun, failure.cell]
    told = [failure.flow.facts(cell) for cell in cells]
    return frozenset().union(*(facts.defines | facts.modifies for facts in told))


def _checks(verdict: Verdict) -> Iterator[Objection]:
    for run in verdict.runs:
        if run.id.startswith(CHECK) and run.status == "failed":
            said = run.error.value if run.error else ""
            yield doubt("examples", f"An example does not hold: {said}"[:160])


def _files(
    failure: Failure, candidate: Candidate, verdict: Verdict, before: Verdict | None
) -> Iterator[Objection]:
    known = set(before.files) if before is not None else set()
    sources = [cell.source for cell in failure.document.cells if cell.type == "code"]
    said = strings(node for source in sources for node in code(source).nodes(ast.Constant))
    ends = tuple(text for text in said if text.startswith("."))  # of f"{name}.csv"
    makes_folder = any("tempfile" in source for source in sources)
    for path in sorted(set(verdict.files) - known):
        name = path.rpartition("/")[2]
        is_temporary = makes_folder and f"/{tempfile.gettempprefix()}" in path
        is_named = name.endswith(ends) or any(name in source for source in sources)
        if not is_temporary and not is_named:
            yield doubt("files", f"It writes or removes a file: {path}")
