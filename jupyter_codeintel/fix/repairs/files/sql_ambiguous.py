"""Queries with a column that several of their tables have."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql_reading import (
    Query,
    columns_of,
    folded,
    labels_of,
    queries,
    singulars,
    tables,
)
from jupyter_codeintel.fix.repairs.words import told_near

_AMBIGUOUS = re.compile(r"ambiguous column name: (?P<name>\w+)\s*$")
_SELECT = re.compile(r"\bselect\b", re.IGNORECASE)
_OUTER = re.compile(r"\b(?:left|right|full)\s+(?:outer\s+)?join\b", re.IGNORECASE)
_GROUPED = re.compile(r"\bgroup\s+by\s+(?P<by>.*?)(?:\b(?:having|order|limit)\b|$)",
                      re.IGNORECASE | re.DOTALL)  # fmt: skip
_BARE = r"(?<![\w.:@$'\"])(?<!\bas\s){name}(?![\w'\"])(?!\s*[.(])"


async def column_of_one_table(case: Case) -> AsyncIterator[Repair]:
    """Yield a column's table: that which is asked about, or either of two joined by the column."""
    match = _AMBIGUOUS.search(case.error.value)
    if match is None or not case.is_a("OperationalError", "DatabaseError"):
        return
    name, made = match["name"], tables(case)
    query = next(queries(case, name), None)
    if query is None or len(_SELECT.findall(query.shown)) != 1:
        return
    labels = labels_of(query)
    holders = {
        table: names[0]
        for table, names in labels.items()
        if name.lower() in {column.lower() for column in columns_of(query, made, table)}
    }
    is_clear = all(len(names) == 1 for names in labels.values())
    if len(holders) < 2 or not is_clear or name.lower() in labels:
        return
    new = _as_joined(query, name, list(holders.values())) or _as_told(case, query, name, holders)
    if new is not None and new != query.shown:
        says = f'several tables have a column "{name}"'
        change = query.code.span(query.node), new
        yield repaired(query.cell, query.code, [change], says, "sql_ambiguous")


def _as_joined(query: Query, name: str, labels: list[str]) -> str | None:
    """Return a query with the column of either table, where it is what they are joined by."""
    if len(labels) != 2 or _OUTER.search(query.shown):
        return None
    one, other = labels
    text = query.changed(lambda piece: _joined(piece, name, labels))
    pairs = (rf"\b{a}\.{name}\s*=\s*{b}\.{name}\b" for a, b in ((one, other), (other, one)))
    if not any(re.search(pair, text, re.IGNORECASE) for pair in pairs):
        return None
    return query.changed(lambda piece: qualified(_joined(piece, name, labels), name, one))


def _joined(piece: str, name: str, labels: list[str]) -> str:
    """Return a text in which two tables are joined by a column of each."""
    one, other = labels
    bare = _BARE.format(name=name)
    changes = [(rf"{bare}\s*=\s*{bare}", f"{one}.{name} = {other}.{name}")]
    for label, rest in ((one, other), (other, one)):
        known = rf"\b{label}\.{name}\b"
        changes.append((rf"{bare}(?=\s*=\s*{known})", f"{rest}.{name}"))
        changes.append((rf"(?P<known>{known}\s*=\s*){bare}", rf"\g<known>{rest}.{name}"))
    for pattern, new in changes:
        piece = re.sub(pattern, new, piece, flags=re.IGNORECASE)
    return piece


def _as_told(case: Case, query: Query, name: str, holders: dict[str, str]) -> str | None:
    """Return a query with the column of the table that the words, or its groups, are about."""
    bare = re.findall(_BARE.format(name=name), query.shown, re.IGNORECASE)
    selected = re.split(r"\bfrom\b", query.shown, maxsplit=1, flags=re.IGNORECASE)[0]
    twice = len(re.findall(_BARE.format(name=name), selected, re.IGNORECASE)) > 1
    joins = rf"=\s*{_BARE.format(name=name)}|{_BARE.format(name=name)}\s*=\s*\w+\."
    if not bare or twice or re.search(joins, query.shown, re.IGNORECASE):
        return None
    found = (_grouped(query, holders), _told(case, query, name, holders))
    told = {table for table in found if table is not None}
    if len(told) != 1:
        return None
    label = holders[told.pop()]
    return query.changed(lambda piece: qualified(piece, name, label))


def _grouped(query: Query, holders: dict[str, str]) -> str | None:
    """Return the one table by whose rows a query groups."""
    match = _GROUPED.search(query.shown)
    fields = re.findall(r"(\w+)\.(\w+)", match["by"].lower()) if match is not None else []
    found = {
        table
        for label, column in fields
        for table, own in holders.items()
        if folded(column) in {f"{one}id" for one in singulars(table)}
        or (label == own.lower() and column == "id")
    }
    return found.pop() if len(found) == 1 else None


def _told(case: Case, query: Query, name: str, holders: dict[str, str]) -> str | None:
    """Return the one table that the nearest words ask about."""
    site = next((site for site in case.sites if site.cell == query.cell), case.sites[0])
    texts = [" ".join(text.split()) for text in told_near(case, site)]
    for text in texts:
        asked = [table for table in holders if _is_asked(text, name, _words(table))]
        if asked:
            return asked[0] if len(asked) == 1 else None
    named = {
        table
        for table in holders
        if any(re.search(rf"\b{_words(table)}\b", text, re.IGNORECASE) for text in texts)
    }
    return named.pop() if len(named) == 1 else None


def _words(table: str) -> str:
    """Return a pattern of the words for rows of a table."""
    forms = {table, *singulars(table)}
    forms |= {f"{form}s" for form in forms if not form.endswith("s")}
    forms |= {f"{form[:-1]}ies" for form in forms if form.endswith("y")}
    shown = sorted((re.escape(form).replace("_", "[ _-]?") for form in forms), key=len)
    return f"(?:{'|'.join(reversed(shown))})"


def _is_asked(text: str, name: str, words: str) -> bool:
    """Whether words ask for something of each row of a table, or for its column."""
    column = re.escape(name).replace("_", "[ _-]?")
    patterns = (
        rf"\b(?:by|each|every|per) (?:of the )?(?:single )?{words}\b",
        rf"\b{words}(?:'s?)? {column}s?\b",
        rf"\b{column}s? of (?:all |each |every |the )*{words}\b",
        rf"\b(?:list|which|what) (?:all |of |the )*{words}\b",
    )
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def qualified(piece: str, name: str, label: str) -> str:
    """Return a text with a table before each place of a column that has none."""
    bare = _BARE.format(name=name)
    return re.sub(bare, lambda found: f"{label}.{found[0]}", piece, flags=re.IGNORECASE)
