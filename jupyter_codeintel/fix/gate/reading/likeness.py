"""How like two names are: one may be what the other was meant to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

OF_A_PART = 0.7
"""Of names that have a word or their beginning in common."""

_TURNED = 0.97
"""Of names with the same words in another order."""

_PART = 3
"""Letters that two names have in common by more than chance."""

_SHORT = 0.8
"""Of a name and what it is short for."""

_JOIN = frozenset({"and", "for", "from", "per", "the", "to"})


def _words(name: str) -> list[str]:
    """Return the words of a name that has several."""
    words = [word for word in re.split(r"[\W_]+", name.casefold()) if word]
    return words if len(words) > 1 else []


def _is_short_for(new: str, words: Sequence[str]) -> bool:
    """Whether a name is made of the beginnings of words: ``stdev`` of "standard deviation"."""
    if not words:
        return not new
    first, *rest = words
    return any(
        new[:length] == first[:length] != "" and _is_short_for(new[length:], rest)
        for length in range(1, len(first) + 1)
    )


def _is_contracted(short: str, long: str) -> bool:
    """Whether a name has consonants alone of a word's middle: ``qty`` of ``quantity``."""
    is_short = _PART <= len(short) < _PART + 2 and len(long) > len(short) + 1
    if not is_short or not short.isalpha() or set(short[1:]) & set("aeiou"):
        return False
    letters = iter(long)
    is_within = all(letter in letters for letter in short)
    return is_within and short[0] == long[0] and short[-1] == long[-1]


def likeness(old: str, new: str) -> float:
    """Return 1 for names that are equal but for case and signs, less the less like they are."""
    first, second = (re.sub(r"[\W_]", "", text.casefold()) for text in (old, new))
    if first == second:
        return 1.0
    if _words(old) and sorted(_words(old)) == sorted(_words(new)):
        return _TURNED
    if _is_short_for(second, _words(old)) or _is_short_for(first, _words(new)):
        return _SHORT
    if _is_contracted(first, second) or _is_contracted(second, first):
        return _SHORT
    return _likeness_of_letters(first, second, old, new)


def _likeness_of_letters(first: str, second: str, old: str, new: str) -> float:
    ratio = SequenceMatcher(None, first, second, autojunk=False).ratio()
    short, long = sorted((first, second), key=len)
    if len(short) > _PART and short[:-1] == long[: len(short) - 1]:
        return max(ratio, 0.7)  # temps, temperature
    if len(short) >= _PART and short in long:
        return max(ratio, 0.8)
    parts = set(re.split(r"[\W_]+", old.casefold())) & set(re.split(r"[\W_]+", new.casefold()))
    if any(len(part) >= _PART for part in parts) or _begins(old, new) or _begins(new, old):
        return max(ratio, OF_A_PART)
    return ratio


def _begins(one: str, other: str) -> bool:
    """Whether a name of one word begins as a word of the other: ``frequency``, ``freq_hz``."""
    return any(len(w) > _PART and one.casefold().startswith(w) for w in _words(other))


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name: those of ``usd_to_eur`` are of ``eur_per_usd`` too."""
    return frozenset(_words(name)) - _JOIN
