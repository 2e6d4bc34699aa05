"""Numbers that attempts print: the same words may have others between them."""

from __future__ import annotations

import re

from jupyter_codeintel.fix.attempt import Attempt

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?")


def prints_other_numbers(one: Attempt, other: Attempt, cell: str) -> bool:
    """Return whether two attempts print the same words in a cell, and other numbers in them.

    That one has more digits of the same number does not count.

    Parameters
    ----------
    one, other : Attempt
        Two that ran.
    cell : str
        Which.
    """
    words = {" ".join(_NUMBER.sub("#", _printed(tried, cell)).split()) for tried in (one, other)}
    return len(words) == 1 and "#" in words.pop() and not prints_the_same_numbers(one, other, cell)


def prints_the_same_numbers(one: Attempt, other: Attempt, cell: str) -> bool:
    """Return whether two attempts print the same numbers in a cell, whatever stands around them.

    Parameters
    ----------
    one, other : Attempt
        Two that ran.
    cell : str
        Which.
    """
    numbers = [_NUMBER.findall(_printed(tried, cell)) for tried in (one, other)]
    is_even = len(numbers[0]) == len(numbers[1]) > 0
    return is_even and all(_are_equal(a, b) for a, b in zip(*numbers, strict=True))


def _printed(attempt: Attempt, cell: str) -> str:
    outputs = (output for run in attempt.verdict.runs if run.id == cell for output in run.outputs)
    return "\n".join(str(output.get("text") or "") for output in outputs)


def _are_equal(one: str, other: str) -> bool:
    """Whether two numbers are equal, rounded to the digits that both have."""
    digits = min(len(text.partition(".")[2]) for text in (one, other))
    first, second = (float(text.replace(",", "")) for text in (one, other))
    return abs(first - second) <= max(0.5 * 10.0**-digits, 1e-6 * abs(first)) * 1.01
