"""Which of several rows with one key counts, as the person says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.tables.replacing_rows import replaces
from jupyter_codeintel.fix.repairs.words import told_near

_LATEST = r"(?:current|latest|newest|(?:most )?recent|up[- ]to[- ]date)"
_SPAN = r"(?! (?:\d+|century|day|few|hour|line|month|name|night|quarter|season|time|week|year)s?\b)"
_IN_TIME = {
    "last": rf"(?:{_LATEST}|last{_SPAN})",
    "first": rf"(?:earliest|oldest|original|first{_SPAN})",
}
_NOT = r"\b(?:and|instead of|never|no|not|or|rather than|than|without)(?: (?:a|an|its|the|their))? "
_OF_EACH = re.compile(
    r"\b(?:counts?|each|every|kept|keeps?|of (?:a|an|the)|once|one (?:entry|line|record|row)|only"
    r"|per|single|wins?)\b"
)
_COUNTS = (
    r"(?:counts?(?=$|[,:)]| (?:and|because|if|instead|not|over|rather|when|where)\b)"
    r"|applies|apply|overrides?|overwrites?|prevails?|replaces?|supersedes?|wins?"
    r"|takes? (?:precedence|priority)|has (?:precedence|priority)"
    r"|(?:is|are)(?: to be)? (?:kept|preferred|right|the one|trusted|valid))\b"
)
"""What counts, not what counts something."""
_KEEP = r"(?:keep|prefer|take|trust|use)s?"
_KEPT = rf"\b{_KEEP} (?:only )?(?:the )?(?:(?:one|row|entry) (?:from|in|of) )?"
_COUNTS_NOT = re.compile(rf"(?:\bnot|\bnever|n't) (?:{_KEEP}\b|{_COUNTS})", re.MULTILINE)
_TWICE = re.compile(
    r"\b(?:both|clash\w*|conflict\w*|differ\w*|doubled?|duplicat\w*|each|in two|once"
    r"|one (?:entry|line|record|row)|overlap\w*|per|repeat\w*|same|several|twice"
    r"|two (?:entries|rows))\b"
)
_PLACES = {"first": 0, "former": 0, "last": -1, "latter": -1, "second": 1, "third": 2}
_LATER = ("later", "latest", "newer", "newest", "more recent", "most recent")
_EARLIER = ("earlier", "earliest", "older", "oldest")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
_AGES = {"before": 0, "old": 0, "older": 0, "oldest": 0, "previous": 0, "prior": 0,
         "after": 1, "current": 1, "new": 1, "newer": 1, "newest": 1, "now": 1}  # fmt: skip
_SHORTEST = 2


def said_of(case: Case, places: Sequence[Site]) -> str:
    """Return what is said about some places in small letters, one sentence in a line."""
    texts = [words for site in places for words in told_near(case, site)]
    for site in places:
        message = getattr(site.statement, "msg", None)
        texts += [str(message.value)] if isinstance(message, ast.Constant) else []
    words = " ".join("\n".join(dict.fromkeys(texts)).lower().replace("\u2019", "'").split(" "))
    return re.sub(r"[.;!](?!\d)|\n", "\n", words)


def row_in_time(said: str, table: str) -> str | None:
    """Return whether the ``first`` or ``last`` row in time counts, as words or a name say."""
    found = set()
    for keep, words in _IN_TIME.items():
        name = re.search(rf"\b{words}\b", table.lower().replace("_", " "))
        lines = [one for one in said.split("\n") if re.search(rf"\b{words}\b", one)]
        if any(re.search(rf"{_NOT}{words}\b", one) for one in lines):
            return None
        if name or any(_OF_EACH.search(one) for one in lines):
            found.add(keep)
    return found.pop() if len(found) == 1 else None


def row_of_table(case: Case, said: str, names: Sequence[str]) -> str | None:
    """Return which rows count of tables below each other: the ``first`` or the ``last``.

    A word of a table's name tells, its place, its age, or that it has corrections.
    """
    places = {n for n in range(len(names)) if _is_named(said, names, n)}
    places |= {place % len(names) for word, place in _PLACES.items()
               if _counts(said, word + _SPAN, ())
               and -1 <= place < len(names) and (word != "second" or len(names) == 2)}  # fmt: skip
    places |= _by_age(said, names)
    if _COUNTS_NOT.search(said):
        return None
    if not places:
        places = {n for n, name in enumerate(names) if replaces(case, name)}
    ends = {0: "first", len(names) - 1: "last"}
    is_told = _TWICE.search(said) is not None
    return ends.get(places.pop()) if len(places) == 1 and is_told else None


def _is_named(said: str, names: Sequence[str], place: int) -> bool:
    """Whether a word that only one of the names has is what counts."""
    others = {word for n, name in enumerate(names) if n != place for word in _words(name)}
    own = [word for word in _words(names[place]) if word not in others and len(word) > _SHORTEST]
    return any(_counts(said, rf"{re.escape(word)}(?:e?s)?", others) for word in own)


def _counts(said: str, word: str, others: Iterable[str]) -> bool:
    """Whether the rows of a table, called by a word, are said to count."""
    after = re.compile(rf"\b{word}(?:'s|')?((?: [\w-]+){{0,3}}?) {_COUNTS}", re.MULTILINE)
    before = re.compile(rf"{_KEPT}{word}\b")
    gaps = [found[1].split() for found in after.finditer(said)]
    return any(set(gap).isdisjoint(others) for gap in gaps) or before.search(said) is not None


def _by_age(said: str, names: Sequence[str]) -> set[int]:
    """Return the place of the newest or oldest table, if words ask for it and names tell."""
    ages = [_age(name) for name in names]
    known = [one for one in ages if one is not None]
    if len(known) < len(names) or len({kind for kind, _ in known}) > 1:
        return set()
    values = [value for _, value in known]
    wanted = (max, _LATER), (min, _EARLIER)
    found = {
        values.index(end(values))
        for end, words in wanted
        if any(_counts(said, word, ()) for word in words)
    }
    return found if len(set(values)) == len(values) else set()


def _age(name: str) -> tuple[str, int] | None:
    """Return what tells when a table is of: its month, its number, or a word."""
    words = _words(name)
    found = [("number", int(one)) for one in words if one.isdecimal()]
    found += [("word", _AGES[one]) for one in words if one in _AGES]
    found += [("month", _MONTHS.index(one)) for one in words if one in _MONTHS]
    return found[0] if len(found) == 1 else None


def _words(name: str) -> list[str]:
    """Return the words of a name; a month's in full."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", name)
    return [_in_full(one.lower()) for one in words]


def _in_full(word: str) -> str:
    months = [one for one in _MONTHS if len(word) > _SHORTEST and one.startswith(word)]
    return months[0] if len(months) == 1 else word
