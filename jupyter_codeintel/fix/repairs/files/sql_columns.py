"""Queries that take a column from a table which has it by another name, or not at all."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.keys import used_keys
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql import known_as, real_name, same_column
from jupyter_codeintel.fix.repairs.files.sql_reading import (
    Query,
    aliases,
    columns_of,
    folded,
    queries,
    singulars,
    tables,
)

_MISSING = re.compile(r"no such column: (?:(?P<of>\w+)\.)?(?P<name>\w+)")


async def columns_of_an_alias(case: Case) -> AsyncIterator[Repair]:
    """Yield the name that a column has in its table, or the other table that has the column.

    ``film_id`` is the ``id`` of a table of films, and ``name`` their ``film_name``.
    """
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("OperationalError", "DatabaseError"):
        return
    of, wrong = match["of"], match["name"]
    query, made = next(queries(case, wrong), None), tables(case)
    if query is None or not made:
        return
    meant = column_of_alias(query, made, of, wrong) if of else _of_any(query, made, wrong)
    if meant is None:
        return
    old, new = f"{of}.{wrong}" if of else wrong, meant
    pattern = rf"(?<![\w.:@$'\"]){re.escape(old)}(?![\w'\"])(?!\s*[.(])"
    if not of:
        pattern = rf"(?<!\bas\s){pattern}"
    text = query.changed(lambda piece: re.sub(pattern, new, piece, flags=re.IGNORECASE))
    if not new.lower().endswith(f".{wrong.lower()}") and wrong in used_keys(case.failure):
        text = known_as(text, new, wrong)
    if text != query.shown:
        says = f'there is no column "{old}", but "{new}"'
        yield repaired(query.cell, query.code, [(query.code.span(query.node), text)], says,
                       "sql_column")  # fmt: skip


def column_of_alias(query: Query, made: dict[str, set[str]], of: str, wrong: str) -> str | None:
    """Return what is meant by a column of a table that the query has a name for."""
    own = columns_of(query, made, of)
    if not own or wrong.lower() in {name.lower() for name in own}:
        return None
    table = aliases(query)[of.lower()]
    named = _by_table(wrong, table, own)
    near = real_name(wrong, own)
    others = _others_with(query, made, wrong) if not is_joined_by(query, of, wrong) else []
    found = {f"{of}.{name}" for name in (named, near) if name is not None}
    if named is None or not wrong.lower().endswith("id"):
        found |= {f"{other}.{wrong}" for other in others}
    if not found and (same := same_column(query, wrong, own, {table})) is not None:
        found = {f"{of}.{same}"}
    return found.pop() if len(found) == 1 else None


def _of_any(query: Query, made: dict[str, set[str]], wrong: str) -> str | None:
    """Return what is meant by a column whose table is not told."""
    by_table = {table: columns_of(query, made, table) for table in set(aliases(query).values())}
    if not all(by_table.values()) or real_name(wrong, set().union(*by_table.values())):
        return None
    found = [name for table, own in by_table.items() if (name := _by_table(wrong, table, own))]
    several = [own for own in by_table.values() if found and found[0] in own]
    return found[0] if len(found) == 1 and len(several) == 1 else None


def _by_table(wrong: str, table: str, columns: set[str]) -> str | None:
    """Return the column that is called after its table too, or only in the query."""
    names = {folded(table), *singulars(table)}
    told = {f"{name}{folded(wrong)}" for name in names}
    found = [
        column
        for column in columns
        if folded(column) in told
        or any(folded(wrong) == f"{name}{folded(column)}" for name in names)
    ]
    return found[0] if len(found) == 1 else None


def _others_with(query: Query, made: dict[str, set[str]], wrong: str) -> list[str]:
    """Return the names of the other tables of a query that have a column."""
    known = aliases(query)
    found = [
        name
        for name in known
        if wrong.lower() in {column.lower() for column in columns_of(query, made, name)}
    ]
    # A table that has a short name is called by that.
    short = {known[name] for name in found if name != known[name]}
    return [name for name in found if name not in short]


def is_joined_by(query: Query, of: str, wrong: str) -> bool:
    """Whether tables are joined by a column: then it has to be one of this table."""
    column = rf"\b{of}\.{wrong}\b"
    either = rf"\w+\.\w+\s*=\s*{column}|{column}\s*=\s*\w+\.\w+"
    return re.search(either, query.shown, re.IGNORECASE) is not None
