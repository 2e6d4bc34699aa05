"""A document as the server knows it: immutable snapshots, changed by deltas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

CellType = Literal["code", "markdown", "raw"]
DocumentKind = Literal["notebook", "file"]


@dataclass(frozen=True)
class CellError:
    """The exception that a cell's last run ended in."""

    name: str
    value: str


@dataclass(frozen=True)
class Cell:
    """One cell; a file has a single code cell.

    Parameters
    ----------
    id, type, source : str
        As in the notebook.
    execution_count : int, optional
        The number of its last run, as in ``In [3]``.
    error : CellError, optional
        What that run ended in.
    executed_source : str, optional
        What ran then, as far as it is known; `Document.synced` keeps it.
    """

    id: str
    type: CellType
    source: str
    execution_count: int | None = None
    error: CellError | None = None
    executed_source: str | None = None

    @property
    def stale(self) -> bool:
        """Whether it was edited since its last run."""
        return (
            self.executed_source is not None
            and self.executed_source.rstrip() != self.source.rstrip()
        )

    def following(self, known: Cell | None) -> Cell:
        """Return this state of the cell ``known``, with the source of the run it tells of.

        The front end sends a cell when its number arrives, thus with what ran.
        """
        if self.execution_count is None:
            return replace(self, executed_source=None)
        if known is None or known.execution_count != self.execution_count:
            return replace(self, executed_source=self.source)
        return replace(self, executed_source=known.executed_source)


@dataclass(frozen=True)
class Document:
    """A notebook or file at one moment.

    Parameters
    ----------
    path : str
        The name under which the browser keeps it.
    kind : {'notebook', 'file'}
        What it is.
    language : str
        The kernel's or file's language, as CodeMirror and Jupyter name it.
    cells : tuple of Cell
        In order, from the top.
    kernel : str, optional
        The id of the kernel that runs it.
    """

    path: str
    kind: DocumentKind = "notebook"
    language: str = "python"
    cells: tuple[Cell, ...] = ()
    kernel: str | None = None

    def index(self, cell_id: str) -> int | None:
        """Return the position of a cell, None when it is not known (yet)."""
        return next((i for i, cell in enumerate(self.cells) if cell.id == cell_id), None)

    def language_of(self, cell_id: str) -> str:
        """Return the language that a cell is written in."""
        index = self.index(cell_id)
        markdown = index is not None and self.cells[index].type == "markdown"
        return "markdown" if markdown else self.language

    def synced(self, changed: Iterable[Cell], order: Sequence[str] | None) -> Document:
        """Return the document after a delta.

        Parameters
        ----------
        changed : iterable of Cell
            Cells that are new or different.
        order : sequence of str, optional
            All cell ids when the structure changed; unknown ids are left out until their
            cell arrives. Without it, new cells are put at the end.
        """
        cells = {cell.id: cell for cell in self.cells}
        cells |= {cell.id: cell.following(cells.get(cell.id)) for cell in changed}
        wanted = cells if order is None else dict.fromkeys(order)
        return replace(self, cells=tuple(cells[name] for name in wanted if name in cells))
