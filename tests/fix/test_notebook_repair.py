"""A notebook from its top to its end, without a kernel."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.fix.events import Badge, Edit, Ended, Event, Evidence, Proposal, Step
from jupyter_codeintel.fix.notebook_repair import Failed, NotebookRepair, Repair, text_above
from jupyter_codeintel.fix.notebook_run import NotebookRun, Ran


@dataclass(frozen=True)
class Outcome:
    status: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Execution:
    outcome: Outcome
    count: int | None
    outputs: tuple[Mapping[str, Any], ...] = ()
    traceback: tuple[str, ...] = ()


@dataclass
class Python:
    """Runs cells in a namespace; one that is ``hang`` takes too long."""

    kernel_id: str = "here"
    names: dict[str, Any] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)

    async def run_cell(self, code: str, seconds: float) -> Execution:
        self.ran.append(code)
        if code == "hang":
            return Execution(Outcome("timeout"), len(self.ran))
        try:
            exec(code, self.names)  # noqa: S102 - a kernel's purpose
        except Exception as error:
            outcome = Outcome("error", type(error).__name__, str(error))
            return Execution(outcome, len(self.ran), traceback=("trace",))
        return Execution(Outcome("ok"), len(self.ran))

    async def execute(self, code: str, seconds: float, *, silent: bool = False) -> Outcome:
        assert silent
        exec(code, self.names)  # noqa: S102 - a kernel's purpose
        return Outcome("ok")


@dataclass
class Fixer:
    """Replaces ``bad`` by what a test says, or finds nothing."""

    good: str = ""
    badge: Badge = "verified"
    failed: list[Failed] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    decisions: list[bool] = field(default_factory=list)

    def __call__(self, document: Document, failed: Failed) -> Fixer:
        self.documents.append(document)
        self.failed.append(failed)
        return self

    async def events(self) -> AsyncGenerator[Event, None]:
        for state in ("running", "done"):
            yield Step(1, "try", "Trying", state)
        yield Step(2, "judge", "Judging", "done")
        if not self.good:
            yield Ended("nothing", "Nothing was found")
            return
        cell = self.failed[-1].cell
        edits = tuple(
            Edit(c.id, c.source, c.source.replace("bad", self.good))
            for c in self.documents[-1].cells
            if "bad" in c.source
        )
        run = (*(edit.cell for edit in edits if edit.cell != cell), cell)
        yield Proposal(self.badge, "better", edits, run, Evidence("fork"))

    def decided(self, accepted: bool) -> None:
        self.decisions.append(accepted)


def notebook(*sources: str) -> Document:
    """Return a notebook; texts that begin with ``#!`` are Markdown."""
    cells = [
        Cell(str(number), "markdown", text[2:])
        if text.startswith("#!")
        else Cell(str(number), "code", text, 9, CellError("Old", ""), "old")
        for number, text in enumerate(sources)
    ]
    return Document("demo.ipynb", cells=tuple(cells))


async def collect(repair: NotebookRepair) -> list[Ran | Failed | Step | Repair]:
    """Run to the end."""
    return [event async for event in repair.events()]


async def test_what_fails_is_repaired_and_the_rest_runs() -> None:
    kernel, fixer = Python(), Fixer("1")
    run = NotebookRun(notebook("a = 0", "#!Add.", "b = a + bad", "", "c = b"), kernel)
    repair = NotebookRepair(run, fixer)
    events = await collect(repair)
    assert [type(event).__name__ for event in events] == [
        "Ran", "Ran", "Failed", "Step", "Step", "Step", "Repair", "Ran", "Ran",
    ]  # fmt: skip
    assert repair.reached_end
    assert (kernel.names["c"], fixer.decisions) == (1, [True])
    (failed,) = fixer.failed
    assert failed.error == CellError("NameError", "name 'bad' is not defined")
    assert (failed.goal, failed.traceback) == ("Add.", ("trace",))
    above, _, failing, *below = fixer.documents[0].cells
    assert (above.execution_count, above.error, above.executed_source) == (1, None, "a = 0")
    assert (failing.error, failing.stale) == (failed.error, False)
    assert {cell.execution_count for cell in below} == {None}, "nothing of an old run is left"
    assert fixer.documents[0].kernel == "here"
    (done,) = repair.repairs
    assert (done.tries, done.accepted, done.moved) == (1, True, ())
    assert [cell.execution_count for cell in run.document.cells] == [1, None, 3, None, 4]


