"""Queries that take a column from a table which they do not join, or call otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import NamedTuple

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql import real_name
from jupyter_codeintel.fix.repairs.files.sql_ambiguous import qualified
from jupyter_codeintel.fix.repairs.files.sql_columns import column_of_alias
from jupyter_codeintel.fix.repairs.files.sql_reading import (
    Query,
    aliases,
    columns_of,
    folded,
    labels_of,
    queries,
    singulars,
    tables,
)

_MISSING = re.compile(r"no such column: (?:(?P<of>\w+)\.)?(?P<name>\w+)\s*$")
_SELECT = re.compile(r"\bselect\b", re.IGNORECASE)
_REST = re.compile(r"\s*(?:\b(?:where|group|having|order|limit|window)\b|;|$)", re.IGNORECASE)
_FROM = re.compile(r"(?P<indentation>\n[ \t]*)?\bfrom\b", re.IGNORECASE)


class _Join(NamedTuple):
    """A table that a query is to join, and what its rows are found by."""

    table: str
    label: str
    condition: str
    moved: frozenset[str]
    """Columns that a query takes from another table, and that are this one's."""
    clashing: dict[str, str]
    """Columns that another table has too, each with what that is called."""


async def columns_of_unjoined(case: Case) -> AsyncIterator[Repair]:
    """Yield the name that a query has for a column's table, or the joining of that table."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("OperationalError", "DatabaseError"):
        return
    of, name, made = match["of"], match["name"], tables(case)
    query = next(queries(case, name), None)
    if query is None or not made or len(_SELECT.findall(query.shown)) != 1:
        return
    if of and (label := _known_as(query, made, of, name)) is not None:
        new = query.changed(partial(_relabelled, of=of, label=label))
        says = f'the query calls the table "{label}", not "{of}"'
        change = query.code.span(query.node), new
        yield repaired(query.cell, query.code, [change], says, "sql_label")
    elif _is_of_none(query, made, of, name):
        for join in _joins(case, query, made, of, name):
            new = query.changed(partial(_with, of=of, join=join))
            if new != query.shown and isinstance(query.node, ast.Constant):
                says = f'"{name}" is a column of "{join.table}"'
                change = query.code.span(query.node), new
                yield repaired(query.cell, query.code, [change], says, "sql_join")


def _known_as(query: Query, made: dict[str, set[str]], of: str, name: str) -> str | None:
    """Return what a query calls the table of a column that is given an unknown name."""
    labels = labels_of(query)
    if any(of.lower() == label.lower() for names in labels.values() for label in names):
        return None
    used = _used(query, of)
    if of.lower() in labels:
        fitting = [of.lower()] if used <= _lower(columns_of(query, made, of)) else []
    else:
        own = {table: _lower(columns_of(query, made, table)) for table in labels}
        fitting = [table for table, columns in own.items() if used <= columns]
        others = (table for table in made if table.lower() not in labels)
        if not all(own.values()) or any(_may_be(of, one, used, made[one]) for one in others):
            return None
    found = [label for table in fitting for label in labels[table]]
    return found[0] if len(found) == 1 and name.lower() in used else None


def _used(query: Query, of: str) -> set[str]:
    """Return the columns that a query takes from what it calls by a name."""
    return {column.lower() for column in re.findall(rf"(?i)\b{of}\.(\w+)", query.shown)}


def _lower(names: set[str]) -> set[str]:
    return {name.lower() for name in names}


def _may_be(of: str, table: str, used: set[str], columns: set[str]) -> bool:
    """Whether a name may be the one, or a short one, of a table that a query does not join."""
    return table.lower().startswith(of[0].lower()) and used <= _lower(columns)


def _is_of_none(query: Query, made: dict[str, set[str]], of: str | None, name: str) -> bool:
    """Whether a column is of none of a query's tables, nor one of nearly its name."""
    own = [columns_of(query, made, table) for table in labels_of(query)]
    every = set().union(*own)
    if not own or not all(own):
        return False
    if of and of.lower() not in aliases(query):
        return True
    near = column_of_alias(query, made, of, name) if of else real_name(name, every)
    return near is None and name.lower() not in _lower(every)


