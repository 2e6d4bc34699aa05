"""Patterns that are too narrow for some of the texts that they are for."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.texts.pattern_parts import (
    Edit,
    Part,
    beginnings,
    edited,
    parts_of,
)
from jupyter_codeintel.fix.repairs.texts.used_patterns import (
    Used,
    pattern_that_misses,
    readers_of,
)
from jupyter_codeintel.fix.repairs.words import all_words

_MOST = 3
"""Of this many parts at once, another form is tried."""
_MOST_STATES = 12
_BEFORE = re.compile(r"(?:\d[.,]?|(?:^|[^\w)])[-+])\|\d|(?:[^\W\d_]|\w[-.'@])\|[^\W\d_]")
_AFTER = re.compile(r"\d\|[.,]?\d|[^\W\d_]\|(?:[^\W\d_]|[-.'@]\w)")
"""Where a group ends amid a number or a word, before and after a bar."""
_DASH = re.compile(r"(?<![^\s,;|])-(?![^\s,;|])")
"""Where logs have no number."""
_OF_THE_WEB = re.compile(r"\b(?:DELETE|GET|HEAD|POST|PUT|HTTP)\b")
_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+")


async def wider_patterns(case: Case) -> AsyncIterator[Repair]:
    r"""Yield ``[\w.-]+`` for ``\w+``, where that alone makes a pattern match all of its texts."""
    words = all_words(case)
    used = pattern_that_misses(case)
    pattern = _wider(used, " ".join(words)) if used is not None else None
    changes = _changes(case, used, pattern) if used is not None and pattern else None
    dashes = _without_dashes(case, used, pattern) if used is not None and pattern else None
    if changes is None or dashes is None:
        return
    for cell, change in dashes:
        changes.setdefault(cell, []).append(change)
    edits = {
        cell: case.code(cell).replaced(*dict.fromkeys(several)) for cell, several in changes.items()
    }
    yield Candidate(edits, "rule", "the pattern is too narrow for some of the texts", "wider")


def _wider(used: Used, words: str) -> str | None:
    """Return the pattern with the fewest parts in another form that matches all texts alike."""
    missed = tuple(one for one in used.texts if used.found(one) is None)
    has_dashes = any(map(_DASH.search, missed))
    parts = list(parts_of(used.pattern, words, has_dashes=has_dashes))
    states: list[tuple[Edit, ...]] = [()]
    for _ in range(_MOST):
        states = _better(used, missed, parts, states)
        several = [edited(used.pattern, edits) for edits in states]
        found = [new for new in several if _taken(used, new, missed) == set(missed)]
        if found:
            groups = {tuple(_groups(used, new, one) for one in missed) for new in found}
            return found[0] if len(groups) == 1 else None
    return None


def _better(
    used: Used, missed: tuple[str, ...], parts: list[Part], states: list[tuple[Edit, ...]]
) -> list[tuple[Edit, ...]]:
    """Return edits that get further in some of the missed texts with one more part changed."""
    found: dict[tuple[object, ...], tuple[Edit, ...]] = {}
    for edits in states[:_MOST_STATES]:
        before = _reached(used, edits, missed)
        for span, forms in parts:
            for form in forms if all(span != one for one, _ in edits) else ():
                more = (*edits, (span, form))
                new = edited(used.pattern, more)
                after = _reached(used, more, missed)
                is_better = all(a >= b for a, b in zip(after, before, strict=True))
                key = (tuple(sorted(one for one, _ in more)), after, _taken(used, new, missed))
                if is_better and after != before and key not in found and _keeps(used, new, missed):
                    found[key] = more
    return sorted(found.values(), key=lambda one: -sum(_reached(used, one, missed)))


def _reached(used: Used, edits: tuple[Edit, ...], missed: tuple[str, ...]) -> tuple[int, ...]:
    """Return how many of the pattern's beginnings are found in each text."""
    several = list(beginnings(used.pattern, edits))
    return tuple(sum(used.found(one, new) is not None for new in several) for one in missed)


def _taken(used: Used, new: str, missed: tuple[str, ...]) -> frozenset[str]:
    """Return the missed texts that another pattern takes, with each group whole."""
    cut = {sign for one in used.texts if one not in missed for sign in _cuts(used.found(one))}
    return frozenset(
        one for one in missed
        if (match := used.found(one, new)) is not None and not _cuts(match) - cut
    )  # fmt: skip