async def test_earlier_cells_that_were_changed_run_again_before() -> None:
    kernel = Python()
    run = NotebookRun(notebook("a = ['bad']", "x = 5", "b = {}[a[0]]"), kernel)
    repair = NotebookRepair(run, Fixer("good"))
    await collect(repair)
    again = ["a = ['good']", "b = {}[a[0]]"]
    assert kernel.ran[:5] == ["a = ['bad']", "x = 5", "b = {}[a[0]]", *again]


async def test_a_name_that_no_cell_binds_any_more_hides_nothing() -> None:
    kernel = Python()
    run = NotebookRun(notebook("sum = 3", "kept = 1", "total = sum([kept])"), kernel)
    for name in run.code_cells:
        await run.run(name)
    await run.edit({"0": "count = 3", "1": "kept = 2"})
    assert {"sum", "kept"} & kernel.names.keys() == {"kept"}
    assert (await run.run("2")).execution.outcome.status == "ok"


@pytest.mark.parametrize(
    ("fixer", "accept", "decisions"),
    [
        (Fixer("1", "runs"), "verified", [False]),
        (Fixer("1", "unverified"), "runs", [False]),
        (Fixer(), "unverified", []),
    ],
)
async def test_what_is_not_good_enough_ends_it(
    fixer: Fixer, accept: Badge, decisions: list[bool]
) -> None:
    run = NotebookRun(notebook("bad", "2"), Python())
    repair = NotebookRepair(run, fixer, accept=accept)
    await collect(repair)
    assert not repair.reached_end
    assert fixer.decisions == decisions
    assert run.cell("0").source == "bad"
    assert "1" not in run.executions


async def test_a_cell_that_fails_again_and_again_is_given_up() -> None:
    fixer = Fixer("bad + 0")
    repair = NotebookRepair(NotebookRun(notebook("bad"), Python()), fixer)
    await collect(repair)
    assert len(repair.repairs) == 2
    assert not repair.reached_end


async def test_an_earlier_cell_that_fails_when_run_again_ends_it() -> None:
    fixer = Fixer("'\n1 / 0 #")
    run = NotebookRun(notebook("a = 'bad'", "b = a + 1"), Python())
    repair = NotebookRepair(run, fixer)
    events = await collect(repair)
    assert isinstance(events[-1], Ran)
    assert events[-1].cell == "0"
    assert not repair.reached_end


async def test_only_errors_are_repaired_and_not_all_of_them() -> None:
    fixer = Fixer()
    repair = NotebookRepair(NotebookRun(notebook("hang", "1"), Python()), fixer)
    await collect(repair)
    assert (repair.reached_end, fixer.failed) == (False, [])
    run = NotebookRun(notebook("bad", "1"), Python(), may_fail=["0"])
    repair = NotebookRepair(run, fixer)
    await collect(repair)
    assert (repair.reached_end, fixer.failed) == (True, [])
    late = NotebookRepair(NotebookRun(notebook("bad"), Python()), fixer, until=time.monotonic())
    await collect(late)
    assert (late.reached_end, fixer.failed) == (False, [])


async def test_it_ends_with_the_last_cell_that_is_asked_for() -> None:
    kernel = Python()
    repair = NotebookRepair(NotebookRun(notebook("1", "2", "3"), kernel), Fixer(), last="1")
    await collect(repair)
    assert repair.reached_end
    assert kernel.ran == ["1", "2"]
    run = NotebookRun(notebook("1", "2", "3"), kernel)
    assert [ran.cell async for ran in run.to_end("1")] == ["0", "1"]
    run = NotebookRun(notebook("1", "bad", "3"), kernel)
    assert [ran.cell async for ran in run.to_end()] == ["0", "1"]


async def test_cells_from_below_are_moved_above() -> None:
    run = NotebookRun(notebook("1", "2", "3", "4"), Python())
    assert run.move_above("3", "1")
    assert run.move_above("2", "1")
    assert not run.move_above("0", "1")
    assert [cell.id for cell in run.document.cells] == ["0", "3", "2", "1"]


def test_the_goal_is_the_last_text_above() -> None:
    document = notebook("#!First.", "1", "#!Second.", "2", "3", "#!Third.")
    assert text_above(document, "4") == "Second."
    assert text_above(document, "1") == "First."
    assert text_above(notebook("1"), "0") == ""
