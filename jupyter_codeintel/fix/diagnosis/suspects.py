"""The cells that may hold the bug, most likely first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.clues import clues
from jupyter_codeintel.fix.diagnosis.sites import Site, sites
from jupyter_codeintel.fix.diagnosis.suspect import Suspect
from jupyter_codeintel.fix.failure import Failure

MOST = 4


def suspects(failure: Failure) -> tuple[Suspect, ...]:
    """Return the cells that may hold the bug; the failing one is always among them."""
    places = sites(failure)
    found: dict[str, str] = {}
    for clue in (*clues(failure, places), *_sources(failure, places)):
        if failure.document.index(clue.cell) is not None:
            found.setdefault(clue.cell, clue.reason)
    kept = [Suspect(cell, reason) for cell, reason in found.items()]
    shown = kept[:MOST]
    if all(suspect.cell != failure.cell for suspect in shown):
        last = next(suspect for suspect in kept if suspect.cell == failure.cell)
        shown[MOST - 1 :] = [last]
    return tuple(shown)


def _sources(failure: Failure, places: Iterable[Site]) -> Iterator[Suspect]:
    """Yield the failing cell, and then those that gave it its values, the nearest first."""
    for site in places:
        if site.cell != failure.cell:
            yield Suspect(site.cell, f'it defines "{site.function}", which raised the error')
    yield Suspect(failure.cell, "it raised the error")
    names = _names(failure, places)
    nearest = failure.flow.defining_cells(names, before=failure.cell)
    for name in names:
        if name in nearest:
            yield Suspect(nearest[name], f'it sets "{name}", which the failing line uses')
    for cell in reversed(failure.flow.slice(names, before=failure.cell)):
        yield Suspect(cell, "what the failing line uses comes from it")


def _names(failure: Failure, places: Iterable[Site]) -> list[str]:
    """Return the names that the failing statement uses, without what modules they name."""
    found: dict[str, None] = {}
    for site in places:
        statement = site.statement
        if site.cell == failure.cell and statement is not None:
            found |= names_in(statement)
    imported = failure.flow.imports(before=failure.cell)
    names = [name for name in found if name not in imported]
    return names or sorted(failure.flow.facts(failure.cell).uses - imported.keys())
