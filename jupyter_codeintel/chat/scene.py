"""What a question is asked about: the notebook at that moment, and where the person is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.namespace import Namespace


@dataclass(frozen=True)
class Scene:
    """A notebook, and a place in it.

    Parameters
    ----------
    document : Document
        The notebook.
    flow : Dataflow
        Of this document.
    cell : str, optional
        The active cell.
    selection : str
        The text that is selected in it.
    tracebacks : mapping of str to str
        By cell, what its last run's error shows.
    outputs : mapping of str to str
        By cell, what its last run shows, as text. Of both, control sequences are taken out.
    namespace : Namespace, optional
        The live variables.
    """

    document: Document
    flow: Dataflow
    cell: str | None = None
    selection: str = ""
    tracebacks: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    namespace: Namespace | None = None

    @property
    def path(self) -> str:
        """The notebook's path, from the server's root."""
        return self.document.path.removeprefix(f"{self.document.kind}:")

    @property
    def active(self) -> Cell | None:
        """The active cell, if the document knows it."""
        return self.find(self.cell)

    def find(self, cell_id: str | None) -> Cell | None:
        """Return a cell by its id."""
        return next((cell for cell in self.document.cells if cell.id == cell_id), None)

    def label(self, cell_id: str) -> str:
        """Return what a cell is called: ``cell [3]`` by its number, else by its place."""
        cell = self.find(cell_id)
        if cell is not None and cell.execution_count is not None:
            return f"cell [{cell.execution_count}]"
        return f"cell #{(self.document.index(cell_id) or 0) + 1}"

    def failed_cell(self) -> Cell | None:
        """Return the cell of the last error: the active one if it failed, else the latest."""
        active = self.active
        if active is not None and active.error is not None:
            return active
        failed = [cell for cell in self.document.cells if cell.error is not None]
        return max(failed, key=lambda cell: cell.execution_count or 0, default=None)
