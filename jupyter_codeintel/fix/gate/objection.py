"""What speaks against a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refuse", "doubt"]


@dataclass(frozen=True)
class Objection:
    """One reason not to believe a candidate.

    Parameters
    ----------
    kind : str
        A stable name, for statistics: ``"swallows"``.
    text : str
        A plain sentence for the person.
    severity : {'refuse', 'doubt'}
        Whether it is no repair at all, or one that nothing shows to be right.
    """

    kind: str
    text: str
    severity: Severity


def refuse(kind: str, text: str) -> Objection:
    """Return the objection that something is no repair."""
    return Objection(kind, text, "refuse")


def doubt(kind: str, text: str) -> Objection:
    """Return the objection that something cannot be told to be right."""
    return Objection(kind, text, "doubt")
