"""Which candidate is shown, and how far it can be trusted.

That a cell runs says little: of what a small model writes, six in ten clean runs are right.
What says more is that several independent answers leave the same values behind, that the
notebook's own checks pass, or that only the failing place was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jupyter_codeintel.fix.attempt import UNTRIED, WAITING, Attempt
from jupyter_codeintel.fix.checks import CHECK
from jupyter_codeintel.fix.edit_text import edit_size
from jupyter_codeintel.fix.effects import effects
from jupyter_codeintel.fix.events import Badge
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.badge import badge

SMALL_EDIT = 12
"""Words and signs; what a person would call a correction."""

_AGREEING = 3
"""Answers that have to lead to the same values."""

_SHARE = 0.6
"""Of all answers that ran: with less, the model does not know."""


@dataclass(frozen=True)
class Choice:
    """The candidate to show.

    Parameters
    ----------
    attempt : Attempt
        Which one.
    badge : Badge
        How far it can be trusted.
    reasons : tuple of str
        Why, in plain sentences; what speaks against it first.
    """

    attempt: Attempt
    badge: Badge
    reasons: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether to look for another would not help."""
        return self.badge == "verified" or self.attempt.verdict is UNTRIED


@dataclass(frozen=True)
class Cluster:
    """Attempts that leave the same behind.

    Parameters
    ----------
    attempts : tuple of Attempt
        The best first.
    """

    attempts: tuple[Attempt, ...]

    @property
    def answers(self) -> int:
        """How often it was proposed."""
        return sum(len(attempt.proposed_by) for attempt in self.attempts)

    @property
    def independent(self) -> int:
        """In how many ways it was found: by other texts, or from other prompts."""
        prompts = {prompt for attempt in self.attempts for prompt in attempt.proposed_by}
        return max(len(self.attempts), len(prompts))


def choose(failure: Failure, attempts: Iterable[Attempt]) -> Choice | None:
    """Return the best of what was tried, None if nothing can be shown.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    attempts : iterable of Attempt
        All so far, but for those that the person has turned down.
    """
    attempts = list(attempts)
    running = [a for a in attempts if a.verdict.status == "passed" and not a.refused]
    if running:
        clusters = clustered(failure, running)
        answers = sum(cluster.answers for cluster in clusters)
        choices = [_chosen(failure, cluster, answers) for cluster in clusters]
        return max(choices, key=lambda choice: (choice.settled, _rank(failure, choice.attempt)))
    untried = [a for a in attempts if _could_not_be_tried(a) and not a.refused]
    if not untried:
        return None
    best = min(untried, key=lambda attempt: len(attempt.objections))
    return Choice(best, *badge(best.objections, best.verdict))


def _could_not_be_tried(attempt: Attempt) -> bool:
    return attempt.verdict.status == "inconclusive" and attempt.verdict is not WAITING


def clustered(failure: Failure, attempts: Sequence[Attempt]) -> list[Cluster]:
    """Group attempts by what they leave behind."""
    groups: dict[object, list[Attempt]] = {}
    for attempt in attempts:
        groups.setdefault(effects(failure, attempt), []).append(attempt)
    ranked = (sorted(g, key=lambda a: _rank(failure, a), reverse=True) for g in groups.values())
    return [Cluster(tuple(group)) for group in ranked]


def _rank(failure: Failure, attempt: Attempt) -> tuple[int, int, int, int]:
    """Return how good an attempt is: fewest doubts, most that runs with it, smallest edit.

    Rules come in the order of their certainty, which says more than the size of an edit.
    """
    held = sum(run.status == "passed" for run in attempt.verdict.runs)
    is_rule = attempt.candidate.origin == "rule"
    size = 0 if is_rule else _size(failure, attempt)
    return -len(attempt.objections), held, is_rule, -size


def _size(failure: Failure, attempt: Attempt) -> int:
    edits = attempt.candidate.edits.items()
    return sum(edit_size(failure.source(cell), text) for cell, text in edits)


def _chosen(failure: Failure, cluster: Cluster, answers: int) -> Choice:
    """Return the best of a cluster, as far as all answers that ran let it be trusted."""
    best = cluster.attempts[0]
    given, reasons = badge(best.objections, best.verdict)
    if given != "verified" or best.candidate.origin == "rule":
        return Choice(best, given, reasons)
    if _checked(failure, best):
        return Choice(best, "verified", reasons)
    agree = f"{cluster.answers} of {answers} answers that ran leave the same behind."
    if cluster.independent > 1 and cluster.answers >= _SHARE * answers:
        if cluster.answers >= _AGREEING:
            return Choice(best, "verified", (*reasons, agree))
        if _size(failure, best) <= SMALL_EDIT and _used_below(failure, best):
            below = "Little is changed, and cells below that use it run."
            return Choice(best, "verified", (*reasons, agree, below))
    alone = "Nothing shows that it does what was meant."
    return Choice(best, "runs", (alone, *reasons, agree))


def _checked(failure: Failure, attempt: Attempt) -> bool:
    """Whether the notebook's own asserts or examples failed or were run, and hold now."""
    asserts = "AssertionError" in (failure.error.name, *failure.error.names)
    if asserts and failure.cell not in attempt.candidate.edits:
        return True
    runs = [run for run in attempt.verdict.runs if run.id.startswith(CHECK)]
    return bool(runs) and all(run.status == "passed" for run in runs)


def _used_below(failure: Failure, attempt: Attempt) -> bool:
    """Whether cells below use what is changed, and all of them ran to their end."""
    flow = failure.flow
    edited = [flow.facts(cell) for cell in {failure.cell, *attempt.candidate.edits}]
    made = frozenset().union(*(facts.defines | facts.modifies for facts in edited))
    index = failure.document.index(failure.cell) or 0
    below = {
        cell.id for cell in failure.document.cells[index + 1 :] if flow.facts(cell.id).uses & made
    }
    runs = [run for run in attempt.verdict.runs if run.id in below]
    return bool(runs) and all(run.status == "passed" for run in runs)
