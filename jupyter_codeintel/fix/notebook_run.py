"""A notebook that runs in a kernel, cell by cell, and what is known of it meanwhile."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from jupyter_codeintel.context.dataflow.facts import facts
from jupyter_codeintel.context.dataflow.parsing import parse
from jupyter_codeintel.context.notebook import Cell, CellError, Document


class Outcome(Protocol):
    """How an execution ended: ``status`` is ``"ok"``, ``"error"``, ``"timeout"``, ``"died"``."""

    @property
    def status(self) -> str: ...  # noqa: D102 - the class tells
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102


class Execution(Protocol):
    """An execution and what it showed, in nbformat."""

    @property
    def outcome(self) -> Outcome: ...  # noqa: D102 - the class tells
    @property
    def outputs(self) -> tuple[Mapping[str, Any], ...]: ...  # noqa: D102
    @property
    def count(self) -> int | None: ...  # noqa: D102
    @property
    def traceback(self) -> tuple[str, ...]: ...  # noqa: D102


class CellRunner(Protocol):
    """Runs cells in a kernel."""

    kernel_id: str

    async def run_cell(self, code: str, seconds: float) -> Execution:
        """Run a cell to its end."""
        ...

    async def execute(self, code: str, seconds: float, *, silent: bool = False) -> Outcome:
        """Run code that is no cell."""
        ...


@dataclass(frozen=True)
class Ran:
    """A cell has run."""

    cell: str
    execution: Execution


class NotebookRun:
    """A notebook and the kernel that runs it.

    Parameters
    ----------
    document : Document
        As it was read: nothing of it has run in this kernel.
    runner : CellRunner
        The kernel.
    may_fail : collection of str
        Cells whose errors are passed over.
    cell_seconds : float
        After which a cell is interrupted.
    """

    def __init__(
        self,
        document: Document,
        runner: CellRunner,
        *,
        may_fail: Collection[str] = (),
        cell_seconds: float = float("inf"),
    ) -> None:
        fresh = [replace(c, execution_count=None, error=None) for c in document.cells]
        cells = tuple(replace(cell, executed_source=None) for cell in fresh)
        self.document = replace(document, cells=cells, kernel=runner.kernel_id)
        self.executions: dict[str, Execution] = {}
        """The last one of each cell that has run."""
        self._runner = runner
        self._may_fail = may_fail
        self._cell_seconds = cell_seconds

    @property
    def code_cells(self) -> tuple[str, ...]:
        """The cells to run: those with code in them."""
        cells = self.document.cells
        return tuple(c.id for c in cells if c.type == "code" and c.source.strip())

    def cell(self, name: str) -> Cell:
        """Return a cell as it is now."""
        return next(cell for cell in self.document.cells if cell.id == name)

    async def run(self, name: str) -> Ran:
        """Run a cell."""
        source = self.cell(name).source
        execution = await self._runner.run_cell(source, self._cell_seconds)
        self.executions[name] = execution
        outcome = execution.outcome
        failed = outcome.status == "error"
        self._change(
            name,
            execution_count=execution.count,
            executed_source=source,
            error=CellError(outcome.name, outcome.value) if failed else None,
        )
        return Ran(name, execution)

    async def edit(self, texts: Mapping[str, str]) -> None:
        """Give cells other texts, and take names away that no cell binds any more.

        Else one that hid a function of Python's own would go on hiding it.
        """
        before = self._defined(texts)
        for name, source in texts.items():
            self._change(name, source=source)
        gone = before - self._defined(self.code_cells)
        if gone:
            lines = [f"globals().pop({name!r}, None)" for name in sorted(gone)]
            await self._runner.execute("; ".join(lines), self._cell_seconds, silent=True)

    def move_above(self, name: str, other: str) -> bool:
        """Move a cell above another if it stands below; return whether it did."""
        cells = list(self.document.cells)
        here, there = (self.document.index(one) for one in (name, other))
        assert here is not None  # noqa: S101 - they are cells of the notebook
        assert there is not None  # noqa: S101
        if here > there:
            cells.insert(there, cells.pop(here))
            self.document = replace(self.document, cells=tuple(cells))
        return here > there

    def may_go_on(self, ran: Ran) -> bool:
        """Whether the cells below can run."""
        status = ran.execution.outcome.status
        return status == "ok" or (status == "error" and ran.cell in self._may_fail)

    async def to_end(self, last: str | None = None) -> AsyncGenerator[Ran, None]:
        """Run from the top until a cell fails, or to the one named."""
        for name in self.code_cells:
            ran = await self.run(name)
            yield ran
            if name == last or not self.may_go_on(ran):
                return

    def _defined(self, names: Iterable[str]) -> frozenset[str]:
        language = self.document.language
        told = (facts(parse(self.cell(name).source, language)) for name in names)
        return frozenset().union(*(one.defines for one in told))

    def _change(self, name: str, **changes: Any) -> None:  # noqa: ANN401 - as dataclasses.replace
        cells = tuple(
            replace(cell, **changes) if cell.id == name else cell for cell in self.document.cells
        )
        self.document = replace(self.document, cells=cells)
