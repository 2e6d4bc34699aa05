"""Queries in a notebook, and the tables that it makes for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case

_CREATED = re.compile(
    r"\bcreate\s+(?:temp(?:orary)?\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?"
    r"[\"`\[]?(?P<name>\w+)[\"`\]]?\s*(?P<columns>\(.*)?",
    re.IGNORECASE | re.DOTALL,
)
_ADDED = re.compile(r"\balter\s+table\s+(\w+)\s+add\s+(?:column\s+)?(\w+)", re.IGNORECASE)
_CONSTRAINTS = ("check", "constraint", "foreign", "primary", "unique")
_QUOTES = re.compile(r"[a-zA-Z]*(\"\"\"|\'\'\'|\"|\')")
_QUERY = re.compile(r"\b(?:delete|insert|select|update)\b", re.IGNORECASE)
_FIELD = re.compile(r"[\"`\[]?(\w+)")
_SOURCES = re.compile(
    r"\b(?:from|join|update)\s+(?P<sources>(?:(?!\b(?:cross|full|group|having|inner|join|left|limit"
    r"|natural|on|order|right|set|union|using|where)\b)[^;()])+)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\s*[\"`\[]?(?P<table>\w+)[\"`\]]?(?:\s+(?:as\s+)?(?P<alias>\w+))?\s*", re.IGNORECASE
)
_PLURAL = (("ies", "y"), ("ses", "s"), ("xes", "x"), ("es", ""), ("es", "e"), ("s", ""))


@dataclass(frozen=True)
class Query:
    """A text with a query: where it is, and its expression."""

    cell: str
    code: Code
    node: ast.expr

    @property
    def shown(self) -> str:
        """The text as it is written, with its quotes."""
        return self.code.text(self.node)

    def changed(self, change: Callable[[str], str]) -> str:
        """Return the text with its words changed, but not what is put in for a value."""
        start = _QUOTES.match(self.shown)
        if start is None:
            return self.shown
        first, last = start.end(), len(self.shown) - len(start[1])
        pieces = [self.shown[first:last]]
        if isinstance(self.node, ast.JoinedStr):
            pieces = re.split(r"(\{[^{}]*\})", pieces[0])  # what stands between is Python
        pieces[::2] = [change(piece) for piece in pieces[::2]]
        return self.shown[:first] + "".join(pieces) + self.shown[last:]


def queries(case: Case, word: str) -> Iterator[Query]:
    """Yield the texts of queries that name something, those nearest to the failing line first."""
    for site in case.sites:
        if site.statement is None:
            continue
        found = [Query(site.cell, site.code, node) for node in _texts(site.statement)]
        for name in names_in(site.statement):
            bound = case.binding(site, ast.Name(name))
            if bound is not None:
                found += (Query(bound.cell, bound.code, node) for node in _texts(bound.value))
        for query in found:
            if _QUERY.search(query.shown) and re.search(rf"\b{word}\b", query.shown):
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


def tables(case: Case) -> dict[str, set[str]]:
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


def aliases(query: Query) -> dict[str, str]:
    """Return the tables of a query, all in small letters, by the names that it has for them.

    A name that stands for several tables is left out.
    """
    found: dict[str, set[str]] = {}
    for match in _SOURCES.finditer(re.sub(r"\\n|--[^\n]*", " ", query.shown)):
        for source in match["sources"].split(","):
            if one := _SOURCE.match(source):
                table = one["table"].lower()
                for name in {table, (one["alias"] or table).lower()}:
                    found.setdefault(name, set()).add(table)
    return {name: real.pop() for name, real in found.items() if len(real) == 1}


def columns_of(query: Query, made: dict[str, set[str]], name: str | None) -> set[str]:
    """Return the columns of the table that a query has a name for, as far as they are known."""
    table = aliases(query).get((name or "").lower())
    return next((found for one, found in made.items() if one.lower() == table), set())


def labels_of(query: Query) -> dict[str, list[str]]:
    """Return what a query calls its tables: their short names, where they have some."""
    found: dict[str, list[str]] = {}
    for name, table in aliases(query).items():
        spelled = re.search(rf"\b{re.escape(name)}\b", query.shown, re.IGNORECASE)
        found.setdefault(table, []).append(spelled[0] if spelled else name)
    short = {
        table: [one for one in names if one.lower() != table] for table, names in found.items()
    }
    return {table: short[table] or names for table, names in found.items()}


def singulars(table: str) -> set[str]:
    """Return the words that a single row of a table may be called by."""
    name = folded(table)
    return {name.removesuffix(end) + new for end, new in _PLURAL if name.endswith(end)}


def folded(name: str) -> str:
    """Return a name as it is compared with others."""
    return name.lower().replace("_", "")
