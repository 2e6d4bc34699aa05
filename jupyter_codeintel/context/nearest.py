"""The real name that a wrong one was meant to be, when only one can be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_LIKE = 0.8
_AHEAD = 0.08
"""By how much the best has to be more like it than the second."""

_LETTER = re.compile(r"(?<![^\W_])[^\W\d_](?![^\W_])")
"""Stands alone between the words of a name."""


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
        if is_like and same_variant(wrong, name):
            scored.append((matcher.ratio(), name))
    scored.sort(reverse=True)
    if not scored or scored[0][0] < _LIKE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD:
        return None
    return scored[0][1]


def same_variant(wrong: str, name: str) -> bool:
    """Whether no number or letter of its own stands in both that differs.

    ``sales_2023`` is not ``sales_24``, ``temps_c`` is not ``temps_f``; ``run_01`` is ``run1``.
    """
    first, second = (re.sub(r"\D|(?<!\d)0+(?=\d)", "", text) for text in (wrong, name))
    short, long = sorted((first, second), key=len)
    is_year = len(short) == 2 and len(long) == 4 and long[:2] in ("19", "20")
    is_number = not short or first == second or (is_year and long.endswith(short))
    letters = [set(_LETTER.findall(text.casefold())) for text in (wrong, name)]
    is_name = wrong.isidentifier() and name.isidentifier()
    return is_number and (not is_name or letters[0] == letters[1] or not all(letters))


def _folded(name: str) -> str:
    return "".join(character for character in name.casefold() if character not in " _-")
