"""Frames whose cells are known only by the number of their run."""

from __future__ import annotations

from dataclasses import replace

from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.trial import Frame, Raised


def located(error: Raised, document: Document, failing: str | None = None) -> Raised:
    """Return an exception and its causes with the cells of their frames.

    Parameters
    ----------
    error : Raised
        What was raised.
    document : Document
        The notebook.
    failing : str, optional
        The cell that raised: a run that no cell remembers was its own, if it is the outermost.
    """
    cells = {
        cell.execution_count: cell.id
        for cell in document.cells
        if cell.type == "code" and cell.execution_count is not None
    }
    return _located(error, cells, failing)


def _located(error: Raised, cells: dict[int, str], failing: str | None) -> Raised:
    frames = [_with_cell(frame, cells) for frame in error.frames]
    outermost = next((n for n, frame in enumerate(frames) if frame.in_notebook), None)
    if failing is not None and outermost is not None and frames[outermost].cell is None:
        frames[outermost] = replace(frames[outermost], cell=failing)
    cause = None if error.cause is None else _located(error.cause, cells, failing)
    return replace(error, frames=tuple(frames), cause=cause)


def _with_cell(frame: Frame, cells: dict[int, str]) -> Frame:
    if frame.cell is not None or frame.execution_count is None:
        return frame
    return replace(frame, cell=cells.get(frame.execution_count))
