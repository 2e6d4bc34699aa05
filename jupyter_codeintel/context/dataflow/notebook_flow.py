"""Definitions and uses over the cells of a notebook, kept up to date with its edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_codeintel.context.dataflow.events import Import
from jupyter_codeintel.context.dataflow.execution import execution_order
from jupyter_codeintel.context.dataflow.facts import NO_FACTS, CellFacts, facts
from jupyter_codeintel.context.dataflow.outline import Definition
from jupyter_codeintel.context.dataflow.parsing import Parsed, parse
from jupyter_codeintel.context.dataflow.slicing import SliceCell, backward_slice
from jupyter_codeintel.context.notebook import Cell, Document


@dataclass(frozen=True, eq=False)
class _Entry:
    source: str
    parsed: Parsed
    facts: CellFacts


class Dataflow:
    """What flows from cell to cell in one document. It never raises, whatever the text.

    Call `update` with each new state of the document; only cells whose source is another
    are parsed again. An active cell may be unknown yet: then the end of the document asks.
    """

    def __init__(self) -> None:
        self._document = Document("")
        self._cells: dict[str, Cell] = {}
        self._orders: dict[str | None, tuple[str, ...]] = {}
        self._entries: dict[str, _Entry] = {}
        self._ran: dict[str, _Entry] = {}

    def update(self, document: Document) -> frozenset[str]:
        """Take over a state of the document; return the ids of the cells parsed again."""
        if document.language != self._document.language:
            self._entries, self._ran = {}, {}
        self._document = document
        self._cells = {cell.id: cell for cell in document.cells}
        self._orders.clear()
        known = self._entries
        self._entries = {}
        parsed: set[str] = set()
        for cell in document.cells:
            if cell.type != "code":
                continue
            entry = known.get(cell.id)
            if entry is None or entry.source != cell.source:
                entry = self._entry(cell.source, entry)
                parsed.add(cell.id)
            self._entries[cell.id] = entry
        self._ran = {name: self._ran[name] for name in self._ran.keys() & self._entries.keys()}
        return frozenset(parsed)

    def copy(self) -> Dataflow:
        """Return this state; what is updated later is not told by it."""
        other = Dataflow()
        other._document = self._document
        other._cells = self._cells
        other._orders = dict(self._orders)
        other._entries = self._entries
        other._ran = dict(self._ran)
        return other

    def facts(self, cell_id: str) -> CellFacts:
        """Return what a cell does with names; nothing for text and unknown cells."""
        entry = self._entries.get(cell_id)
        return entry.facts if entry is not None else NO_FACTS

    def executed_facts(self, cell_id: str) -> CellFacts:
        """Return what the last run of a cell did: of a stale cell, not what its text says."""
        cell = self._cells.get(cell_id)
        if cell is None or not cell.stale or cell.executed_source is None:
            return self.facts(cell_id)
        entry = self._ran.get(cell_id)
        if entry is None or entry.source != cell.executed_source:
            entry = self._ran[cell_id] = self._entry(cell.executed_source, entry)
        return entry.facts

    def stale(self, cell_id: str) -> bool:
        """Whether a cell was edited since its last run."""
        cell = self._cells.get(cell_id)
        return cell is not None and cell.stale

    def order(self, before: str | None = None) -> tuple[str, ...]:
        """Return the cells whose effects a cell meets; see `execution_order`."""
        if before not in self._orders:
            cells = execution_order(self._document, before)
            self._orders[before] = tuple(cell.id for cell in cells)
        return self._orders[before]

    def defining_cells(self, names: Iterable[str], before: str | None = None) -> dict[str, str]:
        """Return, by name, the cell that bound it last."""
        wanted = set(names)
        found: dict[str, str] = {}
        for cell in self.order(before):
            for name in wanted & self.facts(cell).defines:
                found[name] = cell
        return found

    def visible_names(self, cell_id: str | None = None) -> frozenset[str]:
        """Return the names that are bound when a cell runs, its own earlier run included."""
        names: set[str] = set()
        for cell in self.order(cell_id):
            for told in (self.executed_facts(cell), self.facts(cell)):
                names -= told.deletes
                names |= told.defines
        own = self._cells.get(cell_id) if cell_id is not None else None
        if own is not None and own.execution_count is not None:
            names |= self.executed_facts(own.id).defines
        return frozenset(names)

    def opaque(self, cell_id: str | None = None) -> bool:
        """Whether a cell may see names that no text tells."""
        return any(self.facts(cell).opaque for cell in self.order(cell_id))

    def imports(self, before: str | None = None) -> dict[str, Import]:
        """Return the imported names that a cell sees, unless something else took the name."""
        found: dict[str, Import] = {}
        for cell in self.order(before):
            told = self.facts(cell)
            here = {imported.name: imported for imported in told.imports}
            for name in (told.defines | told.deletes) - here.keys():
                found.pop(name, None)
            found |= here
        return found

    def definitions(self, before: str | None = None) -> dict[str, tuple[str, Definition]]:
        """Return the functions and classes that a cell sees, by name, with their cells."""
        found: dict[str, tuple[str, Definition]] = {}
        for cell in self.order(before):
            told = self.facts(cell)
            for name in told.defines | told.deletes:
                found.pop(name, None)
            found |= {definition.name: (cell, definition) for definition in told.definitions}
        return found

    def slice(self, names: Iterable[str], before: str | None = None) -> tuple[str, ...]:
        """Return the cells that the values of ``names`` come from, in the order they ran.

        From the last one back: those that bind a name, or change its object, and then those
        that give them what they use.
        """
        return backward_slice(self._slice_cells(before), names)

    def _slice_cells(self, before: str | None) -> tuple[SliceCell, ...]:
        return tuple(
            # Where an exception ended a run, nothing is certain.
            SliceCell(name, self.facts(name), failed=self._cells[name].error is not None)
            for name in self.order(before)
        )

    def _entry(self, source: str, before: _Entry | None) -> _Entry:
        parsed = parse(source, self._document.language, before.parsed if before else None)
        return _Entry(source, parsed, facts(parsed))
