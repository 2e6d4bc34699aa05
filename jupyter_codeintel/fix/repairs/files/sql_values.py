"""Values that stand in the text of a query, tables that are there, rows of a query's results."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql_bindings import READING
from jupyter_codeintel.fix.repairs.inserting import with_option

_NO_COLUMN = re.compile(r"^no such column: (?P<name>\S+)|^near \"|^unrecognized token")
_BEFORE_VALUE = re.compile(
    r"(?:[=<>]|\b(?:like|between|between \S+ and|limit)|[(,])\s*$", re.IGNORECASE
)
_IN_VALUES = re.compile(r"\bvalues\s*\([^()]*$", re.IGNORECASE)
_THERE = re.compile(r"^table [\"`\[]?(?P<name>\w+)[\"`\]]? already exists")
_CREATE = r"(?P<head>\bcreate\s+(?:temp(?:orary)?\s+)?table)\s+(?P<quote>[\"`\[]?){}\b"
_TOO_FEW = re.compile(r"has (?P<has>\d+) columns but (?P<given>\d+) values were supplied")
_MARKS = re.compile(r"\bvalues\s*\(\s*\?(?:\s*,\s*\?)*\s*\)", re.IGNORECASE)
_NO_NAMES = "tuple indices must be integers or slices, not str"
_SELECTED = re.compile(
    r"^\s*select\s+(?:distinct\s+)?(?P<list>.+?)\s+from\b", re.IGNORECASE | re.DOTALL
)
_NAMED = re.compile(r"(?:.*\bas\s+|(?:\w+\.)?)(?P<name>\w+)", re.IGNORECASE | re.DOTALL)


async def values_bound(case: Case) -> AsyncIterator[Repair]:
    """Yield ``"... name = ?", (name,)`` for a query with the value in its text."""
    told = case.error.value
    if told.startswith("Execution failed on sql"):  # as pandas passes it on
        told = told.rpartition("': ")[2]
    match = _NO_COLUMN.search(told) if case.is_a("OperationalError", "DatabaseError") else None
    if match is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            is_read = callee(call) in READING and "params" not in {one.arg for one in call.keywords}
            is_run = callee(call) == "execute" and len(call.args) == 1 and not call.keywords
            if not call.args or not (is_read or is_run):
                continue
            query = call.args[0]
            bound = case.binding(site, query)
            if bound is not None and bound.cell == site.cell:
                query = bound.value
            changes = _bound(site.code, query) if isinstance(query, ast.JoinedStr) else []
            written = [str(literal(one)) for one in getattr(query, "values", ())
                       if isinstance(one, ast.Constant)]  # fmt: skip
            if changes and not (match["name"] and any(match["name"] in one for one in written)):
                assert isinstance(query, ast.JoinedStr)  # noqa: S101 - of which changes are
                values = [one for one in query.values if isinstance(one, ast.FormattedValue)]
                shown = ", ".join(site.code.text(one.value) for one in values)
                end = site.code.span(call.args[0])[1]
                given = f"({shown},)" if len(values) == 1 else f"({shown})"
                whole = site.code.text(query)
                new = _replaced(whole, changes)
                all_changes: list[Change] = [
                    (site.code.span(query), new),
                    ((end, end), f", {given}"),
                ]
                if is_read:
                    all_changes[1] = with_option(site.code, call, "params", given)
                elif query is call.args[0]:
                    all_changes = [(site.code.span(query), f"{new}, {given}")]
                says = "a query is given its values beside its text"
                yield repaired(site.cell, site.code, all_changes, says, "value_bound")


def _bound(text: Code, query: ast.JoinedStr) -> list[str]:
    """Return what of a text stands for values; nothing if something else is put in as well."""
    found: list[str] = []
    before = ""
    for part in query.values:
        if isinstance(part, ast.Constant):
            before += str(part.value)
            continue
        assert isinstance(part, ast.FormattedValue)  # noqa: S101 - there is nothing else
        is_plain = part.conversion == -1 and part.format_spec is None
        is_value = _BEFORE_VALUE.search(before) and (
            not before.rstrip().endswith(("(", ",")) or _IN_VALUES.search(before)
        )
        if not is_plain or not is_value:
            return []
        found.append(ast.unparse(part.value))
        before += "?"
    return found


def _replaced(whole: str, values: list[str]) -> str:
    """Return a text with places for values, and no more one that is put together."""
    new = re.sub(r"\{[^{}]*\}", "?", whole)
    return re.sub(r"^[fF]", "", new) if values else whole


async def tables_made_once(case: Case) -> AsyncIterator[Repair]:
    """Yield ``create table if not exists`` for a table that is there, and not filled anew."""
    match = _THERE.search(case.error.value)
    if match is None:
        return
    pattern = re.compile(_CREATE.format(match["name"]), re.IGNORECASE)
    for site in case.sites[:1]:
        fills = re.compile(rf"\binto\s+[\"`\[]?{match['name']}\b", re.IGNORECASE)
        if fills.search(site.code.source):
            continue  # the rows would be there twice
        for start, query in _texts(case, site):
            found = pattern.search(query)
            if found is not None:
                end = start + found.end("head")
                words = "if not exists" if found["head"].islower() else "IF NOT EXISTS"
                says = f'the table "{match["name"]}" is there already'
                change = (end, end), f" {words}"
                yield repaired(site.cell, site.code, [change], says, "table_made_once")


def _texts(case: Case, site: Site) -> Iterator[tuple[int, str]]:
    """Yield the texts that a statement uses, as they are written, and where they begin."""
    nodes: list[ast.expr] = [one for one in site.nodes(ast.Constant) if isinstance(one.value, str)]
    for name in site.nodes(ast.Name):
        bound = case.binding(site, name)
        if bound is not None and bound.cell == site.cell and isinstance(bound.value, ast.Constant):
            nodes.append(bound.value)
    for node in dict.fromkeys(nodes):
        yield site.code.span(node)[0], site.code.text(node)


async def places_for_values(case: Case) -> AsyncIterator[Repair]:
    """Yield as many ``?`` in a query as it is given values, and the table has columns."""
    match = _TOO_FEW.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "execute" or len(call.args) != 2:
                continue
            if len(getattr(call.args[1], "elts", ())) != int(match["has"]):
                continue
            for start, query in _texts(case, site):
                found = _MARKS.search(query)
                if found is not None and found[0].count("?") == int(match["given"]):
                    end = start + found.start() + found[0].rindex("?") + 1
                    more = ", ?" * (int(match["has"]) - int(match["given"]))
                    says = f"the table has {match['has']} columns, and so many values are given"
                    yield repaired(
                        site.cell, site.code, [((end, end), more)], says, "place_for_value"
                    )


async def places_in_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``row[1]`` for ``row["name"]`` of a query's result, which has no names."""
    if _NO_NAMES not in case.error.value:
        return
    for site in case.sites[:1]:
        changes: list[Change] = []
        for node in site.code.nodes(ast.Subscript):
            key = literal(node.slice)
            columns = _columns(case, site, node.value) if isinstance(key, str) else []
            if key in columns and node.lineno >= site.line:
                changes.append((site.code.span(node.slice), str(columns.index(key))))
        if changes:
            says = "a row of a query's result has places, and no names"
            yield repaired(site.cell, site.code, changes, says, "place_in_row")


