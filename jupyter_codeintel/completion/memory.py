"""What a session remembers of documents and cells, within bounds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jupyter_codeintel.completion.anchoring import Anchor
from jupyter_codeintel.completion.predictions import Predictions
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.modules import Imported
from jupyter_codeintel.context.notebook import Cell, Document, DocumentKind
from jupyter_codeintel.namespace import Variable


@dataclass(frozen=True)
class Reach:
    """What the prompt tells of names in reach, and the state of the notebook it was told of."""

    others: tuple[Cell, ...]
    variables: Mapping[str, Variable]
    text: str


@dataclass
class CellMemory:
    """Where a cell's anchor is, what its prompt tells, and what was predicted in it."""

    anchor: Anchor | None = None
    reach: Reach | None = None
    predictions: Predictions = field(default_factory=Predictions)


class Memory:
    """The documents of one connection, and their cells that were worked in last."""

    def __init__(self, max_documents: int = 256, max_cells: int = 32) -> None:
        self._max_documents = max_documents
        self._max_cells = max_cells
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._flows: dict[str, tuple[Document, Dataflow]] = {}
        self._modules: dict[str, tuple[Imported, ...]] = {}
        self._cells: OrderedDict[tuple[str, str], CellMemory] = OrderedDict()

    def document(self, path: str) -> Document:
        """Return the latest snapshot; an empty one when nothing was told yet."""
        return self._documents.get(path) or Document(path)

    def flow(self, path: str) -> Dataflow:
        """Return the dataflow of the latest snapshot."""
        document = self.document(path)
        known, flow = self._flows.get(path) or (None, Dataflow())
        if known is not document:
            flow.update(document)
        if path in self._documents:
            self._flows[path] = document, flow
        return flow

    def modules(self, path: str) -> tuple[Imported, ...]:
        """Return what a document takes from files beside it, as far as they were read."""
        return self._modules.get(path, ())

    def keep_modules(self, path: str, modules: tuple[Imported, ...]) -> None:
        """Remember what a document takes from files, unless it was closed meanwhile."""
        if path in self._documents:
            self._modules[path] = modules

    def sync(
        self,
        path: str,
        kind: DocumentKind,
        language: str,
        changed: Iterable[Cell],
        order: Sequence[str] | None,
        kernel: str | None = None,
    ) -> None:
        """Apply a delta."""
        document = replace(self.document(path), kind=kind, language=language, kernel=kernel)
        self._documents[path] = document.synced(changed, order)
        self._documents.move_to_end(path)
        if len(self._documents) > self._max_documents:
            self.forget(next(iter(self._documents)))

    def forget(self, path: str) -> None:
        """Drop a document."""
        self._documents.pop(path, None)
        self._flows.pop(path, None)
        self._modules.pop(path, None)
        for key in [key for key in self._cells if key[0] == path]:
            del self._cells[key]

    def cell(self, path: str, cell: str) -> CellMemory:
        """Return what is known of a cell, now the latest one worked in."""
        memory = self._cells.setdefault((path, cell), CellMemory())
        self._cells.move_to_end((path, cell))
        if len(self._cells) > self._max_cells:
            self._cells.popitem(last=False)
        return memory
