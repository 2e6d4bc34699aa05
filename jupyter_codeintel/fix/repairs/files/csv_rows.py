"""Rows of a CSV file: by name, without the header, of a single value, and with all their fields."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_NO_NAMES = "list indices must be integers or slices, not str"
_HEADER = re.compile(
    r"could not convert string to float: '(?P<float>[^']*)'"
    r"|invalid literal for int\(\) with base 10: '(?P<int>[^']*)'"
)
_NO_ROW = re.compile(r"iterable expected, not (?:bool|float|int|numpy\.\w+)")
_LEFT_OUT = re.compile(r"dict contains fields not in fieldnames: (?P<fields>.+)$")


async def rows_by_name(case: Case) -> AsyncIterator[Repair]:
    """Yield ``csv.DictReader`` for ``csv.reader`` where the fields of rows have names."""
    if _NO_NAMES not in case.error.value:
        return
    for site in case.sites[:1]:
        rows = [n.value.id for n in site.nodes(ast.Subscript)
                if isinstance(n.value, ast.Name) and isinstance(literal(n.slice), str)]  # fmt: skip
        for loop in _loops(site.code):
            if ast.unparse(loop.target) not in rows:
                continue
            made = _made(case, site, loop.iter)
            if made is None or _is_otherwise_used(site.code, loop):
                continue
            text, call, cell = made
            end = text.span(call.func)[1]
            says = "the rows of a plain reader are lists, and have no names"
            change = (end - len("reader"), end), "DictReader"
            if isinstance(call.func, ast.Attribute):
                yield repaired(cell, text, [change], says, "row_by_name")


def _loops(text: Code) -> list[ast.For | ast.comprehension]:
    return [*text.nodes(ast.For), *text.nodes(ast.comprehension)]


def _made(case: Case, site: Site, node: ast.expr) -> tuple[Code, ast.Call, str] | None:
    """Return the reader that is gone through: where it is made, and in which cell."""
    bound = case.binding(site, node)
    text, cell = (site.code, site.cell) if bound is None else (bound.code, bound.cell)
    value = node if bound is None else bound.value
    if callee_of(value) == "list" and isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    is_reader = isinstance(value, ast.Call) and callee(value) == "reader"
    return (text, value, cell) if isinstance(value, ast.Call) and is_reader else None


def _is_otherwise_used(text: Code, loop: ast.For | ast.comprehension) -> bool:
    """Whether the header is left out by hand, or fields are asked for by their place as well."""
    name, source = ast.unparse(loop.target), ast.unparse(loop.iter)
    for node in text.nodes(ast.expr):
        match node:
            case ast.Call(func=ast.Name(id="next"), args=[one, *_]) if ast.unparse(one) == source:
                return True
            case ast.Subscript(value=ast.Name(id=of), slice=key) if of == name:
                if not isinstance(literal(key), str):
                    return True
    return False


async def headers_left_out(case: Case) -> AsyncIterator[Repair]:
    """Yield ``next(reader)`` before the loop that would take the header for numbers."""
    match = _HEADER.search(case.error.value)
    told = (match["float"] or match["int"] or "") if match is not None else ""
    told = told.replace("\\n", "").strip()
    if not told or not _is_of_header(case, told):
        return
    for site in case.sites[:1]:
        for loop in _loops_around(site):
            if _is_started(site, loop):
                continue
            changes = _without_header(case, site, loop)
            if changes:
                says = f'"{told}" is of the header, which is no row'
                yield repaired(site.cell, site.code, changes, says, "header_left_out")


def _loops_around(site: Site) -> list[ast.For | ast.comprehension]:
    """Return the loops that a place is within."""
    around = [
        one for one in site.code.nodes(ast.For) if one.lineno < site.line <= (one.end_lineno or 0)
    ]
    return [*around, *site.nodes(ast.comprehension)]


def _is_of_header(case: Case, told: str) -> bool:
    """Whether a word is in the first line of a text that the notebook writes out."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ():
            if isinstance(node.value, str) and "\n" in node.value:
                first = node.value.lstrip().split("\n")[0]
                names = [one.strip().strip("\"'") for one in re.split(r"[,;\t]", first)]
                if told in names and len(names) > 1 and not any(x[:1].isdigit() for x in names):
                    return True
    return False


