"""What the person asks to be repaired."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_codeintel.context.notebook import CellError, Document


@dataclass(frozen=True)
class FixRequest:
    """A cell that failed.

    Parameters
    ----------
    document : Document
        The notebook as it is now.
    cell : str
        The id of the cell.
    kernel : str, optional
        On a copy of whose state repairs are tried.
    goal : str
        What the person wants, in their own words.
    traceback : tuple of str
        What the cell shows of its error, as in nbformat.
    error : CellError, optional
        What its last run ended in.
    """

    document: Document
    cell: str
    kernel: str | None = None
    goal: str = ""
    traceback: tuple[str, ...] = ()
    error: CellError | None = None
