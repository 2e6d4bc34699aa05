"""How far a candidate can be trusted, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_codeintel.fix.checks import CHECK
from jupyter_codeintel.fix.events import Badge
from jupyter_codeintel.fix.gate.objection import Objection
from jupyter_codeintel.trial import Verdict

_WHERE = {
    "fork": "on a copy of the kernel's state",
    "fork_read_only": "on a copy of the kernel's state that cannot write files",
    "shadow": "in a fresh kernel, after the cells it builds on",
}
_WHY_NOT = {
    "failed": "It was tried and failed.",
    "timeout": "It was tried and took too long.",
    "deadlock": "It was tried and hung.",
    "died": "It was tried and the process ended.",
    "inconclusive": "It could not be tried.",
}


def badge(
    objections: Sequence[Objection], verdict: Verdict | None
) -> tuple[Badge, tuple[str, ...]]:
    """Return the badge of a candidate, and the reasons, those against it first.

    Parameters
    ----------
    objections : sequence of Objection
        Of its text and its trial.
    verdict : Verdict, optional
        Of its trial, None when it was not tried.
    """
    against = [objection.text for objection in objections if objection.severity == "refuse"]
    against += [objection.text for objection in objections if objection.severity == "doubt"]
    if verdict is None or verdict.status != "passed":
        why = _WHY_NOT.get(verdict.status if verdict else "inconclusive", "")
        more = (verdict.reason,) if verdict and verdict.reason else ()
        return "unverified", (*against, why, *more)
    reasons = (*against, *_in_favour(verdict))
    return ("runs" if against else "verified"), reasons


def _in_favour(verdict: Verdict) -> Iterator[str]:
    where = _WHERE.get(verdict.tier or "", "")
    yield f"The cell ran to its end {where}.".replace(" .", ".")
    held = sum(run.status == "passed" for run in verdict.runs if run.id.startswith(CHECK))
    if held:
        yield f"{held} examples hold." if held > 1 else "An example holds."
