"""Running notebooks to their failure, and judging candidates as the product does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.evaluation.candidates.cases import Case, Notebook
from jupyter_codeintel.fix.attempt import UNTRIED, Attempt
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.comparing import compared
from jupyter_codeintel.fix.diagnosis.located import located
from jupyter_codeintel.fix.events import Badge
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.badge import badge
from jupyter_codeintel.fix.gate.static import static_objections
from jupyter_codeintel.fix.gate.trial import trial_objections
from jupyter_codeintel.fix.repairs.propose import propose
from jupyter_codeintel.fix.replay import reproduce, trial_for
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Raised, Verdict

_CELL_SECONDS = 60.0
_EMPTY = """\
import sys, warnings
warnings.filters[:] = vars(warnings).setdefault("first_filters", warnings.filters[:])
if "numpy" in sys.modules:
    sys.modules["numpy"].seterr(divide="warn", over="warn", under="ignore", invalid="warn")
%reset -f
"""
"""Takes back what a notebook leaves behind: warnings that raise, and its variables."""


@dataclass(frozen=True)
class Judged:
    """What was said of a candidate.

    Parameters
    ----------
    case : Case
        Which.
    badge : Badge
        What it got.
    reasons : sequence of str
        Why, in plain sentences; what speaks against it first.
    verdict : Verdict
        Of its trial.
    """

    case: Case
    badge: Badge
    reasons: Sequence[str]
    verdict: Verdict


@dataclass(frozen=True)
class Failed:
    """A notebook that has failed in a kernel.

    Parameters
    ----------
    failure : Failure
        The error, as the product knows it.
    before : Verdict
        Of the trial in which it was seen again.
    """

    failure: Failure
    before: Verdict


class Bench:
    """Judges candidates in one kernel, which is emptied for each notebook.

    Parameters
    ----------
    runner : Runner
        The kernel.
    trials : KernelTrials
        Tries on copies of it.
    """

    def __init__(self, runner: Runner, trials: KernelTrials) -> None:
        self._runner = runner
        self._trials = trials

    async def judged(self, notebook: Notebook) -> list[Judged]:
        """Run a notebook to its failure, and judge all its candidates.

        The rules' repairs are tried first, as in every fix. That several answers agree is
        asked of what a model writes besides; a candidate by itself is judged without.

        Raises
        ------
        CodeIntelError
            ``bad_suite``: it does not fail where it says.
        """
        found = await self.failed(notebook)
        proposed = await propose(found.failure, self._runner.live)
        rules = [await self._tried(found, c) for c in proposed if isinstance(c, Candidate)]
        return [await self._judged(found, case, rules) for case in notebook.cases]

    async def failed(self, notebook: Notebook) -> Failed:
        """Run a notebook to its failure.

        Raises
        ------
        CodeIntelError
            ``bad_suite``: it does not fail where it says.
        """
        await self._runner.execute(_EMPTY, _CELL_SECONDS)
        cells = [Cell(f"c{n}", "code", source) for n, source in enumerate(notebook.sources)]
        for n, source in enumerate(notebook.sources[: notebook.fails + 1]):
            run = await self._runner.run_cell(source, _CELL_SECONDS)
            outcome = run.outcome
            if (outcome.status != "ok") != (n == notebook.fails):
                said = f"{outcome.status} {outcome.name} {outcome.value}".strip()
                raise _bad(f"{notebook.name}: cell {n} is not as it says: {said}")
            error = CellError(outcome.name, outcome.value) if n == notebook.fails else None
            cells[n] = replace(
                cells[n], execution_count=run.count, executed_source=source, error=error
            )
        document = Document("case.ipynb", cells=tuple(cells), kernel=self._runner.kernel_id)
        flow = Dataflow()
        flow.update(document)
        raised = Raised(outcome.name, outcome.value)
        namespace = await self._runner.namespace()
        failure = Failure(document, flow, f"c{notebook.fails}", raised, namespace, notebook.goal)
        before = await self._trials.verify(self._runner.kernel_id, reproduce(failure))
        if before.error is None:
            raise _bad(f"{notebook.name}: on a copy it ends with {before.status}")
        error_seen = located(before.error, document, failure.cell)
        return Failed(replace(failure, error=error_seen), before)

    async def _judged(self, found: Failed, case: Case, rules: Sequence[Attempt]) -> Judged:
        attempt = await self._tried(found, case.candidate)
        objections = (*attempt.objections, *compared(found.failure, attempt, rules))
        return Judged(case, *badge(objections, attempt.verdict), attempt.verdict)

    async def _tried(self, found: Failed, candidate: Candidate) -> Attempt:
        objections = static_objections(found.failure, candidate)
        attempt = Attempt(candidate, UNTRIED, objections)
        if not attempt.refused:
            trial = trial_for(found.failure, candidate)
            attempt.verdict = await self._trials.verify(self._runner.kernel_id, trial)
            attempt.objections += trial_objections(
                found.failure, candidate, attempt.verdict, found.before
            )
        return attempt


def _bad(message: str) -> CodeIntelError:
    return CodeIntelError(
        message, code="bad_suite", hint="Run its cells in a notebook, and mend the file."
    )
