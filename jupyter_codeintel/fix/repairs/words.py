"""What the person wrote in words about a cell."""

from __future__ import annotations

import re

from jupyter_codeintel.fix.gate.reading.trees import prose
from jupyter_codeintel.fix.repairs.case import Case

_ROUND = re.compile(
    r"\b(?:circular(?:ly)?|closed (?:contour|curve|loop|path|track)|cycl(?:e|ic|ical)"
    r"|perimeter|periodic(?:ally)?|polygons?|rings?|shoelace|wraps?|wrapping|wrap[ -]?around)\b"
)
"""Words of things whose last item is followed by their first one."""


def prose_of(case: Case, cell: str) -> list[str]:
    """Return the comments and docstrings of a cell, each in one piece."""
    return [text for text in prose(case.code(cell).python) if text]


def goes_round(case: Case, cell: str) -> bool:
    """Whether a cell is about something whose last item is followed by its first one.

    Then a loop is not too long, and what comes after the last item is meant to be the first.
    """
    told = f"{case.failure.source(cell)}\n{case.failure.goal}".lower().replace("_", " ")
    return _ROUND.search(told) is not None