def _keeps(used: Used, new: str, missed: tuple[str, ...]) -> bool:
    """Whether what was found before is found as before."""
    return all(_groups(used, used.pattern, one) == _groups(used, new, one)
               for one in used.texts if one not in missed)  # fmt: skip


def _groups(used: Used, pattern: str, text: str) -> tuple[str | None, ...]:
    match = used.found(text, pattern)
    return () if match is None else (match[0], *match.groups())


def _cuts(match: re.Match[str] | None) -> set[tuple[int, str]]:
    """Return which groups end amid a number or a word, and at which side."""
    found: set[tuple[int, str]] = set()
    if match is None:
        return found
    for number in _numbers(match):
        start, end = match.span(number)
        before, after = match.string[max(start - 2, 0) : start], match.string[end : end + 2]
        first, last = match.string[start : start + 1], match.string[max(end - 1, 0) : end]
        if start == end:
            continue
        if _BEFORE.search(f"{before}|{first}"):
            found.add((number, "before"))
        if _AFTER.search(f"{last}|{after}"):
            found.add((number, "after"))
    return found


def _numbers(match: re.Match[str]) -> range:
    """Return the numbers of the groups; where there is none, that of all that is found."""
    return range(min(match.re.groups, 1), match.re.groups + 1)


def _changes(case: Case, used: Used, pattern: str) -> dict[str, list[Change]] | None:
    """Return the changes to the pattern and to what reads its groups; None if one is not seen."""
    place = used.code.span(used.node)
    changes: dict[str, list[Change]] = {used.cell: [(place, used.written(pattern))]}
    matches = [match for one in used.texts if (match := used.found(one, pattern)) is not None]
    names = {number: name for name, number in matches[0].re.groupindex.items()}
    for number in _numbers(matches[0]):
        texts = [match[number] or "" for match in matches]
        if not all(map(_NUMBER.fullmatch, texts)):
            continue
        is_parted = any("," in one for one in texts)
        readers = readers_of(case, names.get(number, number), number)
        if is_parted and (not readers or not _parts_thousands(texts)):
            return None
        for reader in readers:
            several: list[Change] = []
            end = reader.code.span(reader.group)[1]
            if is_parted:
                several.append(((end, end), '.replace(",", "")'))
            if any("." in one for one in texts) and getattr(reader.call.func, "id", "") == "int":
                several.append((reader.code.span(reader.call.func), "float"))
            if several:
                changes.setdefault(reader.cell, []).extend(several)
    return changes


def _without_dashes(case: Case, used: Used, pattern: str) -> list[tuple[str, Change]] | None:
    """Return the changes of what makes a number of a dash; None if it is open which one.

    In the log of a web server, it stands for a size of nothing.
    """
    matches = [match for one in used.texts if (match := used.found(one, pattern)) is not None]
    names = {number: name for name, number in matches[0].re.groupindex.items()}
    found: list[tuple[str, Change]] = []
    for number in _numbers(matches[0]):
        if all(match[number] != "-" for match in matches):
            continue
        for reader in readers_of(case, names.get(number, number), number):
            if any(reader.call in ast.walk(one) and _is_about_dashes(one.test)
                   for one in ast.walk(reader.code.tree)
                   if isinstance(one, ast.If | ast.IfExp)):  # fmt: skip
                continue
            if not any(map(_OF_THE_WEB.search, used.texts)):
                return None
            shown, call = map(reader.code.text, (reader.group, reader.call))
            quote = "'" if '"' not in reader.code.source else '"'
            new = f"(0 if {shown} == {quote}-{quote} else {call})"
            found.append((reader.cell, (reader.code.span(reader.call), new)))
    return found


def _is_about_dashes(test: ast.expr) -> bool:
    nodes = list(ast.walk(test))
    return any(getattr(one, "value", None) == "-" for one in nodes) or any(
        callee_of(one) in ("isdecimal", "isdigit", "isnumeric") for one in nodes
    )


def _parts_thousands(texts: list[str]) -> bool:
    thousands = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
    return all(thousands.fullmatch(one) for one in texts if "," in one)
