"""How much a candidate changes, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.suspects import suspects
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import root, targets

_FEW = 12
"""Lines that any repair may change."""


def extent(
    failure: Failure, candidate: Candidate, changes: Sequence[CellChange]
) -> Iterator[Objection]:
    """Yield doubts about edits that are larger than the error."""
    concerned = _concerned(failure)
    for change in changes:
        if change.cell not in concerned and not _makes_what_is_used(change, failure):
            yield doubt("elsewhere", "It changes a cell that the error has nothing to do with.")
    lines = sum(len(_lines(change.source_before)) for change in changes)
    changed = sum(_changed_lines(change) for change in changes)
    if candidate.origin == "model" and changed > max(_FEW, lines // 2):
        yield doubt("large", f"It changes {changed} lines, much more than the error.")


def _concerned(failure: Failure) -> set[str]:
    """Return the cells that the error may come from."""
    told = failure.flow.facts(failure.cell)
    names = told.uses | told.uses_later
    sources = failure.flow.slice(names, failure.cell)
    near = failure.error.attributes.get("near_files", "").split("\n")
    writers = {
        cell.id
        for cell in failure.document.cells
        if any(path and path.rpartition("/")[2] in cell.source for path in near)
    }
    below = failure.document.cells[(failure.document.index(failure.cell) or 0) + 1 :]
    users = {cell.id for cell in below if failure.flow.facts(cell.id).uses & told.defines}
    return writers.union(sources, users, (suspect.cell for suspect in suspects(failure)))


def _makes_what_is_used(change: CellChange, failure: Failure) -> bool:
    """Whether what the failing cell uses is made or changed now: ``df = df.dropna()``."""
    used = failure.flow.facts(failure.cell).uses
    made = (root(target) for new in change.fresh for target in targets(new.node))
    return not used.isdisjoint(made)


def _changed_lines(change: CellChange) -> int:
    before, after = _lines(change.source_before), _lines(change.source)
    return max(sum((before - after).values()), sum((after - before).values()))


def _lines(source: str) -> Counter[str]:
    stripped = (line.strip() for line in source.splitlines())
    return Counter(line for line in stripped if line and not line.startswith("#"))
