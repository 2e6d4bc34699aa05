"""Trying candidates, told step by step."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.events import Step
from jupyter_codeintel.fix.prompting.error_text import message_line
from jupyter_codeintel.fix.steps import done, failed
from jupyter_codeintel.fix.workbench import Workbench

_TOGETHER = 2


async def tried(bench: Workbench, candidates: Sequence[Candidate]) -> AsyncGenerator[Step, None]:
    """Try candidates, two at a time, so that the search can end after each two."""
    attempts = bench.attempts.take(candidates)
    for first in range(0, len(attempts), _TOGETHER):
        pair = attempts[first : first + _TOGETHER]
        steps = [bench.steps.begin("try", f"Trying: {a.candidate.says}") for a in pair]
        for step in steps:
            yield step
        await bench.attempts.run(pair)
        for step, attempt in zip(steps, pair, strict=True):
            yield _ended(step, attempt)


def _ended(step: Step, attempt: Attempt) -> Step:
    verdict = attempt.verdict
    if verdict.status == "passed":
        doubts = "; ".join(objection.text for objection in attempt.objections)
        if attempt.refused:
            return failed(step, f"{step.text}: no repair", doubts)
        return done(step, f"{step.text}: runs", doubts)
    if verdict.error is not None:
        return failed(step, f"{step.text}: {verdict.error.name}", message_line(verdict.error))
    return failed(step, f"{step.text}: {verdict.status}", verdict.reason)
