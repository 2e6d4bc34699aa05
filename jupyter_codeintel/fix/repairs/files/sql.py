"""Queries that name a column or table by another name than it has."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.keys import used_keys
from jupyter_codeintel.fix.knowledge.same_things import same_thing
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql_reading import (
    Query,
    columns_of,
    queries,
    singulars,
    tables,
)
from jupyter_codeintel.fix.repairs.spelling import meant, short_with_unit

_MISSING = re.compile(
    r"(?:no such (?P<what>column|table):|has no column named) (?:(?P<of>\w+)\.)?(?P<name>\w+)"
)
_OF_TABLE = r"\b(?:from|into|join|update)\s+[\"`\[]?"
_FROM = re.compile(rf"{_OF_TABLE}(\w+)", re.IGNORECASE)
_PLAIN = re.compile(r"\w+")
"""Names that a query has without quotes."""
HUNDREDTHS = ("cent", "cents", "ct", "cts", "pence")
_SHORTEST, _LONGEST = 3, 5


async def sql_names(case: Case) -> AsyncIterator[Repair]:
    """Yield the nearest name of a column or table that the notebook makes, or its short form."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("OperationalError", "DatabaseError"):
        return
    what, wrong = match["what"] or "column", match["name"]
    query = next(queries(case, wrong), None)
    made = tables(case)
    if query is None or not made:
        return
    if what == "column" and columns_of(query, made, match["of"]):
        return  # which `columns_of_an_alias` knows better
    asked = {name.lower() for name in _FROM.findall(query.shown)}
    columns = {column for name, found in made.items() if name.lower() in asked
               for column in found}  # fmt: skip
    if what == "column" and any(wrong in found for found in made.values()):
        return  # it is that of a table which the query has to join
    real = real_name(wrong, columns if what == "column" else set(made))
    if real is None and what == "column":
        real = same_column(query, wrong, columns, asked)
    if real is None:
        return
    new = renamed_in(query, what, wrong, real, keeps=wrong in used_keys(case.failure))
    if new != query.shown:
        says = f'the {what} is called "{real}", not "{wrong}"'
        change = query.code.span(query.node), new
        yield repaired(query.cell, query.code, [change], says, "sql_name")


def real_name(wrong: str, names: set[str]) -> str | None:
    """Return the name that another one is misspelt for, or short for."""
    plain = {name for name in names if _PLAIN.fullmatch(name) and not _has_unit(name, wrong)}
    near = meant(wrong, plain)
    short = [name for name in plain if _is_short(name, wrong) or _is_short(wrong, name)]
    if near is not None:
        return near if set(short) <= {near} else None
    fuller = [name for name in plain if _is_fuller(name, wrong)]
    if not short and not fuller:
        return short_with_unit(wrong, names)
    found = short or fuller
    return found[0] if len(found) == 1 and set(fuller) <= set(found) else None


def same_column(query: Query, wrong: str, columns: set[str], asked: set[str]) -> str | None:
    """Return the one column that says the same in other words, unless a query has it too."""
    rows = {one for name in asked for one in (name, *singulars(name))}
    real = same_thing(wrong, columns, rows)
    is_used = real is not None and re.search(rf"\b{real}\b", query.shown, re.IGNORECASE)
    return None if is_used else real


def _has_unit(name: str, wrong: str) -> bool:
    """Whether a name is another one with a unit, which may have to be made another."""
    head, _, unit = name.lower().rpartition("_")
    is_unit = unit in HUNDREDTHS or any(unit in units for units in DIMENSIONS)
    return head == wrong.lower() and is_unit


def _is_fuller(name: str, word: str) -> bool:
    """Whether a name is a word that says what is meant, after others: ``unit_price``.

    A number of its own is none: what a row is called by is no ``customer_id``.
    """
    return name.lower().endswith(f"_{word.lower()}") and word.lower() not in ("id", "key", "no")


def _is_short(short: str, long: str) -> bool:
    """Whether a name is another one in short, word by word: ``cust_id`` for ``customer_id``."""
    pairs = list(zip(short.lower().split("_"), long.lower().split("_"), strict=False))
    is_even = short.count("_") == long.count("_") and short.lower() != long.lower()
    return is_even and all(one == other or _abbreviates(one, other) for one, other in pairs)


def _abbreviates(short: str, long: str) -> bool:
    """Whether a word has the first letters of another and ends in a consonant: ``dept``.

    Or its consonants alone: ``qty``.
    """
    if not _SHORTEST <= len(short) <= _LONGEST or len(long) < len(short) + 2:
        return False
    letters = iter(long)
    is_within = all(letter in letters for letter in short) and short[0] == long[0]
    begins = long.startswith(short[:3]) and short[-1] not in "aeiou"
    return is_within and (begins or not set(short) & set("aeiou"))


def renamed_in(query: Query, what: str, wrong: str, real: str, *, keeps: bool) -> str:
    """Return a query with another name, but in its values, its parameters and after ``AS``.

    Where the notebook knows the result by the wrong name, it keeps it.
    """
    if what == "table":
        pattern = rf"(?P<head>{_OF_TABLE})\b{wrong}\b|(?<![\w.:@$']){wrong}(?=\.)"
    else:
        pattern = rf"(?P<head>)(?<![\w:@$'])(?<!\bas\s){wrong}(?![\w'])(?!\s*[.(])"
    new = query.changed(
        lambda piece: re.sub(pattern, rf"\g<head>{real}", piece, flags=re.IGNORECASE)
    )
    return known_as(new, real, wrong) if keeps and what == "column" else new


def known_as(query: str, real: str, name: str) -> str:
    """Return a query that calls a selected column by another name in its result."""
    selected = rf"(\bselect\b(?:(?!\bfrom\b).)*?(?<!\w){re.escape(real)})(?=\s*(?:,|\bfrom\b))"
    flags = re.IGNORECASE | re.DOTALL
    return re.sub(selected, rf"\1 AS {name}", query, count=1, flags=flags)
