"""Running notebooks to their failure, and judging candidates as the product does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.evaluation.candidates.cases import Case, Notebook
from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.attempts import Attempts
from jupyter_codeintel.fix.budget import Budget
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.events import Badge
from jupyter_codeintel.fix.gate.badge import badge
from jupyter_codeintel.fix.repairs.propose import propose
from jupyter_codeintel.fix.reproducing import Reproduced, reproduced
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.fix.trajectory import Trajectory
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Verdict

_CELL_SECONDS = 60.0
_FREE = FixSettings(max_attempts=1000, time_limit_s=600.0)
"""Every candidate is tried; a hand-written suite has far fewer."""
_EMPTY = """\
import sys, warnings
warnings.filters[:] = vars(warnings).setdefault("first_filters", warnings.filters[:])
if "numpy" in sys.modules:
    sys.modules["numpy"].seterr(divide="warn", over="warn", under="ignore", invalid="warn")
%reset -f
%xmode Minimal
__import__("gc").freeze()
"""
"""Takes back what a notebook leaves behind: warnings that raise, and its variables.

The collections of a reset need not go through the libraries each time, and tracebacks need not
show all frames, which takes seconds for those of recursions: it fails again on a copy.
"""


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
        attempts = Attempts(
            found, self._trials, self._runner.kernel_id, Budget(_FREE), Trajectory()
        )
        proposed = await propose(found.failure, self._runner.live)
        rules = [repair for repair in proposed if isinstance(repair, Candidate)]
        await attempts.run(attempts.take(rules))
        await attempts.run(attempts.take([case.candidate for case in notebook.cases]))
        return [_judged(case, attempts.of(case.candidate)) for case in notebook.cases]

    async def failed(self, notebook: Notebook) -> Reproduced:
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
        request = FixRequest(
            Document("case.ipynb", cells=tuple(cells)),
            cell=f"c{notebook.fails}",
            kernel=self._runner.kernel_id,
            goal=notebook.goal,
            traceback=run.traceback,
            error=error,
        )
        found = await reproduced(request, self._trials, self._runner.live)
        if found.verdict is None or found.verdict.error is None:
            raise _bad(f"{notebook.name}: on a copy of the kernel it does not fail")
        return found


def _judged(case: Case, attempt: Attempt) -> Judged:
    return Judged(case, *badge(attempt.objections, attempt.verdict), attempt.verdict)


def _bad(message: str) -> CodeIntelError:
    return CodeIntelError(
        message, code="bad_suite", hint="Run its cells in a notebook, and mend the file."
    )
