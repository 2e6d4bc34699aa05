"""Values that a query is given: in a tuple, row by row, and not within its text."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_WRONG_NUMBER = re.compile(r"statement uses (\d+), and there are \d+ supplied|unsupported type")
READING = ("read_sql", "read_sql_query")
_ROWS = re.compile(r"type '(?:tuple|list)' is not supported|and there are \d+ supplied")


async def values_in_tuples(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(name,)`` for ``(name)``, which is no tuple, where a query takes one value."""
    match = _WRONG_NUMBER.search(case.error.value)
    is_refused = "parameters are of unsupported type" in case.error.value
    if not is_refused and (match is None or match[1] != "1"):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            query, value = _given(call)
            text = _text(case, site, query)
            is_one = isinstance(value, ast.Constant | ast.Name | ast.Attribute | ast.Subscript)
            if value is None or not is_one or (text is not None and text.count("?") != 1):
                continue
            kind = (await case.resolve(case.path(site, value))).type
            if kind in ("list", "tuple", "dict"):
                continue
            change = _in_tuple(site.code, value)
            says = "a query is given its values in a tuple, also a single one"
            yield repaired(site.cell, site.code, [change], says, "value_in_tuple")


def _given(call: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    """Return a query and what it is given."""
    if callee(call) == "execute" and len(call.args) == 2:
        return call.args[0], call.args[1]
    if callee(call) in READING and call.args:
        found = [one.value for one in call.keywords if one.arg == "params"]
        return call.args[0], found[0] if found else None
    return None, None


def _text(case: Case, site: Site, query: ast.expr | None) -> str | None:
    """Return the text of a query, also of one that has a name; None if it is put together."""
    bound = case.binding(site, query) if query is not None else None
    text = literal(query if bound is None else bound.value)
    return text if isinstance(text, str) else None


def _in_tuple(text: Code, value: ast.expr) -> Change:
    """Return the change that makes a tuple of one value, of which the brackets may be there."""
    start, end = text.span(value)
    before, after = text.source[:start].rstrip(), text.source[end:].lstrip()
    if before.endswith("(") and after.startswith(")"):
        return (end, end), ","
    return (start, end), f"({text.text(value)},)"


async def rows_of_values(case: Case) -> AsyncIterator[Repair]:
    """Yield ``executemany`` where a query is given a list of rows."""
    if not case.is_a("ProgrammingError", "InterfaceError") or not _ROWS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            match call:
                case ast.Call(func=ast.Attribute(attr="execute"), args=[_, ast.Name() as rows]):
                    found = case.variable(rows.id)
                    if found is None or found.type != "list" or case.path(site, rows) is None:
                        continue
                    item = await case.resolve(case.path(site, ast.Subscript(rows, ast.Constant(0))))
                    if item.type not in ("tuple", "list", "dict"):
                        continue
                    end = site.code.span(call.func)[1]
                    says = "it is given a list of rows, each of them for the query"
                    change = (end, end), "many"
                    yield repaired(site.cell, site.code, [change], says, "rows_of_values")
