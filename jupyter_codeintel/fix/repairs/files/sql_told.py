"""Columns of a query that its table has by the name which the person's words have too."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.keys import used_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql import real_name, renamed_in, same_column
from jupyter_codeintel.fix.repairs.files.sql_reading import (
    Query,
    aliases,
    columns_of,
    queries,
    singulars,
    tables,
)
from jupyter_codeintel.fix.repairs.words import words_near

_MISSING = re.compile(r"no such column: (?:(?P<of>\w+)\.)?(?P<name>\w+)\s*$")
_OF_EACH = re.compile(
    r"\b(?:by|each|every|per)(?: (?:a|an|each|every|the))? [\w-]+(?:(?:, | and |, and )[\w-]+)*"
)
_GROUPS = re.compile(
    r"\bgroup\s+by\b(?P<by>(?:(?!\b(?:having|limit|order|union|window)\b).)*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERS = r"\b(?:avg|sum|total)\s*\([^()]*\b"
_TEXT = r"\s+(?:blob|char|clob|date|text|varchar)"
_VALUE = r"(?:[=<>]|\blike)\s*(?:\w+\.)?"
_SHORTEST = 3


async def sql_columns_told(case: Case) -> AsyncIterator[Repair]:
    """Yield ``AVG(salary)`` for ``AVG(wage)``, where the mean salary is asked for.

    One column that the query does not have has to be told, and the one that it has must not be.
    """
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("OperationalError", "DatabaseError"):
        return
    wrong = match["name"]
    query, made = next(queries(case, wrong), None), tables(case)
    if query is None or any(wrong.lower() == one.lower() for own in made.values() for one in own):
        return
    asked = {match["of"]} if match["of"] else set(aliases(query).values())
    by_table = [columns_of(query, made, name) for name in asked]
    columns = {one for own in by_table for one in own}
    if not all(by_table) or _is_otherwise(query, wrong, columns, set(aliases(query).values())):
        return
    found = [one for one in sorted(columns) if _is_told(case, query, wrong, one)]
    if len(found) == 1:
        new = renamed_in(query, "column", wrong, found[0], keeps=wrong in used_keys(case.failure))
        says = f'the words ask for "{found[0]}", and there is no "{wrong}"'
        change = query.code.span(query.node), new
        yield repaired(query.cell, query.code, [change], says, "sql_told")


def _is_otherwise(query: Query, wrong: str, columns: set[str], asked: set[str]) -> bool:
    """Whether a name is another one misspelt, in other words or without its unit, or a value."""
    is_near = real_name(wrong, columns) or same_column(query, wrong, columns, asked)
    has_unit = any(one.lower().startswith(f"{wrong.lower()}_") for one in columns)
    is_value = re.search(rf"{_VALUE}{re.escape(wrong)}\b", query.shown, re.IGNORECASE)
    return bool(is_near or has_unit or is_value)


def _is_told(case: Case, query: Query, wrong: str, column: str) -> bool:
    """Whether words ask for a column which a query does not have, and not for another one."""
    if re.search(rf"\b{re.escape(column)}\b", query.shown, re.IGNORECASE):
        return False
    said = words_near(case, Site(query.cell, query.code, query.node.lineno))
    groups = _GROUPS.search(query.shown)
    is_group = groups is not None and re.search(rf"\b{wrong}\b", groups["by"]) is not None
    of_each = " ".join(_OF_EACH.findall(said))
    there = of_each if is_group else _OF_EACH.sub(" ", said)
    own = [one for one in _words(column) if not _is_in(one, _words(" ".join(aliases(query))))]
    is_short = not own or any(len(one) < _SHORTEST for one in own)
    if is_short or any(_is_in(one, _words(said)) for one in _words(wrong)):
        return False
    is_number = not _is_text(case, column) or not re.search(
        rf"{_NUMBERS}{wrong}\b", query.shown, re.IGNORECASE
    )
    return is_number and all(_is_in(one, _words(there)) for one in own)


def _is_text(case: Case, column: str) -> bool:
    """Whether a column has texts, as it is declared or as a table has it."""
    declared = re.compile(rf"\b{re.escape(column)}{_TEXT}", re.IGNORECASE)
    cells = [cell.source for cell in case.failure.document.cells if cell.type == "code"]
    namespace = case.failure.namespace
    live = namespace.variables.values() if namespace is not None else ()
    kinds = {kind for one in live for name, kind in one.columns if name == column}
    return any(map(declared.search, cells)) or not kinds.isdisjoint({"object", "str", "string"})


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


def _is_in(word: str, words: list[str]) -> bool:
    """Whether a word is among some, also as one or several of it."""
    return any(word == one or word in singulars(one) or one in singulars(word) for one in words)
