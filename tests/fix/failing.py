"""Failing notebooks, as plain data or in a real kernel."""

from __future__ import annotations

from dataclasses import replace

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.namespace import Namespace
from jupyter_codeintel.trial import Frame, Raised


def notebook(*sources: str, kernel: str | None = None) -> Document:
    """Return a notebook whose cells, ``c0`` and so on, have all run."""
    cells = tuple(
        Cell(f"c{n}", "code", source, execution_count=n + 1, executed_source=source)
        for n, source in enumerate(sources)
    )
    return Document("some.ipynb", cells=cells, kernel=kernel)


def raised(name: str, value: str, *places: tuple[str, int, str, str]) -> Raised:
    """Return an exception; a place is a cell, a line, its function and its text."""
    frames = tuple(Frame(cell, None, "", line, at, text) for cell, line, at, text in places)
    return Raised(name, value, frames)


def failure(
    document: Document,
    error: Raised,
    *,
    goal: str = "",
    namespace: Namespace | None = None,
    cell: str | None = None,
) -> Failure:
    """Return the failure of a cell, by default of the last one."""
    flow = Dataflow()
    flow.update(document)
    return Failure(document, flow, cell or document.cells[-1].id, error, namespace, goal)


async def failed(runner: Runner, *sources: str, goal: str = "") -> FixRequest:
    """Run cells in a kernel, of which the last one fails; return what the person asks then."""
    for source in sources:
        ran = await runner.run_cell(source, 30)
    document = notebook(*sources, kernel=runner.kernel_id)
    error = CellError(ran.outcome.name, ran.outcome.value)
    last = replace(document.cells[-1], error=error)
    document = replace(document, cells=(*document.cells[:-1], last))
    return FixRequest(document, last.id, runner.kernel_id, goal, ran.traceback, error)
