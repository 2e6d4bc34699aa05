"""What the rows and the columns of a table are, and which of them the words speak about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.words import all_words, prose_of

_LISTS = ("list", "tuple", "numpy.ndarray", "pandas.core.indexes.base.Index")
_COUNT = r"(?:\d+ |the |one |a |our |all )?"


def _said_of(side: str, one: str) -> re.Pattern[str]:
    """Return how it is said what the rows, or the columns, are."""
    return re.compile(
        rf"\b([a-z]+) \({side}\)"
        rf"|\b{side} ?(?:[:=]|are|stand for|hold|represent) {_COUNT}([a-z]+)"
        rf"|\b{one} ?(?:[:=]|per|for each|for every|is an?|holds? an?|=) {_COUNT}([a-z]+)"
        rf"|\b([a-z]+) (?:in|as|are|along|down) (?:the )?{side}"
    )


_ROWS = _said_of("rows", "row")
_COLUMNS = _said_of("(?:columns|cols)", "(?:column|col)")
_CROSSED = re.compile(r"\b([a-z]+)(?: \(\w+\))? ?(?:x|\u00d7|\*) ?(?:\d+ )?([a-z]+)\b")
_COUNTED = re.compile(r"(?<![\d.,])(\d+) ([a-z]{3,})\b")
_IN_BRACKETS = re.compile(
    r"(?:shaped?|matrix|table|array|of|#|:) ?"
    r"\((?:n_|num_)?([a-z]{3,}), ?(?:n_|num_)?([a-z]{3,})\)"
)
_WORDS = re.compile(r"[a-z]+")
_COUNTS = re.compile(r"(?:n|num|no|count_of|number_of)_?([a-z]{3,})|([a-z]{3,})_count")
_WITHIN = (
    r"\bwithin (?:each |every |the |its )?([a-z]+)"
    r"|\b([a-z]+?)s?'s? (?:own )?(?:averages?|deviations?|max\w*|means?|medians?|min\w*|peaks?"
    r"|std|sums?|totals?)\b"
)
_OF_EACH = (
    re.compile(_WITHIN),
    re.compile(rf"{_WITHIN}|\b(?:by (?:each|every|the|its) |each |every |per |by |that |the same )"
               r"([a-z]+)"),
)  # fmt: skip
"""How it is said what is taken together; where that is said, "each" may be of the others."""


def is_of_rows(
    case: Case, cells: Iterable[str], shape: tuple[int, int], names: Iterable[str] = ()
) -> bool | None:
    """Return whether what the words call each is a row of a table; None if nothing tells it.

    Parameters
    ----------
    case : Case
        A failure.
    cells : iterable of str
        Where something is done with each.
    shape : tuple of (int, int)
        Of the table; a list of as many names as rows says by its own name what they are.
    names : iterable of str
        Of what there is one for each: ``sensor_means``.
    """
    said = " ".join("\n".join(all_words(case)).lower().split())
    near = [text for cell in dict.fromkeys(cells) for text in prose_of(case, cell)]
    asked = " ".join("\n".join([*near, case.failure.goal]).lower().split())
    rows, columns = _nouns(_ROWS, said), _nouns(_COLUMNS, said)
    for first, last in _CROSSED.findall(said):
        if _one(first) in rows or _one(last) in columns or rows == columns:
            rows, columns = rows | {_one(first)}, columns | {_one(last)}
    for first, last in _IN_BRACKETS.findall(said):
        rows, columns = rows | {_one(first)}, columns | {_one(last)}
    counted = [(int(count), _one(word)) for count, word in _COUNTED.findall(said)]
    rows, columns = (
        found | _lists_of(case, size, names) | {word for count, word in counted if count == size}
        for found, size in ((rows, shape[0]), (columns, shape[1]))
    )
    both = rows & columns
    for what_they_are in (_ROWS, _COLUMNS):
        asked = what_they_are.sub(" ", asked)
    meant = next(filter(None, (_nouns(pattern, asked) for pattern in _OF_EACH)), set())
    called = {_one(word) for name in names for word in _WORDS.findall(name.lower())}
    said_so = _side_of(meant, rows - both, columns - both)
    named_so = _side_of(called, rows - both, columns - both)
    if said_so is None:
        return named_so if not meant & (rows - both) else None
    return said_so if named_so in (None, said_so) else None


def _side_of(meant: set[str], rows: set[str], columns: set[str]) -> bool | None:
    of_rows, of_columns = bool(meant & rows), bool(meant & columns)
    return None if of_rows == of_columns else of_rows


def _nouns(pattern: re.Pattern[str], said: str) -> set[str]:
    return {_one(word) for found in pattern.findall(said) for word in found if word}


def _one(word: str) -> str:
    """Return a word for one: ``city`` of ``cities``."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def _lists_of(case: Case, size: int, but: Iterable[str]) -> set[str]:
    """Return what there are as many of: names in a live list, or a live number of them."""
    namespace = case.failure.namespace
    found: set[str] = set()
    for name, live in namespace.variables.items() if namespace is not None else ():
        count = _COUNTS.fullmatch(name.lower())
        if name in but:
            continue  # it is what is made of the table
        if live.type in _LISTS and (live.length == size or live.shape == (size,)):
            found.add(_one(name.lower().removesuffix("_names").removesuffix("_labels")))
        elif count is not None and live.type == "int" and live.value == str(size):
            found.add(_one(count[1] or count[2]))
    return found
