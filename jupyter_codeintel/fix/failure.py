"""What is to be repaired."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.namespace import Namespace
from jupyter_codeintel.trial import Raised


@dataclass(frozen=True)
class Failure:
    """A cell that raises, and all that is known of it.

    Parameters
    ----------
    document : Document
        The notebook.
    flow : Dataflow
        Of this document.
    cell : str
        The id of the cell that raised.
    error : Raised
        What it raised; the cells of its frames are filled in where they are known.
    namespace : Namespace, optional
        The live variables.
    goal : str
        What the person wants, in their own words: what they said, or the text above the cell.
    """

    document: Document
    flow: Dataflow
    cell: str
    error: Raised
    namespace: Namespace | None = None
    goal: str = ""

    def source(self, cell_id: str) -> str:
        """Return the text of a cell."""
        return next(cell.source for cell in self.document.cells if cell.id == cell_id)
