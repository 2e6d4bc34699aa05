"""The clauses of a query: where each is, and what they have in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_HIDDEN = re.compile(r"'(?:[^'\n]|'')*'|\"[^\"\n]*\"|\{[^{}]*\}|--[^\n]*")
_JOINED = re.compile(r"\s*([\"'])\s*\n\s*\1")
"""Where a text goes on in the next line, in quotes of its own."""
_AGGREGATE = re.compile(
    r"(?<![\w.])(?P<name>sum|avg|count|min|max|total|group_concat)\s*(?=\()", re.IGNORECASE
)
_BREAK = re.compile(
    r"\b(?:where|group\s+by|having|order\s+by|limit|window|union|except|intersect)\b|;",
    re.IGNORECASE,
)
_END = re.compile(r";|\b(?:union|except|intersect)\b", re.IGNORECASE)
_WINDOW = re.compile(r"\s*(?:over|filter)\b", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\b(?:(?!\band\b).)*$", re.IGNORECASE | re.DOTALL)
_NESTED = re.compile(r"\(\s*select\b", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w.:@$])[a-z_]\w*(?:\.\w+)?(?![\w.]|\s*\()", re.IGNORECASE)
_KEYWORDS = {"and", "asc", "between", "case", "desc", "else", "end", "in", "is", "like", "not",
             "null", "or", "then", "when"}  # fmt: skip


class Clause(NamedTuple):
    """A clause by its first words; ``shown`` is without the gap before it."""

    word: str
    gap: str
    shown: str
    hidden: str

    @property
    def body(self) -> tuple[str, str]:
        """What stands after the first words, and the same without texts in it."""
        first = re.match(r"group\s+by|order\s+by|\w+", self.hidden, re.IGNORECASE)
        start = first.end() if first is not None else 0
        return self.shown[start:].strip(), self.hidden[start:].strip()


def hidden(text: str) -> str:
    """Return a query as long as it is, without the words in its texts, values and comments."""
    text = _JOINED.sub(lambda found: " " * len(found[0]), text).replace("\\n", "  ")
    return _HIDDEN.sub(lambda found: _blank(found[0]), text)


def _blank(found: str) -> str:
    return (" " if found.startswith("--") else "#") * len(found)


def scopes(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the selections in a query with its texts hidden, the inner ones too."""
    for match in re.finditer(r"\bselect\b", text, re.IGNORECASE):
        depth, end = 0, match.end()
        while end < len(text) and depth >= 0:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if depth == 0 and _END.match(text, end):
                break
            end += depth >= 0
        yield match.start(), end


def clauses(shown: str, within: str) -> list[Clause]:
    """Return the clauses of one selection; the first one goes to the end of its tables."""
    flat = _flat(within)
    starts = [0, *(match.start() for match in _BREAK.finditer(flat)), len(flat.rstrip())]
    found, gap = [], ""
    for start, end in pairwise(starts):
        last = start + len(within[start:end].rstrip())
        word = re.match(r"\w+", within[start:end])
        name = word[0].lower() if word is not None else ""
        found.append(Clause(name, gap, shown[start:last], within[start:last]))
        gap = shown[last:end]
    return found


def _flat(text: str) -> str:
    """Return a text of the same length without what stands in brackets."""
    depth, signs = 0, []
    for sign in text:
        depth -= sign == ")"
        signs.append(" " if depth > 0 and not sign.isspace() else sign)
        depth += sign == "("
    return "".join(signs)


def conditions(shown: str, within: str) -> tuple[list[tuple[str, str]], str]:
    """Return the conditions that all have to be met, and what stands between them."""
    flat = _flat(within)
    if re.search(r"\bor\b", flat, re.IGNORECASE):
        return [(shown, within)], " AND "
    found, start, between = [], 0, " AND "
    for match in _AND.finditer(flat):
        if not _BETWEEN.search(flat[start : match.start()]):
            between = shown[match.start() : match.end()]
            found.append((shown[start : match.start()], within[start : match.start()]))
            start = match.end()
    return [*found, (shown[start:], within[start:])], between


def aggregates(within: str) -> list[tuple[int, int]]:
    """Return the places where values of several rows are made one, but in inner selections."""
    found = []
    for match in _AGGREGATE.finditer(_without_nested(within)):
        end = _closed(within, match.end())
        inner = _flat(within[match.end() + 1 : end - 1])
        is_of_one_row = match["name"].lower() in ("min", "max") and "," in inner
        if not is_of_one_row and not _WINDOW.match(within, end):
            found.append((match.start(), end))
    return found


def _without_nested(within: str) -> str:
    for match in _NESTED.finditer(within):
        end = _closed(within, match.start())
        within = within[: match.start()] + " " * (end - match.start()) + within[end:]
    return within


def _closed(text: str, start: int) -> int:
    """Return where the bracket that is opened at a place has been closed."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text)


def own_words(within: str) -> set[str]:
    """Return the columns that an expression has outside of its aggregates, in small letters."""
    for start, end in reversed(aggregates(within)):
        within = f"{within[:start]}0{within[end:]}"
    return {one.lower() for one in _WORD.findall(within)} - _KEYWORDS


def selected(within: str) -> list[str]:
    """Return what a selection has in its columns, one by one."""
    flat = _flat(within)
    match = re.match(r"select\s+(?:distinct\s+)?", flat, re.IGNORECASE)
    source = re.search(r"\bfrom\b", flat, re.IGNORECASE)
    if match is None or source is None:
        return []
    start, found = match.end(), []
    for comma in [*re.finditer(",", flat[: source.start()]), source]:
        found.append(within[start : comma.start()].strip())
        start = comma.end()
    return found
