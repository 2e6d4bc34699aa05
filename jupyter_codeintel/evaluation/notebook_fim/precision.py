"""What is shown and what is kept back, and whether rightly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_codeintel.evaluation.intervals import Share, share
from jupyter_codeintel.evaluation.notebook_fim.answers import Answer, Condition
from jupyter_codeintel.evaluation.notebook_fim.verdicts import NamesExist


@dataclass(frozen=True)
class Precision:
    """One condition over the gaps of executed notebooks.

    Parameters
    ----------
    condition : str
        The condition.
    names_exist : Share
        Of the shown texts that were judged: all names, attributes and columns exist.
    not_judged : int
        Shown texts without a verdict: their line was not reached, or time ran out.
    suppressed : Share
        Of the gaps where the model wrote something: nothing was shown.
    silent_where_right : Share
        Of the gaps where the model wrote exactly what stood there: nothing was shown.
    """

    condition: Condition
    names_exist: Share
    not_judged: int
    suppressed: Share
    silent_where_right: Share

    def as_dict(self) -> Mapping[str, object]:
        """Return it as plain data."""
        return {
            "condition": self.condition,
            "names_exist": self.names_exist.as_dict(),
            "not_judged": self.not_judged,
            "suppressed": self.suppressed.as_dict(),
            "silent_where_right": self.silent_where_right.as_dict(),
        }

    def __str__(self) -> str:
        return (
            f"{self.condition:7} names exist in {_words(self.names_exist)} shown texts, "
            f"{self.not_judged} not judged; kept back {_words(self.suppressed)}; silent where "
            f"the model was right {_words(self.silent_where_right)}"
        )


def _words(one: Share) -> str:
    return f"{one} of {one.total}"


def precision(
    condition: Condition, answers: Sequence[Answer], names_exist: NamesExist
) -> Precision:
    """Return what the answers of a condition say."""
    answers = [a for a in answers if a.executed]
    verdicts = [names_exist(a) for a in answers if a.shown]
    return Precision(
        condition,
        names_exist=share(v for v in verdicts if v is not None),
        not_judged=verdicts.count(None),
        suppressed=share(not a.shown for a in answers if a.raw.strip()),
        silent_where_right=share(not a.shown for a in answers if a.raw_exact),
    )