def _joins(
    case: Case, query: Query, made: dict[str, set[str]], of: str | None, name: str
) -> Iterator[_Join]:
    """Yield how the one table that has a column is joined, if it is by one pair of columns."""
    labels = labels_of(query)
    others = [
        table
        for table, columns in made.items()
        if table.lower() not in labels and name.lower() in _lower(columns)
    ]
    is_new = of is not None and of.lower() not in aliases(query)
    if len(others) != 1 or any(len(names) > 1 for names in labels.values()):
        return
    table = others[0]
    if is_new and of and not _may_be(of, table, _used(query, of), made[table]):
        return
    pairs = {
        (labels[own][0], column, key)
        for own in labels
        for column in columns_of(query, made, own)
        for key in made[table]
        if _is_pair(case, own, column, table, key)
        or (is_new and _is_pair(case, table, key, own, column))
    }
    if len(pairs) == 1:
        label = of if is_new and of else _label(labels, table)
        own, column, key = pairs.pop()
        there = _lower(made[table]) - _lower(columns_of(query, made, of))
        moved = frozenset() if is_new or not of else frozenset(_used(query, of) & there)
        condition = f"{own}.{column} = {label}.{key}"
        yield _Join(table, label, condition, moved, _clashing(query, made, table))


def _is_pair(case: Case, own: str, column: str, table: str, key: str) -> bool:
    """Whether a column of a table names the row of another one, by the key that is its own."""
    told = {f"{one}id" for one in {folded(table), *singulars(table)}}
    if folded(column) in told:
        return key.lower() == "id" or folded(key) == folded(column)
    is_same = column.lower() == key.lower() != "id"
    made = r"\btable\s+(?:if\s+not\s+exists\s+)?{}\s*\((?:[^;]*,)?\s*{}\b[^,;]*"
    patterns = [made.format(own, column) + rf"references\s+{table}\s*\(\s*{key}\s*\)"]
    if is_same:
        patterns.append(made.format(table, key) + r"primary\s+key")
    texts = [
        node.value
        for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell)
        for node in case.code(cell).nodes(ast.Constant)
        if isinstance(node.value, str)
    ]
    return any(re.search(one, text, re.IGNORECASE) for one in patterns for text in texts)


def _label(labels: dict[str, list[str]], table: str) -> str:
    """Return what a query calls a table that it joins: in short, if it does so with others."""
    used = {name.lower() for names in labels.values() for name in names}
    has_short = any(name.lower() != own for own, names in labels.items() for name in names)
    return table[0].lower() if has_short and table[0].lower() not in used else table


def _relabelled(piece: str, of: str, label: str) -> str:
    return re.sub(rf"(?i)(?<![\w.:@$'\"]){of}(?=\.\w)", label, piece)


def _with(piece: str, of: str | None, join: _Join) -> str:
    """Return a text of a query with a table joined after the others, and its column."""
    for column in join.moved:
        old = rf"(?i)(?<![\w.:@$'\"]){of}\.(?={column}\b)"
        piece = re.sub(old, f"{join.label}.", piece)
    for column, own in join.clashing.items():
        piece = qualified(piece, column, own)
    start = _FROM.search(piece)
    if start is None:
        return piece
    end = _REST.search(piece, start.end())
    place = end.start() if end is not None else len(piece.rstrip())
    word = "join" if "from" in start[0] else "JOIN"
    table = join.table if join.label == join.table else f"{join.table} {join.label}"
    on = "on" if word == "join" else "ON"
    between = start["indentation"] or " "
    return f"{piece[:place]}{between}{word} {table} {on} {join.condition}{piece[place:]}"


def _clashing(query: Query, made: dict[str, set[str]], table: str) -> dict[str, str]:
    """Return the columns that a query has without a table, and that an added one has too."""
    return {
        column: names[0]
        for own, names in labels_of(query).items()
        for column in _lower(columns_of(query, made, own)) & _lower(made[table])
    }
