"""The cells that a value comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.context.dataflow.facts import CellFacts


@dataclass(frozen=True, slots=True)
class SliceCell:
    """A cell as a slice sees it.

    Parameters
    ----------
    id : str
        Its name.
    facts : CellFacts
        What it does.
    failed : bool
        Whether its run ended in an exception, so that it may have done less.
    """

    id: str
    facts: CellFacts
    failed: bool = False


def backward_slice(cells: Sequence[SliceCell], names: Iterable[str]) -> tuple[str, ...]:
    """Return which of ``cells``, given in the order of their effects, decide ``names``."""
    sliced = _Slice(cells)
    seen: set[str] = set()
    wanted = set(names)
    while wanted - seen:
        seen |= wanted
        # A function meets what is there when it is called, not where it is defined.
        wanted = sliced.go_back(wanted)
    return tuple(cell.id for cell in cells if cell.id in sliced.found)


class _Slice:
    def __init__(self, cells: Sequence[SliceCell]) -> None:
        self.found: set[str] = set()
        self._cells = cells
        # A module is hardly ever changed: "plt.title(...)" says nothing about plt.
        imported = {found.name for cell in cells for found in cell.facts.imports}
        effects: dict[str, frozenset[str]] = {}
        self._changes: list[frozenset[str]] = []
        for cell in cells:
            effects |= cell.facts.effects
            called = cell.facts.uses & effects.keys()
            changed = cell.facts.modifies.union(*(effects[name] for name in called))
            self._changes.append(changed - imported)

    def go_back(self, names: set[str]) -> set[str]:
        """Find what binds and changes ``names``; return what functions found need besides."""
        wanted = set(names)
        later: set[str] = set()
        for cell, changes in zip(reversed(self._cells), reversed(self._changes), strict=True):
            told = cell.facts
            if not cell.failed:
                wanted -= told.deletes
            if wanted.isdisjoint(told.defines) and wanted.isdisjoint(changes):
                continue
            self.found.add(cell.id)
            later |= told.uses_later
            if not cell.failed:
                wanted -= told.certain
            wanted |= told.uses
        if wanted - BUILTIN_NAMES:
            # What no text binds may come from where all names of a module are imported.
            self.found |= {cell.id for cell in self._cells if cell.facts.opaque}
        return later
