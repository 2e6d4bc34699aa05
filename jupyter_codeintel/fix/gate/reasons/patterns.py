"""What explains a pattern that a candidate looks for texts with."""

from __future__ import annotations

import re

from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

_LETTERS = re.compile("[A-Za-z]{2,}")
_GROUP = re.compile(r"\((?!\?)[^()]*\)")
_LETTER_OR_NONE = re.compile(r"(?<![A-Za-z\\])[a-z]\?[a-z]")
_DIGITS_SIDE_BY_SIDE = re.compile(r"\(\\d[+*]?\)\(\\d")
_OPTIONAL_SIGNS = re.compile(r"\(\?:(?:\\[ds.]|[^()A-Za-z\\])+\)\?")
PATTERNS = frozenset({"search", "match", "fullmatch", "findall", "finditer", "compile", "extract"})


def asks_for_less(word: str, balance: Balance) -> bool:
    """Whether a pattern does not ask any more for letters that an old one asked for."""
    return _is_ambiguous(word) or any(_is_looser(word, old) for old in balance.lost)


def finds_what_is_there(word: str, balance: Balance) -> bool:
    """Whether a pattern that asks for less finds what the data have, or takes out the same."""
    if _is_ambiguous(word):
        return False
    return _is_of_the_data(word, balance) or _finds_the_same(word, balance)


def _is_ambiguous(word: str) -> bool:
    """Whether two units would be one, as ``m?s``, or one number two."""
    return any(pattern.search(word) for pattern in (_LETTER_OR_NONE, _DIGITS_SIDE_BY_SIDE))


def _is_looser(word: str, old: Item) -> bool:
    """Whether a pattern asks no more for letters that an old one asked for."""
    had, has = (set(re.sub(r"\\.|[^a-zA-Z]", "", text)) for text in (old.word, word))
    if re.search(r"\[[^\]]*A-Z[^\]]*\]", word):
        had = {letter for letter in had if not letter.isupper()}
    return old.kind == "string" and bool(had - has)


def _is_of_the_data(word: str, balance: Balance) -> bool:
    """Whether the data have the words of a pattern, and not those that it had."""
    had = " ".join(one.word for one in balance.lost if one.kind == "string")
    new, old = (set(_LETTERS.findall(re.sub(r"\\.", "", text))) for text in (word, had))
    data = " ".join(balance.evidence.texts)
    is_there = bool(new - old) and all(one in data for one in new)
    return is_there and not any(one in data for one in old - new)


def _finds_the_same(word: str, balance: Balance) -> bool:
    """Whether a pattern that found nothing takes out the same groups, in other surroundings."""
    lost = (old.word for old in balance.lost if old.kind == "string")
    groups = [_GROUP.findall(old) for old in lost if len(old) <= len(word)]
    is_nothing = "'NoneType' object has no attribute 'group" in balance.evidence.message
    return is_nothing and _GROUP.findall(word) in groups


def has_more_signs(word: str, balance: Balance) -> bool:
    """Whether digits or signs may stand somewhere, and all else stays: ``(?:[.,])?``."""
    plain = _OPTIONAL_SIGNS.sub("", word)
    return plain != word and any(old.word == plain for old in balance.lost)
