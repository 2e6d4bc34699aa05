"""A model's candidate beside what a rule repairs: the rule has evidence of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.effects import leaves_others, leaves_the_same
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.static import static_objections

_WITHOUT_REASON = {"unexplained", "elsewhere"}
"""Kinds of doubts about parts of which nothing tells why they are there."""
_AS_THE_RULES = {"chooses", "exchanges"}
"""Kinds of doubts that a rule's repair answers by doing just so."""


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
    stay, if nothing else is said against what stands for it. What chooses among values, or is
    another calculation, needs none where the rule's repair does so too. All else that speaks
    against it still does; so does that something is gone, where a new part without a reason may
    stand for it.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    attempt : Attempt
        A candidate that ran.
    tried : iterable of Attempt
        All so far, as for `compared`.
    """
    same = [rule for rule in _known(attempt, tried) if leaves_the_same(failure, attempt, rule)]
    if not same:
        return attempt.objections
    against = [one for one in attempt.objections if not _is_of_names_or_rows(one)]
    kinds = {one.kind for one in against}
    if kinds == {"deletes"}:
        return ()  # it is worked out otherwise
    if kinds & _AS_THE_RULES:
        chosen = {one for rule in same for one in _of_parts(failure, rule.candidate)}
        against = [one for one in against if one not in chosen]
    known = kinds & _WITHOUT_REASON or {"unused"}
    return tuple(one for one in against if one.kind not in known)


def _of_parts(failure: Failure, candidate: Candidate) -> Iterator[Objection]:
    """Yield what would be said of the parts of a rule's repair if a model had written it."""
    for one in static_objections(failure, replace(candidate, origin="model")):
        if one.kind in _AS_THE_RULES:
            yield one


def _is_of_names_or_rows(objection: Objection) -> bool:
    """Whether names that no other cell uses are gone, or rows that may not be wanted."""
    is_of_names = objection.kind == "names" and objection.severity == "doubt"
    return is_of_names or objection.kind in ("leaves_doubles_out", "leaves_out")


def _known(attempt: Attempt, tried: Iterable[Attempt]) -> list[Attempt]:
    """Return the rules' repairs that nothing speaks against, for an attempt of other origin."""
    if attempt.candidate.origin == "rule" or attempt.verdict.status != "passed":
        return []
    return [one for one in tried if one.candidate.origin == "rule" and one.clean]
