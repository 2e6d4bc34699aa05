"""What the assertions say: shares with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from jupyter_codeintel.evaluation.intervals import Mean, Share, mean, share
from jupyter_codeintel.evaluation.written_tests.run import Answer, Tried

ENOUGH = 3
"""Assertions that a function should have."""

HOLDING = ("passed", "differs")
"""Verdicts of assertions that hold, of the second kind with a value that the model did not
expect: as far as it goes they only tell what the function does now."""


@dataclass(frozen=True)
class Report:
    """All figures of a run.

    Parameters
    ----------
    functions : mapping of str to Share
        Functions of which something is so.
    asserts : mapping of str to Share
        The same of assertions.
    mutants : Mean
        For each function the share of its mutants that an assertion which holds notices.
    verdicts : mapping of str to int
        How often each was given.
    generated_tokens, seconds : float
        The mean and the median for a function.
    """

    functions: Mapping[str, Share]
    asserts: Mapping[str, Share]
    mutants: Mean
    verdicts: Mapping[str, int]
    generated_tokens: float
    seconds: float

    def as_dict(self) -> Mapping[str, object]:
        """Return the figures as plain data, with intervals."""
        return {
            "functions": {name: one.as_dict() for name, one in self.functions.items()},
            "asserts": {name: one.as_dict() for name, one in self.asserts.items()},
            "mutants": self.mutants.as_dict(),
            "verdicts": dict(self.verdicts),
            "generated_tokens": self.generated_tokens,
            "seconds": self.seconds,
        }

    def __str__(self) -> str:
        told = ", ".join(f"{name} {count}" for name, count in self.verdicts.items())
        cost = f"{self.generated_tokens:.0f} generated tokens, {self.seconds:.1f} s"
        return "\n".join(
            [
                "functions",
                *_rows(self.functions),
                "assertions",
                *_rows(self.asserts),
                f"  {'mutants of a function noticed, mean':46} {'':10}  {self.mutants}",
                f"verdicts: {told}",
                f"for a function: {cost} (mean, median)",
            ]
        )


def report(answers: Sequence[Answer]) -> Report:
    """Return what the answers say."""
    tried = [one for answer in answers for one in answer.tried]
    verdicts = sorted({one.verdict for one in tried})
    return Report(
        functions={
            f"{ENOUGH} or more pass, none fails or differs": share(
                _count(answer, "passed") >= ENOUGH and not _count(answer, "failed", "differs")
                for answer in answers
            ),
            f"{ENOUGH} or more hold, none fails": share(
                _count(answer, *HOLDING) >= ENOUGH and not _count(answer, "failed")
                for answer in answers
            ),
            f"{ENOUGH} or more pass": share(
                _count(answer, "passed") >= ENOUGH for answer in answers
            ),
            "none fails": share(not _count(answer, "failed") for answer in answers),
        },
        asserts={
            "pass": share(one.verdict == "passed" for one in tried),
            "of those that pass, notice a mutant": _noticing(tried, "passed"),
            "of those that hold, notice a mutant": _noticing(tried, *HOLDING),
        },
        mutants=mean([_noticed(answer) for answer in answers if answer.mutants]),
        verdicts={name: sum(one.verdict == name for one in tried) for name in verdicts},
        generated_tokens=fmean(answer.generated_tokens for answer in answers),
        seconds=median(answer.seconds for answer in answers),
    )


def _rows(shares: Mapping[str, Share]) -> list[str]:
    return [f"  {name:46} {one.hits:3} of {one.total:3}  {one}" for name, one in shares.items()]


def _count(answer: Answer, *verdicts: str) -> int:
    return sum(one.verdict in verdicts for one in answer.tried)


def _noticing(tried: Sequence[Tried], *verdicts: str) -> Share:
    return share(bool(one.caught) for one in tried if one.verdict in verdicts)


def _noticed(answer: Answer) -> float:
    found = {n for one in answer.tried if one.verdict in HOLDING for n in one.caught}
    return len(found) / answer.mutants
