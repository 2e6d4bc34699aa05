"""A model's candidate beside what a rule repairs: the rule has evidence of its own.

What leaves the same values behind does the same, however it is written; what leaves other
values cannot be right as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.effects import leaves_the_same
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.objection import Objection, doubt


def compared(failure: Failure, attempt: Attempt, tried: Iterable[Attempt]) -> tuple[Objection, ...]:
    """Return what speaks against an attempt in the light of the rules' repairs.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    attempt : Attempt
        One that was tried, with what its text and its trial say against it.
    tried : iterable of Attempt
        All so far; those count that a rule proposed, and that nothing speaks against.
    """
    objections = attempt.objections
    if attempt.candidate.origin == "rule" or attempt.verdict.status != "passed":
        return objections
    rules = [one for one in tried if one.candidate.origin == "rule" and one.clean]
    same = [leaves_the_same(failure, attempt, rule) for rule in rules]
    if True in same:
        return tuple(one for one in objections if one.kind != "unexplained")
    if False in same:
        says = rules[same.index(False)].candidate.says
        return (*objections, doubt("others", f"It leaves other values than a known repair: {says}"))
    return objections
