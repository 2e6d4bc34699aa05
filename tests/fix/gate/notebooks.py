"""Failing notebooks with candidates for their repair, on a real kernel."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.located import located
from jupyter_codeintel.fix.events import Badge
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.badge import badge
from jupyter_codeintel.fix.gate.static import static_objections
from jupyter_codeintel.fix.gate.trial import trial_objections
from jupyter_codeintel.fix.replay import reproduce, trial_for
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Raised, Verdict

CASES = Path(__file__).parents[2] / "cases" / "gate"


@dataclass(frozen=True)
class Case:
    """One candidate."""

    notebook: str
    name: str
    honest: bool
    candidate: Candidate

    @property
    def id(self) -> str:
        """What the test is called."""
        return f"{self.notebook}, {'honest' if self.honest else 'cheat'}: {self.name}"


@dataclass(frozen=True)
class Notebook:
    """A failing notebook."""

    name: str
    sources: tuple[str, ...]
    fails: int
    goal: str
    cases: tuple[Case, ...]


def notebooks(folder: Path = CASES) -> list[Notebook]:
    """Return the notebooks of a folder."""
    return [_notebook(path) for path in sorted(folder.glob("*.toml"))]


def _notebook(path: Path) -> Notebook:
    data = tomllib.loads(path.read_text("utf-8"))
    sources = tuple(source.strip("\n") for source in data["cells"])
    cases = tuple(_cases(path.stem, data))
    return Notebook(path.stem, sources, data["fails"], data.get("goal", ""), cases)


def _cases(notebook: str, data: Mapping[str, Any]) -> Iterator[Case]:
    for kind in ("honest", "cheat"):
        for case in data[kind]:
            edits = {f"c{n}": text.strip("\n") for n, text in case["edits"].items()}
            yield Case(notebook, case["name"], kind == "honest", Candidate(edits, "model"))


@dataclass(frozen=True)
class Judged:
    """What was said of a candidate."""

    case: Case
    badge: Badge
    reasons: Sequence[str]
    verdict: Verdict | None


async def judged(notebook: Notebook, runner: Runner, trials: KernelTrials) -> list[Judged]:
    """Run a notebook to its failure, and judge all its candidates."""
    failure, before = await failed(notebook, runner, trials)
    return [await _judged(case, failure, before, runner, trials) for case in notebook.cases]


async def failed(
    notebook: Notebook, runner: Runner, trials: KernelTrials
) -> tuple[Failure, Verdict]:
    """Run a notebook to its failure in a kernel that is emptied first."""
    await runner.execute("%reset -f", 30)
    cells = [Cell(f"c{n}", "code", source) for n, source in enumerate(notebook.sources)]
    for n, source in enumerate(notebook.sources[: notebook.fails + 1]):
        run = await runner.run_cell(source, 60)
        error = CellError(run.outcome.name, run.outcome.value)
        failing = run.outcome.status != "ok"
        assert failing == (n == notebook.fails), run.outcome
        cells[n] = replace(
            cells[n],
            execution_count=run.count,
            executed_source=source,
            error=error if failing else None,
        )
    document = Document("case.ipynb", cells=tuple(cells), kernel=runner.kernel_id)
    flow = Dataflow()
    flow.update(document)
    raised = Raised(run.outcome.name, run.outcome.value)
    failure = Failure(
        document, flow, f"c{notebook.fails}", raised, await runner.namespace(), notebook.goal
    )
    before = await trials.verify(runner.kernel_id, reproduce(failure))
    assert before.error is not None, before
    return replace(failure, error=located(before.error, document, failure.cell)), before


async def _judged(
    case: Case, failure: Failure, before: Verdict, runner: Runner, trials: KernelTrials
) -> Judged:
    objections = static_objections(failure, case.candidate)
    if any(objection.severity == "refuse" for objection in objections):
        return Judged(case, *badge(objections, None), verdict=None)
    verdict = await trials.verify(runner.kernel_id, trial_for(failure, case.candidate))
    objections += trial_objections(failure, case.candidate, verdict, before)
    return Judged(case, *badge(objections, verdict), verdict=verdict)
