"""Connections to a database that are closed, rows that are to have names, tables made anew."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_CLOSED = "Cannot operate on a closed database."
_NO_NAMES = "tuple indices must be integers or slices, not str"
_ALL = re.compile(r"\s*select\s+(?:distinct\s+)?(?:\w+\.)?\*", re.IGNORECASE)
_THERE = re.compile(r"^table [\"`\[]?(?P<name>\w+)[\"`\]]? already exists")
_ANEW = re.compile(
    r"\b(?:anew|afresh|exactly|from scratch|fresh|starts? over|whether or not|(?:each|every) run"
    r"|re-?runs?)\b"
)


async def connected_again(case: Case) -> AsyncIterator[Repair]:
    """Yield ``con = sqlite3.connect(path)`` before a query of what a cell above has closed."""
    if _CLOSED not in case.error.value:
        return
    for site in case.sites[:1]:
        statement = site.statement
        for name in site.nodes(ast.Name):
            bound = case.binding(site, name)
            made = bound.value if bound is not None else None
            if bound is None or statement is None or callee_of(made) != "connect":
                continue
            assert isinstance(made, ast.Call)  # noqa: S101 - it has a callee
            is_kept = bool(made.args) and ":memory:" not in ast.unparse(made)
            closes = f"{name.id}.close"
            is_here = any(ast.unparse(one.func) == closes and one.lineno < site.line
                          for one in site.code.nodes(ast.Call))  # fmt: skip
            if is_kept and not is_here and site.inside is None and bound.cell != site.cell:
                place, indent = site.code.span(statement)[0], " " * statement.col_offset
                new = f"{name.id} = {bound.code.text(made)}\n{indent}"
                says = f'"{name.id}" is closed, and connects again'
                yield repaired(site.cell, site.code, [((place, place), new)], says, "connected")
                return


async def rows_with_names(case: Case) -> AsyncIterator[Repair]:
    """Yield ``con.row_factory = sqlite3.Row`` before a query of all columns, read by name."""
    module = case.name_of("sqlite3")
    if _NO_NAMES not in case.error.value or module is None:
        return
    for site in case.sites[:1]:
        calls = [
            call
            for call in site.code.nodes(ast.Call)
            if callee(call) == "execute"
            and call.lineno <= site.line
            and _is_of_all(case, site, call)
        ]
        if len(calls) != 1 or not _is_of_rows(site):
            continue
        owner = getattr(calls[0].func, "value", None)
        statement = _statement(site.code, calls[0])
        if isinstance(owner, ast.Name) and statement is not None:
            place, indent = site.code.span(statement)[0], " " * statement.col_offset
            says = "a row of a query's result has names if it is a Row"
            new = f"{owner.id}.row_factory = {module}.Row\n{indent}"
            yield repaired(site.cell, site.code, [((place, place), new)], says, "row_with_names")


def _is_of_all(case: Case, site: Site, call: ast.Call) -> bool:
    """Whether a query selects all columns, so that their places are not told by it."""
    bound = case.binding(site, call.args[0]) if call.args else None
    query = bound.value if bound is not None else next(iter(call.args), None)
    told = literal(query)
    return isinstance(told, str) and _ALL.match(told) is not None


def _is_of_rows(site: Site) -> bool:
    return any(
        isinstance(node.value, ast.Name) and isinstance(literal(node.slice), str)
        for node in site.nodes(ast.Subscript)
    )


def _statement(text: Code, call: ast.Call) -> ast.stmt | None:
    """Return the smallest statement that a call is part of."""
    found: ast.stmt | None = None
    for node in text.nodes(ast.stmt):
        if call in set(ast.walk(node)):
            found = node
    return found


async def tables_made_anew(case: Case) -> AsyncIterator[Repair]:
    """Yield ``drop table if exists`` before a table is made, where the words want it anew."""
    match = _THERE.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        statement = site.statement
        told = " ".join(told_near(case, site)).lower()
        is_filled = re.search(
            rf"\binto\s+[\"`\[]?{match['name']}\b", site.code.source, re.IGNORECASE
        )
        if not is_filled or not _ANEW.search(told):
            continue
        for call in site.nodes(ast.Call):
            if callee(call) != "execute" or len(call.args) != 1:
                continue
            query = site.code.text(call.args[0])
            if match["name"] not in query or not isinstance(statement, ast.Expr):
                continue
            is_large = "CREATE" in query
            quote = "'" if query[:1] == "'" and query[:3] != "'''" else '"'
            words = "DROP TABLE IF EXISTS" if is_large else "drop table if exists"
            place, indent = site.code.span(statement)[0], " " * statement.col_offset
            drop = f"{site.code.text(call.func)}({quote}{words} {match['name']}{quote})"
            says = f'the table "{match["name"]}" is there, and is to be made anew'
            change = (place, place), f"{drop}\n{indent}"
            yield repaired(site.cell, site.code, [change], says, "table_made_anew")
