"""Queries that filter single rows by what is only known of a group of them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql_clauses import (
    Clause,
    aggregates,
    clauses,
    conditions,
    hidden,
    own_words,
    scopes,
    selected,
)
from jupyter_codeintel.fix.repairs.files.sql_reading import Query, queries
from jupyter_codeintel.fix.repairs.words import words_near

_MISUSED = re.compile(
    r"misuse of (?:aliased )?aggregate|near \"(?:WHERE|GROUP)\": syntax error"
    r"|aggregate functions? (?:is|are) not allowed in WHERE|WHERE clause cannot contain aggregates"
    r"|Invalid use of group function",
    re.IGNORECASE,
)
_ERRORS = ("OperationalError", "DatabaseError", "ProgrammingError", "BinderException")
_NAMED = re.compile(r"(?:\)|\w)\s+(?:as\s+)?(?P<name>[a-z_]\w*)$", re.IGNORECASE)
_COLUMN = re.compile(r"[a-z_]\w*(?:\.\w+)?", re.IGNORECASE)
_OF_ONE_TABLE = re.compile(
    r"\bfrom\s+(?P<table>\w+)(?:\s+(?:as\s+)?(?P<alias>\w+))?$", re.IGNORECASE
)
_BESIDE = re.compile(r"(?:(?P<left>[\w.]+)\s*)?(?:<>|[<>!=]=|[<>=])(?:\s*(?P<right>[\w.]+))?")
_OF_GROUPS = re.compile(r"\b(?:its|their|own|each|every|per|same|within)\b")
_OPENED = re.compile(r"[a-zA-Z]*(\"\"\"|\'\'\'|\"|\')")


class _Split(NamedTuple):
    """The conditions that are on rows, and those that are on groups."""

    rows: list[str]
    groups: list[str]
    between: str


async def groups_by_having(case: Case) -> AsyncIterator[Repair]:
    """Yield ``GROUP BY name HAVING SUM(x) > 1`` for ``WHERE SUM(x) > 1 GROUP BY name``.

    Where rows are compared with a value of all rows, that becomes a selection of its own.
    """
    if not _MISUSED.search(case.error.value) or not case.is_a(*_ERRORS):
        return
    query = next(queries(case, r"(?i:where|having)"), None)
    opened = _OPENED.match(query.shown) if query is not None else None
    if query is None or opened is None:
        return
    first, last = opened.end(), len(query.shown) - len(opened[1])
    text = query.shown[first:last]
    plain = hidden(text)
    for start, end in scopes(plain):
        own = clauses(text[start:end], plain[start:end])
        new = _as_having(own) or _as_selected(case, query, own)
        if new is not None and new != text[start:end].rstrip():
            rest = text[start + len(plain[start:end].rstrip()) :]
            change = f"{query.shown[:first]}{text[:start]}{new}{rest}{query.shown[last:]}"
            says = "what is asked of whole groups is known after they are made"
            yield repaired(query.cell, query.code, [(query.code.span(query.node), change)], says,
                           "sql_having")  # fmt: skip
            return


def _as_having(own: list[Clause]) -> str | None:
    """Return a selection with what is asked of groups behind what they are made by."""
    by_word = {one.word: one for one in own}
    where, group, having = (by_word.get(word) for word in ("where", "group", "having"))
    if len(by_word) != len(own) or own[0].word != "select" or not (where or having):
        return None
    grouping = _grouping(own[0], group)
    if grouping is None:
        return None
    split = _split(own, grouping.body[1])
    is_late = where is not None and group is not None and own.index(where) > own.index(group)
    if split is None or not (split.groups or is_late):
        return None
    asked = where or having
    gap, is_small = (asked.gap, asked.shown[0].islower()) if asked else (" ", False)
    found = [own[0].shown]
    for word, parts in (("WHERE", split.rows), ("", [grouping.shown]), ("HAVING", split.groups)):
        if parts:
            words = f"{word} {split.between.join(parts)}" if word else parts[0]
            head = words[: len(word)].lower() if is_small else words[: len(word)]
            found.append(f"{gap}{head}{words[len(word) :]}")
    kept = (one for one in own[1:] if one.word not in ("where", "group", "having"))
    return "".join([*found, *(f"{one.gap}{one.shown}" for one in kept)])


def _grouping(select: Clause, group: Clause | None) -> Clause | None:
    """Return what groups are made by, if need be by the columns beside their sums."""
    if group is not None:
        return group
    columns = selected(select.hidden)
    plain = [one for one in columns if not aggregates(one)]
    if not plain or len(plain) == len(columns) or not all(map(_COLUMN.fullmatch, plain)):
        return None
    by = f"{'group by' if select.shown[0].islower() else 'GROUP BY'} {', '.join(plain)}"
    return Clause("group", " ", by, by)


def _split(own: list[Clause], grouping: str) -> _Split | None:
    """Return conditions by what they are on; None where one is on both, or is moved wrongly."""
    made = {one["name"].lower() for column in selected(own[0].hidden) if aggregates(column)
            if (one := _NAMED.search(column))}  # fmt: skip
    known = made | own_words(grouping) | {one.rpartition(".")[2] for one in own_words(grouping)}
    rows: list[str] = []
    groups: list[str] = []
    between = " AND "
    for clause in own:
        if clause.word not in ("where", "having"):
            continue
        parts, sep = conditions(*clause.body)
        between = sep if len(parts) > 1 else between
        for shown, within in parts:
            is_of_groups = bool(aggregates(within)) or bool(own_words(within) & made)
            if is_of_groups and not own_words(within) <= known:
                return None
            if not is_of_groups and any("?" in one for one in groups) and "?" in within:
                return None  # values in their order
            is_of_groups |= clause.word == "having"
            (groups if is_of_groups else rows).append(shown)
    is_commented = len(rows) + len(groups) > 1 and "--" in "".join((*rows, *groups))
    return None if is_commented else _Split(rows, groups, between)


def _as_selected(case: Case, query: Query, own: list[Clause]) -> str | None:
    """Return a selection whose rows are compared with a value of all of its table."""
    words = [one.word for one in own]
    if words[:2] != ["select", "where"] or not {"group", "having"}.isdisjoint(words):
        return None
    source = _OF_ONE_TABLE.search(own[0].hidden)
    shown, within = own[1].body
    places = aggregates(within)
    site = next((one for one in case.sites if one.cell == query.cell), case.sites[0])
    is_of_groups = _OF_GROUPS.search(words_near(case, site)) is not None
    if source is None or len(places) != 1 or is_of_groups or aggregates(own[0].hidden):
        return None
    start, end = places[0]
    other = _BESIDE.fullmatch(f"{within[:start]}{within[end:]}".strip())
    column = (other["left"] or other["right"] or "") if other is not None else ""
    if not _COLUMN.fullmatch(column):
        return None
    alias = source["alias"] or source["table"]
    value = re.sub(rf"\b{alias}\.", "", shown[start:end])
    first = f"SELECT {value} FROM" if own[1].shown[0].isupper() else f"select {value} from"
    table = f"({first} {source['table']})"
    head = own[1].shown[: len(own[1].shown) - len(shown)]
    rest = "".join(f"{one.gap}{one.shown}" for one in own[2:])
    asked = f"{head}{shown[:start]}{table}{shown[end:]}"
    return f"{own[0].shown}{own[1].gap}{asked}{rest}"
