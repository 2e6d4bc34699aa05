"""A notebook whose cells have run, as chat meets it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.evaluation.chat.questions import Notebook, Question
from jupyter_codeintel.kernel.runner import Execution, Runner, started_kernel
from jupyter_codeintel.namespace import Namespace

CELL_SECONDS = 60.0
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Executed:
    """A notebook and the kernel in which it ran."""

    document: Document
    flow: Dataflow
    tracebacks: dict[str, str]
    runner: Runner
    namespace: Namespace | None

    def scene(self, question: Question) -> Scene:
        """Return what a question is asked about."""
        active = self.document.cells[question.active - 1].id
        return Scene(
            self.document,
            self.flow,
            active,
            tracebacks=self.tracebacks,
            namespace=self.namespace,
        )

    async def holds(self, question: Question) -> bool:
        """Whether a question's answer is right in the kernel."""
        code = f"assert (lambda answer: ({question.proof}))({list(question.all)!r})"
        return (await self.runner.execute(code, CELL_SECONDS)).status == "ok"


@asynccontextmanager
async def executed(notebook: Notebook) -> AsyncIterator[Executed]:
    """Run a notebook in a kernel of its own; an error in a cell does not end it."""
    with tempfile.TemporaryDirectory() as folder:
        async with started_kernel(folder) as runner:
            runs = [await runner.run_cell(source, CELL_SECONDS) for source in notebook.cells]
            cells = tuple(
                _cell(f"c{number}", source, run)
                for number, (source, run) in enumerate(zip(notebook.cells, runs, strict=True))
            )
            tracebacks = {
                cell.id: _CONTROL.sub("", "\n".join(run.traceback))
                for cell, run in zip(cells, runs, strict=True)
                if run.traceback
            }
            document = Document(f"{notebook.name}.ipynb", cells=cells, kernel=runner.kernel_id)
            flow = Dataflow()
            flow.update(document)
            yield Executed(document, flow, tracebacks, runner, await runner.namespace())


def _cell(name: str, source: str, run: Execution) -> Cell:
    failed = run.outcome.status == "error"
    error = CellError(run.outcome.name, run.outcome.value) if failed else None
    return Cell(name, "code", source, run.count, error, source)
