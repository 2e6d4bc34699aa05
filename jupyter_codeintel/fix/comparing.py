"""A model's candidate beside what a rule repairs: the rule has evidence of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.effects import leaves_others
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.objection import Objection, doubt


def compared(failure: Failure, attempt: Attempt, tried: Iterable[Attempt]) -> Iterator[Objection]:
    """Yield a doubt about an attempt that leaves other values than each of the rules' repairs.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    attempt : Attempt
        A candidate that ran.
    tried : iterable of Attempt
        All so far; those count that a rule proposed, and that nothing speaks against.
    """
    if attempt.candidate.origin == "rule" or attempt.verdict.status != "passed":
        return
    rules = [one for one in tried if one.candidate.origin == "rule" and one.clean]
    if rules and all(leaves_others(failure, attempt, rule) for rule in rules):
        says = rules[0].candidate.says
        yield doubt("others", f"It leaves other values than a known repair: {says}")
