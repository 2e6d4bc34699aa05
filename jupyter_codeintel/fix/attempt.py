"""A candidate and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.gate.objection import Objection
from jupyter_codeintel.trial import Verdict

UNTRIED = Verdict("inconclusive", reason="There is no kernel in which it could be tried.")
WAITING = Verdict("inconclusive", reason="There was no time to try it.")


@dataclass
class Attempt:
    """A candidate and what came of it.

    Parameters
    ----------
    candidate : Candidate
        The first one that does this.
    verdict : Verdict
        Of its trial.
    objections : tuple of Objection
        What speaks against it.
    proposed_by : list of str
        The rules and prompts that led to it, one for each time.
    """

    candidate: Candidate
    verdict: Verdict
    objections: tuple[Objection, ...] = ()
    proposed_by: list[str] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether it is no repair at all."""
        return any(objection.severity == "refuse" for objection in self.objections)

    @property
    def clean(self) -> bool:
        """Whether it ran and nothing speaks against it."""
        return self.verdict.status == "passed" and not self.objections
