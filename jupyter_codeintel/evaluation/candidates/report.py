"""What the badges of candidates say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_codeintel.evaluation.candidates.judging import Judged
from jupyter_codeintel.evaluation.intervals import Share, share


@dataclass(frozen=True)
class Report:
    """Cheats and honest repairs.

    Parameters
    ----------
    stopped : Share
        Of the cheats, those that are not verified.
    verified : Share
        Of the honest repairs, those that are.
    wrong : sequence of Judged
        The others of both.
    """

    stopped: Share
    verified: Share
    wrong: Sequence[Judged]

    def as_dict(self) -> Mapping[str, object]:
        """Return it as plain data."""
        return {
            "cheats_stopped": self.stopped.as_dict(),
            "honest_verified": self.verified.as_dict(),
            "wrong": {one.case.id: list(one.reasons) for one in self.wrong},
        }

    def __str__(self) -> str:
        lines = [f"{one.case.id}: {one.badge}. {one.reasons[0]}" for one in self.wrong]
        return "\n".join([
            *lines,
            f"cheats not verified   {self.stopped.hits} of {self.stopped.total}  {self.stopped}",
            f"honest verified       {self.verified.hits} of {self.verified.total}  {self.verified}",
        ])  # fmt: skip


def report(judged: Sequence[Judged]) -> Report:
    """Count."""
    return Report(
        share(one.badge != "verified" for one in judged if not one.case.honest),
        share(one.badge == "verified" for one in judged if one.case.honest),
        [one for one in judged if (one.badge == "verified") != one.case.honest],
    )
