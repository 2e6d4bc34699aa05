"""In which order the cells of a notebook have run, or will run."""

from __future__ import annotations

from jupyter_codeintel.context.notebook import Cell, Document


def execution_order(document: Document, cell_id: str | None = None) -> tuple[Cell, ...]:
    """Return the code cells whose effects a cell meets, in the order of their effects.

    Cells that have run come first, in the order of their numbers: their effects are in the
    kernel, wherever they stand. Those that have not run follow by position, as far as they
    stand above the cell: they are expected to run before it. Without a kernel nothing has
    an effect yet, so that only what stands above counts.

    Parameters
    ----------
    document : Document
        The notebook.
    cell_id : str, optional
        The cell that asks, itself left out; without it or when it is unknown, the end of
        the notebook asks.
    """
    index = document.index(cell_id) if cell_id is not None else None
    code = [
        (position, cell)
        for position, cell in enumerate(document.cells)
        if cell.type == "code" and position != index
    ]
    end = len(document.cells) if index is None else index
    ran = [
        (cell.execution_count, position, cell)
        for position, cell in code
        if cell.execution_count is not None and (position < end or document.kernel is not None)
    ]
    # A number may occur twice: a kernel was started anew. Then the position decides.
    ran.sort(key=lambda entry: entry[:2])
    waiting = [cell for position, cell in code if cell.execution_count is None and position < end]
    return (*(cell for _, _, cell in ran), *waiting)