def _is_started(site: Site, loop: ast.For | ast.comprehension) -> bool:
    """Whether the header is left out already."""
    source = ast.unparse(loop.iter)
    for node in site.code.nodes(ast.Call):
        is_next = callee(node) in ("next", "readline") and node.lineno < loop.iter.lineno
        if is_next and source in ast.unparse(node):
            return True
    return False


def _without_header(case: Case, site: Site, loop: ast.For | ast.comprehension) -> list[Change]:
    """Return the changes that leave the first row out."""
    text, source = site.code, loop.iter
    outer = loop if isinstance(loop, ast.For) else site.statement
    assert outer is not None  # noqa: S101 - a loop is in a statement
    place, indent = text.span(outer)[0], " " * outer.col_offset
    if callee_of(source) == "reader" and ast.unparse(loop.target) != "reader":
        shown = text.text(source)
        return [
            ((place, place), f"reader = {shown}\n{indent}next(reader)\n{indent}"),
            (text.span(source), "reader"),
        ]
    end = text.span(source)[1]
    if callee_of(source) in ("readlines", "split", "splitlines"):
        return [((end, end), "[1:]")]
    bound = case.binding(site, source)
    made = callee_of(bound.value) if bound is not None else ""
    if made in ("list", "readlines", "split", "splitlines"):
        return [((end, end), "[1:]")]
    if made in ("open", "reader") or (isinstance(source, ast.Name) and _is_opened(text, source.id)):
        return [((place, place), f"next({text.text(source)})\n{indent}")]
    return []


def _is_opened(text: Code, name: str) -> bool:
    """Whether a ``with`` opens a file by a name."""
    items = [item for node in text.nodes(ast.With) for item in node.items]
    return any(
        getattr(item.optional_vars, "id", "") == name and callee_of(item.context_expr) == "open"
        for item in items
    )


async def rows_of_one(case: Case) -> AsyncIterator[Repair]:
    """Yield ``writerow([t])`` for ``writerow(t)`` of a number."""
    if not _NO_ROW.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            says = "a row is a list, also of one value"
            if callee(call) == "writerow" and len(call.args) == 1:
                change = site.code.span(call.args[0]), f"[{site.code.text(call.args[0])}]"
                yield repaired(site.cell, site.code, [change], says, "row_of_one")
            elif callee(call) == "writerows" and isinstance(call.args[0], ast.Name):
                shown = site.code.text(call.args[0])
                change = site.code.span(call.args[0]), f"[[value] for value in {shown}]"
                yield repaired(site.cell, site.code, [change], says, "row_of_one")


async def all_fields(case: Case) -> AsyncIterator[Repair]:
    """Yield the names of the fields that the rows have as well, for a writer of dicts."""
    match = _LEFT_OUT.search(case.error.value)
    missing = re.findall(r"'([^']*)'", match["fields"]) if match is not None else []
    for site in case.sites[:1] if missing else ():
        for call in site.code.nodes(ast.Call):
            if callee(call) != "DictWriter":
                continue
            given = [word.value for word in call.keywords if word.arg == "fieldnames"]
            names = next(iter([*given, *call.args[1:2]]), None)
            bound = case.binding(site, names) if names is not None else None
            cell, text = (site.cell, site.code) if bound is None else (bound.cell, bound.code)
            names = names if bound is None else bound.value
            if not isinstance(names, ast.List | ast.Tuple) or not names.elts:
                continue
            end, first = text.span(names.elts[-1])[1], text.text(names.elts[0])
            quote = first[:1] if first[:1] in "'\"" else '"'
            more = "".join(f", {quote}{name}{quote}" for name in missing)
            says = "the rows have more fields than are named"
            yield repaired(cell, text, [((end, end), more)], says, "all_fields")
