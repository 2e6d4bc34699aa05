"""One fix: from a failed cell to proposals, one after the other."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.asking import Author
from jupyter_codeintel.fix.attempts import Attempts
from jupyter_codeintel.fix.budget import Budget, LimitsExceeded
from jupyter_codeintel.fix.choosing import Choice, choose
from jupyter_codeintel.fix.diagnosis.suspect import Suspect
from jupyter_codeintel.fix.diagnosis.suspects import suspects
from jupyter_codeintel.fix.effects import effects
from jupyter_codeintel.fix.events import Ended, Event, Proposal, Step
from jupyter_codeintel.fix.port import FixEngine, Kernels, Trials
from jupyter_codeintel.fix.prompting.error_text import message_line
from jupyter_codeintel.fix.proposing import already_passing, proposal
from jupyter_codeintel.fix.reproducing import Reproduced, reproduced
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.fix.steps import Steps, done, failed
from jupyter_codeintel.fix.strategies.by_name import strategy_named
from jupyter_codeintel.fix.trajectory import Trajectory
from jupyter_codeintel.fix.workbench import Workbench

Steppers = AsyncGenerator[Step, None]


@dataclass(frozen=True)
class Means:
    """What repairing is done with.

    Parameters
    ----------
    engine : FixEngine
        Writes.
    trials : Trials
        Tries.
    kernels : Kernels
        Look into live kernels.
    """

    engine: FixEngine
    trials: Trials
    kernels: Kernels


class Fixing:
    """Looks for repairs of one failure; remembers what was tried and shown.

    Parameters
    ----------
    request : FixRequest
        What is to be repaired.
    means : Means
        With what.
    settings : FixSettings
        How, and within which limits.
    trajectory : Trajectory
        Where it is recorded.
    """

    def __init__(
        self, request: FixRequest, means: Means, settings: FixSettings, trajectory: Trajectory
    ) -> None:
        self._request = request
        self._means = means
        self._settings = settings
        self._trajectory = trajectory
        self._strategy = strategy_named(settings.strategy)
        self._steps = Steps()
        self._budget = Budget(settings)
        self._bench: Workbench | None = None
        self._looking: Steppers | None = None
        self._shown: list[Choice] = []
        self._end = "Nothing was found"

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yield steps, then a proposal or the end."""
        step = self._steps.begin("reproduce", "Looking at the error")
        yield step
        found = await reproduced(self._request, self._means.trials, self._means.kernels)
        verdict = found.verdict
        if verdict is not None and verdict.status == "passed":
            yield done(step, "The cell runs now")
            yield already_passing(found.failure, verdict)
            return
        yield done(step, f"It raises {found.failure.error.name}", message_line(found.failure.error))
        self._prepare(found)
        async for event in self._search(self._strategy.begin):
            yield event

    async def another(self) -> AsyncGenerator[Event, None]:
        """Go on looking; what was shown is not shown again."""
        if self._bench is None:
            yield Ended("nothing", "There is nothing else to try: the cell runs now")
            return
        self._budget.renew()
        async for event in self._search(self._strategy.go_on):
            yield event

    def best(self) -> Proposal | None:
        """Return the best of what ran so far and was not shown, None if nothing did."""
        choice = None if self._bench is None else self._choice(self._bench)
        if self._bench is None or choice is None or choice.attempt.verdict.status != "passed":
            return None
        return self._shown_choice(self._bench, choice)

    async def aclose(self) -> None:
        """End what is under way."""
        if self._looking is not None:
            await self._looking.aclose()
            self._looking = None

    def _prepare(self, found: Reproduced) -> None:
        failure = found.failure
        tried_on = None if found.verdict is None else self._request.kernel
        named = suspects(failure)
        self._record_start(found, named)
        self._bench = Workbench(
            failure=failure,
            suspects=named,
            settings=self._settings,
            attempts=Attempts(found, self._means.trials, tried_on, self._budget, self._trajectory),
            author=Author(self._means.engine, self._budget, self._trajectory),
            kernels=self._means.kernels,
            steps=self._steps,
        )

    def _record_start(self, found: Reproduced, named: Sequence[Suspect]) -> None:
        error, verdict = found.failure.error, found.verdict
        fields = {
            "strategy": self._settings.strategy,
            "error": error.name,
            "tier": None if verdict is None else verdict.tier,
            "suspects": [suspect.cell for suspect in named],
            "failing": found.failure.cell,
        }
        source = found.failure.source(found.failure.cell)
        self._trajectory.write("start", fields, {"cell": source, "message": error.value})

    async def _search(self, begin: Callable[[Workbench], Steppers]) -> AsyncGenerator[Event, None]:
        bench = self._bench
        assert bench is not None  # noqa: S101 - it was prepared
        choice = self._choice(bench)  # what an earlier search left may do
        if choice is None or not choice.settled:
            async for step in self._steps_of(begin, bench):
                yield step
                choice = self._choice(bench)
                if choice is not None and choice.settled:
                    break
        yield self._ended(bench) if choice is None else self._shown_choice(bench, choice)

    async def _steps_of(self, begin: Callable[[Workbench], Steppers], bench: Workbench) -> Steppers:
        """Yield the steps of a strategy until it ends by itself or at a limit."""
        if self._looking is None:
            self._looking = begin(bench)
        try:
            async for step in self._looking:
                yield step
        except LimitsExceeded as limit:
            self._end = f"Nothing was found: {limit.message}"
        except CodeIntelError as error:
            # What was found before is shown all the same; the step says what went wrong.
            self._end = f"{error.message}. {error.hint}".strip()
            yield failed(
                self._steps.begin("propose", "The model could not be asked"), detail=self._end
            )
        self._looking = None

    def _choice(self, bench: Workbench) -> Choice | None:
        """Return the best of what was tried and not shown, nor the same as what was."""
        failure = bench.failure
        shown = {effects(failure, choice.attempt) for choice in self._shown}
        left = [a for a in bench.attempts.all if effects(failure, a) not in shown]
        return choose(failure, left)

    def _shown_choice(self, bench: Workbench, choice: Choice) -> Proposal:
        self._shown.append(choice)
        shown = proposal(bench.failure, choice)
        fields = {"badge": shown.badge, "origin": shown.origin, "kind": shown.kind}
        self._trajectory.write("proposal", fields)
        return shown

    def _ended(self, bench: Workbench) -> Event:
        if bench.advice:
            return Ended("advice", "\n".join(bench.advice))
        return Ended("nothing", self._end)
