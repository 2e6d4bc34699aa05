"""The real name that a wrong one was meant to be, when only one can be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_LIKE = 0.8
_AHEAD = 0.08
"""By how much the best has to be more like it than the second."""


def nearest(wrong: str, real: Iterable[str]) -> str | None:
    """Return the one name that is most like ``wrong``, None if none or several are."""
    folded = _folded(wrong)
    # A public name is never mended into a private one.
    names = [name for name in real if name.startswith("_") == wrong.startswith("_")]
    same = [name for name in names if _folded(name) == folded]
    if same:
        return same[0] if len(same) == 1 else None
    matcher = SequenceMatcher(b=folded, autojunk=False)
    scored: list[tuple[float, str]] = []
    for name in names:
        matcher.set_seq1(_folded(name))
        is_like = matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE
        if is_like and same_number(wrong, name):
            scored.append((matcher.ratio(), name))
    scored.sort(reverse=True)
    if not scored or scored[0][0] < _LIKE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD:
        return None
    return scored[0][1]


def same_number(wrong: str, name: str) -> bool:
    """Whether no number stands in both that differs: ``sales_2023`` is not ``sales_24``.

    ``run_01`` is ``run1``.
    """
    first, second = (re.sub(r"\D|(?<!\d)0+(?=\d)", "", text) for text in (wrong, name))
    short, long = sorted((first, second), key=len)
    is_year = len(short) == 2 and len(long) == 4 and long[:2] in ("19", "20")
    return not short or first == second or (is_year and long.endswith(short))


def _folded(name: str) -> str:
    return "".join(character for character in name.casefold() if character not in " _-")