def _columns(case: Case, site: Site, row: ast.expr) -> list[object]:
    """Return the columns of the query that a row is of."""
    if not isinstance(row, ast.Name):
        return []
    loops: list[ast.For | ast.comprehension] = [*site.code.nodes(ast.For)]
    loops += site.code.nodes(ast.comprehension)
    source = next((one.iter for one in loops if ast.unparse(one.target) == row.id), None)
    bound = case.binding(site, source or row)
    made = bound.value if bound is not None else source
    if made is None:
        return []
    calls = [one for one in ast.walk(made) if callee_of(one) == "execute"]
    if not calls:  # a cursor is asked first, and gives the rows later
        every = [one for one in site.code.nodes(ast.Call) if callee(one) == "execute"]
        calls = [one for one in every if root(one.func) == root(made)]
    call = calls[0] if len(calls) == 1 else None
    return _selected(case, site, call) if isinstance(call, ast.Call) and call.args else []


def _selected(case: Case, site: Site, call: ast.Call) -> list[object]:
    """Return the names that a query selects."""
    query = case.binding(site, call.args[0])
    text = literal(query.value if query is not None else call.args[0])
    found = _SELECTED.search(text) if isinstance(text, str) else None
    parts = re.split(r",(?![^(]*\))", found["list"]) if found is not None else []
    names = [_NAMED.fullmatch(part.strip()) for part in parts]
    return [one["name"] if one is not None else None for one in names]
