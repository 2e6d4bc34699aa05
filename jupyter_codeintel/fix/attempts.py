"""The candidates of one fix: judged by their text, tried, judged by what they did."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Sequence

from jupyter_codeintel.fix.attempt import UNTRIED, WAITING, Attempt
from jupyter_codeintel.fix.budget import Budget
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.comparing import accounted_for, compared
from jupyter_codeintel.fix.diagnosis.code import code
from jupyter_codeintel.fix.gate.static import static_objections
from jupyter_codeintel.fix.gate.trial import trial_objections
from jupyter_codeintel.fix.port import Trials
from jupyter_codeintel.fix.replay import trial_for
from jupyter_codeintel.fix.reproducing import Reproduced
from jupyter_codeintel.fix.trajectory import Trajectory
from jupyter_codeintel.trial import Trial, Verdict


class Attempts:
    """Tries candidates on copies of a kernel's state.

    Parameters
    ----------
    found : Reproduced
        What is to be repaired.
    trials : Trials
        Who tries.
    kernel : str, optional
        On whose state; without it nothing is tried.
    budget : Budget
        Attempts and seconds that are left.
    trajectory : Trajectory
        Where attempts are recorded.
    """

    def __init__(
        self,
        found: Reproduced,
        trials: Trials,
        kernel: str | None,
        budget: Budget,
        trajectory: Trajectory,
    ) -> None:
        self.all: list[Attempt] = []
        self._failure = found.failure
        self._trials = trials
        self._kernel = kernel
        self._before = found.verdict
        self._budget = budget
        self._trajectory = trajectory
        self._known: dict[object, Attempt] = {}

    def take(self, candidates: Sequence[Candidate]) -> list[Attempt]:
        """Return attempts for those candidates that are worth a trial.

        Left out are those whose text shows that they are no repair. A repetition counts for
        the attempt that it repeats.
        """
        return [
            attempt
            for attempt in map(self._taken, candidates)
            if attempt is not None and not attempt.refused
        ]

    def of(self, candidate: Candidate) -> Attempt:
        """Return the attempt at a candidate that was taken, or at its first repetition."""
        return self._known[_meaning(candidate)]

    async def run(self, attempts: Sequence[Attempt]) -> None:
        """Try attempts, two at a time.

        Raises
        ------
        LimitsExceeded
            The budget ends meanwhile.
        """
        if self._kernel is None:
            return
        self._budget.check_attempts()
        waiting = attempts[: self._budget.attempts]
        self._budget.attempts -= len(waiting)
        trials = [trial_for(self._failure, attempt.candidate) for attempt in waiting]
        for attempt, verdict in zip(waiting, await self._verdicts(trials), strict=True):
            if verdict is not None:
                self._judge(attempt, verdict)

    async def inspect(self, trial: Trial) -> Verdict:
        """Try something that is no candidate."""
        if self._kernel is None:
            return UNTRIED
        self._budget.check_attempts()
        self._budget.attempts -= 1
        return (await self._verdicts([trial]))[0] or UNTRIED

    def _taken(self, candidate: Candidate) -> Attempt | None:
        meaning = _meaning(candidate)
        known = self._known.get(meaning)
        if known is not None:
            known.proposed_by.append(candidate.kind)
            return None
        verdict = UNTRIED if self._kernel is None else WAITING
        attempt = Attempt(candidate, verdict, proposed_by=[candidate.kind])
        self._known[meaning] = attempt
        attempt.objections = static_objections(self._failure, candidate)
        self.all.append(attempt)
        if attempt.refused:
            self._record(attempt, "refused")
        return attempt

    async def _verdicts(self, trials: Sequence[Trial]) -> Sequence[Verdict | None]:
        assert self._kernel is not None  # noqa: S101 - asked before
        try:
            async with asyncio.timeout(self._budget.seconds):
                return await self._trials.verify_many(self._kernel, trials, enough=len(trials))
        except TimeoutError:
            self._budget.check_attempts()
            raise

    def _judge(self, attempt: Attempt, verdict: Verdict) -> None:
        attempt.verdict = verdict
        attempt.objections += trial_objections(
            self._failure, attempt.candidate, verdict, self._before
        )
        attempt.objections += tuple(compared(self._failure, attempt, self.all))
        attempt.objections = accounted_for(self._failure, attempt, self.all)
        self._record(attempt, verdict.status)

    def _record(self, attempt: Attempt, status: str) -> None:
        candidate = attempt.candidate
        fields = {
            "origin": candidate.origin,
            "kind": candidate.kind,
            "cells": list(candidate.edits),
            "status": status,
            "objections": [objection.kind for objection in attempt.objections],
            "reward": int(attempt.clean),
            "took_ms": round(attempt.verdict.took_ms),
        }
        self._trajectory.write(
            "attempt", fields, {"candidate": "\n".join(candidate.edits.values())}
        )


def _meaning(candidate: Candidate) -> object:
    edits = tuple(sorted((cell, _read(text)) for cell, text in candidate.edits.items()))
    return edits, candidate.rerun


def _read(source: str) -> str:
    """Return what a text means to Python, the same for the same meaning."""
    text = code(source)
    if text.error is not None or text.python != source:
        return source.strip()  # magics are not in the tree
    return ast.dump(text.tree)
