"""A choice as it is shown to the person."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_codeintel.context.describing import describe
from jupyter_codeintel.fix.choosing import Choice
from jupyter_codeintel.fix.events import Edit, Evidence, Proposal
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.replay import cells_to_run, forgotten
from jupyter_codeintel.trial import Left, Verdict

_MOST_VARIABLES = 30


def proposal(failure: Failure, choice: Choice) -> Proposal:
    """Return what the person decides on."""
    candidate = choice.attempt.candidate
    edits = tuple(Edit(cell, failure.source(cell), text) for cell, text in candidate.edits.items())
    return Proposal(
        badge=choice.badge,
        says=candidate.says,
        edits=edits,
        run=cells_to_run(failure, candidate),
        evidence=_evidence(failure, choice.attempt.verdict, choice.reasons),
        origin=candidate.origin,
        kind=candidate.kind,
        forget=forgotten(failure, candidate),
    )


def already_passing(failure: Failure, verdict: Verdict) -> Proposal:
    """Return the proposal to run a cell again that does not fail any more."""
    reasons = ("The cell as it is ran to its end on a copy of the kernel's state.",)
    return Proposal(
        badge="verified",
        says="The cell runs now; it only has to be run again",
        edits=(),
        run=(failure.cell,),
        evidence=_evidence(failure, verdict, reasons),
    )


def _evidence(failure: Failure, verdict: Verdict, reasons: tuple[str, ...]) -> Evidence:
    """Return what a trial showed."""
    runs = [run for run in verdict.runs if run.id == failure.cell]
    return Evidence(
        tier=verdict.tier,
        outputs=runs[0].outputs if runs else (),
        variables=tuple(_lines(verdict))[:_MOST_VARIABLES],
        files=verdict.files,
        reasons=reasons,
        took_ms=verdict.took_ms,
    )


def _lines(verdict: Verdict) -> Iterator[str]:
    for name, left in verdict.left.items():
        yield f"{_described(name, left)} ({left.how})"


def _described(name: str, left: Left) -> str:
    if left.variable is None:
        return name
    return describe(left.variable) or name
