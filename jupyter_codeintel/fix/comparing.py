"""A model's candidate beside what a rule repairs: the rule has evidence of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.effects import leaves_others, leaves_the_same
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
    rules = _known(attempt, tried)
    if rules and all(leaves_others(failure, attempt, rule) for rule in rules):
        says = rules[0].candidate.says
        yield doubt("others", f"It leaves other values than a known repair: {says}")


def accounted_for(
    failure: Failure, attempt: Attempt, tried: Iterable[Attempt]
) -> tuple[Objection, ...]:
    """Return what speaks against an attempt, but for reasons that its parts lack.

    They need none, be they new or gone, where it leaves just what a rule's repair leaves; then
    rows that it leaves out are not wanted, its names may be others, and what failed need not
    stay, if nothing else is said against what stands for it. All else
    that speaks against it still does; so does that something is gone, where a new part without
    a reason may stand for it.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    attempt : Attempt
        A candidate that ran.
    tried : iterable of Attempt
        All so far, as for `compared`.
    """
    if any(leaves_the_same(failure, attempt, rule) for rule in _known(attempt, tried)):
        against = [one for one in attempt.objections if not _is_of_names_or_rows(one)]
        kinds = {one.kind for one in against}
        if kinds == {"deletes"}:
            return ()  # it is worked out otherwise
        known = "unexplained" if "unexplained" in kinds else "unused"
        return tuple(one for one in against if one.kind != known)
    return attempt.objections


def _is_of_names_or_rows(objection: Objection) -> bool:
    """Whether names that no other cell uses are gone, or rows that may not be wanted."""
    is_of_names = objection.kind == "names" and objection.severity == "doubt"
    return is_of_names or objection.kind == "leaves_out"


def _known(attempt: Attempt, tried: Iterable[Attempt]) -> list[Attempt]:
    """Return the rules' repairs that nothing speaks against, for an attempt of other origin."""
    if attempt.candidate.origin == "rule" or attempt.verdict.status != "passed":
        return []
    return [one for one in tried if one.candidate.origin == "rule" and one.clean]
