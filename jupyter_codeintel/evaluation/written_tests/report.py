"""What the assertions say: shares with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from jupyter_codeintel.evaluation.intervals import Mean, Share, mean, share
from jupyter_codeintel.evaluation.written_tests.run import Answer, Tried

ENOUGH = 3
"""Passing assertions that a function should have."""


@dataclass(frozen=True)
class Report:
    """All figures of a run.

    Parameters
    ----------
    good : Share
        Functions with enough passing and no failing assertion.
    enough, none_failing : Share
        Functions with enough passing ones, and those where none fails.
    passing : Share
        Of all assertions.
    catching : Share
        Of the assertions that pass, those that notice a mutant.
    mutants : Mean
        For each function the share of its mutants that a passing assertion notices.
    verdicts : mapping of str to int
        How often each was given.
    generated_tokens, seconds : float
        The mean and the median for a function.
    """

    good: Share
    enough: Share
    none_failing: Share
    passing: Share
    catching: Share
    mutants: Mean
    verdicts: Mapping[str, int]
    generated_tokens: float
    seconds: float

    def as_dict(self) -> Mapping[str, object]:
        """Return the figures as plain data, with intervals."""
        shares = ("good", "enough", "none_failing", "passing", "catching", "mutants")
        return {
            **{name: getattr(self, name).as_dict() for name in shares},
            "verdicts": dict(self.verdicts),
            "generated_tokens": self.generated_tokens,
            "seconds": self.seconds,
        }

    def __str__(self) -> str:
        rows = {
            f"at least {ENOUGH} passing, none failing": self.good,
            f"at least {ENOUGH} passing": self.enough,
            "none failing": self.none_failing,
            "assertions that pass": self.passing,
            "of these, notice a mutant": self.catching,
        }
        lines = [f"{name:32} {one.hits:3} of {one.total:3}  {one}" for name, one in rows.items()]
        told = ", ".join(f"{name} {count}" for name, count in self.verdicts.items())
        cost = f"{self.generated_tokens:.0f} generated tokens, {self.seconds:.1f} s"
        return "\n".join(
            [
                *lines,
                f"{'mutants noticed, mean':32} {'':10}  {self.mutants}",
                f"verdicts: {told}",
                f"for a function: {cost} (mean, median)",
            ]
        )


def report(answers: Sequence[Answer]) -> Report:
    """Return what the answers say."""
    tried = [one for answer in answers for one in answer.tried]
    passing = [one for one in tried if one.verdict == "passed"]
    verdicts = sorted({one.verdict for one in tried})
    return Report(
        good=share(_enough(answer) and _none_failing(answer) for answer in answers),
        enough=share(_enough(answer) for answer in answers),
        none_failing=share(_none_failing(answer) for answer in answers),
        passing=share(one.verdict == "passed" for one in tried),
        catching=share(bool(one.caught) for one in passing),
        mutants=mean([_noticed(answer) for answer in answers if answer.mutants]),
        verdicts={name: sum(one.verdict == name for one in tried) for name in verdicts},
        generated_tokens=fmean(answer.generated_tokens for answer in answers),
        seconds=median(answer.seconds for answer in answers),
    )


def _passing(answer: Answer) -> list[Tried]:
    return [one for one in answer.tried if one.verdict == "passed"]


def _enough(answer: Answer) -> bool:
    return len(_passing(answer)) >= ENOUGH


def _none_failing(answer: Answer) -> bool:
    return all(one.verdict != "failed" for one in answer.tried)


def _noticed(answer: Answer) -> float:
    found = {number for one in _passing(answer) for number in one.caught}
    return len(found) / answer.mutants
