"""Queries that name a column or table by another name than it has."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.keys import used_keys
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.spelling import meant

_MISSING = re.compile(
    r"(?:no such (?P<what>column|table):|has no column named) (?:\w+\.)?(?P<name>\w+)"
)
_CREATED = re.compile(
    r"\bcreate\s+(?:temp(?:orary)?\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?"
    r"[\"`\[]?(?P<name>\w+)[\"`\]]?\s*(?P<columns>\(.*)?",
    re.IGNORECASE | re.DOTALL,
)
_ADDED = re.compile(r"\balter\s+table\s+(\w+)\s+add\s+(?:column\s+)?(\w+)", re.IGNORECASE)
_CONSTRAINTS = ("check", "constraint", "foreign", "primary", "unique")
_OF_TABLE = r"\b(?:from|into|join|update)\s+[\"`\[]?"
_FROM = re.compile(rf"{_OF_TABLE}(\w+)", re.IGNORECASE)
_QUOTES = re.compile(r"[a-zA-Z]*(\"\"\"|\'\'\'|\"|\')")
_QUERY = re.compile(r"\b(?:delete|insert|select|update)\b", re.IGNORECASE)
_FIELD = re.compile(r"[\"`\[]?(\w+)")
_PLAIN = re.compile(r"\w+")
"""Names that a query has without quotes."""
_SHORTEST, _LONGEST = 3, 5


@dataclass(frozen=True)
class _Query:
    cell: str
    code: Code
    node: ast.expr


async def sql_names(case: Case) -> AsyncIterator[Repair]:
    """Yield the nearest name of a column or table that the notebook makes, or its short form."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("OperationalError", "DatabaseError"):
        return
    what, wrong = match["what"] or "column", match["name"]
    query = next(_queries(case, wrong), None)
    tables = _tables(case)
    if query is None or not tables:
        return
    shown = query.code.text(query.node)
    asked = {name.lower() for name in _FROM.findall(shown)}
    columns = {column for name, found in tables.items() if name.lower() in asked
               for column in found}  # fmt: skip
    real = _real(wrong, columns if what == "column" else set(tables))
    if real is None:
        return
    new = _renamed(query, what, wrong, real, keeps=wrong in used_keys(case.failure))
    if new != shown:
        says = f'the {what} is called "{real}", not "{wrong}"'
        change = query.code.span(query.node), new
        yield repaired(query.cell, query.code, [change], says, "sql_name")


def _queries(case: Case, word: str) -> Iterator[_Query]:
    """Yield the texts of queries that name something, those nearest to the failing line first."""
    for site in case.sites:
        if site.statement is None:
            continue
        found = [_Query(site.cell, site.code, node) for node in _texts(site.statement)]
        for name in names_in(site.statement):
            bound = case.binding(site, ast.Name(name))
            if bound is not None:
                found += (_Query(bound.cell, bound.code, node) for node in _texts(bound.value))
        for query in found:
            shown = query.code.text(query.node)
            if _QUERY.search(shown) and re.search(rf"\b{word}\b", shown):
                yield query


def _texts(within: ast.AST) -> list[ast.expr]:
    """Return the texts of an expression, those with values in them in one piece."""
    joined = [node for node in ast.walk(within) if isinstance(node, ast.JoinedStr)]
    parts = {part for node in joined for part in ast.walk(node) if part is not node}
    return [
        node
        for node in ast.walk(within)
        if node not in parts
        and (isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str))
        and isinstance(node, ast.Constant | ast.JoinedStr)
    ]


def _tables(case: Case) -> dict[str, set[str]]:
    """Return the tables that the notebook makes, with the columns that it names for them."""
    found: dict[str, set[str]] = {}
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        for node in text.nodes(ast.Constant):
            for name, columns in _created(str(node.value)):
                found.setdefault(name, set()).update(columns)
        for call in text.nodes(ast.Call):
            if callee(call) == "to_sql" and isinstance(call.func, ast.Attribute):
                given = found.setdefault(_named(call), set())
                given.update(_columns(case, call.func.value))
    return found


def _created(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the tables and columns that the statements of a text make."""
    for statement in text.split(";"):
        if match := _CREATED.search(statement):
            yield match["name"], list(_fields(match["columns"] or ""))
        elif added := _ADDED.search(statement):
            yield added[1], [added[2]]


def _fields(columns: str) -> Iterator[str]:
    """Yield the names of columns in brackets, without what else stands there."""
    inner = re.sub(r"--[^\n]*", "", columns)[1:]
    while (flat := re.sub(r"\([^()]*\)", "", inner)) != inner:
        inner = flat
    for field in inner.partition(")")[0].split(","):
        match = _FIELD.match(field.strip())
        if match is not None and match[1].lower() not in _CONSTRAINTS:
            yield match[1]


def _named(call: ast.Call) -> str:
    given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "name")]
    name = literal(given[0]) if given else None
    return name if isinstance(name, str) else ""


def _columns(case: Case, table: ast.expr) -> Iterator[str]:
    """Yield the columns of a table that is live, or written where it is used."""
    live = case.variable(table.id) if isinstance(table, ast.Name) else None
    if live is not None:
        yield from (name for name, _ in live.columns)
    written = table.args[0] if isinstance(table, ast.Call) and table.args else None
    if isinstance(written, ast.Dict):
        yield from (key.value for key in written.keys
                    if isinstance(key, ast.Constant) and isinstance(key.value, str))  # fmt: skip


def _real(wrong: str, names: set[str]) -> str | None:
    plain = {name for name in names if _PLAIN.fullmatch(name)}
    near = meant(wrong, plain)
    short = [name for name in plain if _is_short(name, wrong) or _is_short(wrong, name)]
    if near is not None:
        return near if set(short) <= {near} else None
    return short[0] if len(short) == 1 else None


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


def _renamed(query: _Query, what: str, wrong: str, real: str, *, keeps: bool) -> str:
    """Return a query with another name, but in its values, its parameters and after ``AS``.

    Where the notebook knows the result by the wrong name, it keeps it.
    """
    shown = query.code.text(query.node)
    start = _QUOTES.match(shown)
    if start is None:
        return shown
    first, last = start.end(), len(shown) - len(start[1])
    pieces = [shown[first:last]]
    if isinstance(query.node, ast.JoinedStr):
        pieces = re.split(r"(\{[^{}]*\})", pieces[0])  # what stands between is Python
    if what == "table":
        pattern = rf"(?P<head>{_OF_TABLE})\b{wrong}\b|(?<![\w.:@$']){wrong}(?=\.)"
    else:
        pattern = rf"(?P<head>)(?<![\w:@$'])(?<!\bas\s){wrong}(?![\w'])(?!\s*[.(])"
    for at in range(0, len(pieces), 2):
        pieces[at] = re.sub(pattern, rf"\g<head>{real}", pieces[at], flags=re.IGNORECASE)
    new = "".join(pieces)
    if keeps and what == "column":
        selected = rf"(\bselect\b(?:(?!\bfrom\b).)*?\b{real})(?=\s*(?:,|\bfrom\b))"
        new = re.sub(selected, rf"\1 AS {wrong}", new, count=1, flags=re.IGNORECASE | re.DOTALL)
    return shown[:first] + new + shown[last:]
