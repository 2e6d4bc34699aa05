"""Lines that are split at each comma, also at those within quotes."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair
from jupyter_codeintel.fix.repairs.inserting import inserted_import

_ERRORS = re.compile(
    r"values? to unpack|could not convert|invalid literal|columns passed|does not match format"
    r"|ConversionSyntax|Invalid isoformat|Unknown string format|update sequence"
)
_SEPARATORS = (",", ";", "\t", "|")
_DEEPEST = 3


class _Split(NamedTuple):
    """A line that is split by hand."""

    cell: str
    code: Code
    call: ast.Call
    separator: str


async def lines_with_quotes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``next(csv.reader([line]))`` for ``line.split(",")`` where fields are in quotes."""
    if not case.is_a("ValueError", "InvalidOperation") or not _ERRORS.search(case.error.value):
        return
    for site in case.sites[:1]:
        splits = list(_splits(case, site, site.statement, _DEEPEST))
        separators = {one.separator for one in splits}
        if len(separators) != 1 or len({one.cell for one in splits}) != 1:
            continue
        lines = list(_quoted_lines(case, separators.pop()))
        if lines and _is_count(site, splits[0], lines):
            says = "fields in quotes hold the separator themselves"
            yield Candidate(
                {splits[0].cell: _read(case, splits, lines)}, "rule", says, "csv_reader"
            )


def _splits(case: Case, site: Site, node: ast.AST | None, deepest: int) -> Iterator[_Split]:
    """Yield where the values of a statement have been split."""
    if node is None or deepest == 0:
        return
    inside = site.nodes(ast.Call) if node is site.statement else site.code.nodes(ast.Call, node)
    own = [one for call in inside if (one := _split(site, call)) is not None]
    yield from own
    for name in () if own else names_in(_head(node)):
        bound = case.binding(site, ast.Name(name))
        if bound is not None and bound.statement is not node:
            yield from _splits(case, bound.site, bound.value, deepest - 1)
        for loop in _loops(site):
            if name in {one.id for one in site.code.nodes(ast.Name, loop.target)}:
                yield from _splits(case, site, loop.iter, deepest - 1)


def _loops(site: Site) -> list[ast.For | ast.comprehension]:
    """Return the loops that the names at a place may be from."""
    return [*site.code.nodes(ast.For, site.inside), *site.nodes(ast.comprehension)]


def _head(node: ast.AST) -> ast.AST:
    """Return the part of a statement that failed: of a loop, what it goes through."""
    return node.iter if isinstance(node, ast.For) else node


def _split(site: Site, call: ast.Call) -> _Split | None:
    match call:
        case ast.Call(func=ast.Attribute(value=line, attr="split"), args=[at], keywords=[]):
            pass
        case ast.Call(
            func=ast.Attribute(value=line, attr="split"), keywords=[ast.keyword("sep", at)]
        ):
            pass
        case _:
            return None
    separator = literal(at)
    is_column = isinstance(line, ast.Attribute) and line.attr == "str"
    if is_column or not isinstance(separator, str) or separator not in _SEPARATORS:
        return None
    return _Split(site.cell, site.code, call, separator)


def _quoted_lines(case: Case, separator: str) -> Iterator[str]:
    """Yield the lines of the notebook's texts with a field that holds the separator."""
    texts = [
        node.value
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Constant)
        if isinstance(node.value, str)
    ]
    for name in names_in(case.sites[0].code.tree):
        live = case.variable(name)
        shown = literal(_expression(live.value)) if live is not None and live.value else None
        texts += [shown] if isinstance(shown, str) else []
    quoted = re.compile(
        rf'(?:^|{re.escape(separator)})\s*"[^"\n]*{re.escape(separator)}[^"\n]*"'
        rf"\s*(?={re.escape(separator)}|$)"
    )
    for text in texts:
        yield from (line for line in text.splitlines() if quoted.search(line))


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None


def _fields(line: str, separator: str) -> list[str]:
    return next(csv.reader([line.strip()], delimiter=separator, skipinitialspace=True), [])


def _is_count(site: Site, split: _Split, lines: list[str]) -> bool:
    """Whether the lines have as many fields as they are unpacked into."""
    target: ast.expr | None = None
    match site.statement:
        case ast.Assign(targets=[target]) | ast.For(target=target):
            pass
    if not isinstance(target, ast.Tuple | ast.List):
        return True
    if any(isinstance(one, ast.Starred) for one in target.elts):
        return False
    return any(len(_fields(one, split.separator)) == len(target.elts) for one in lines)


def _read(case: Case, splits: list[_Split], lines: list[str]) -> str:
    """Return the cell in which the lines are read as the csv module reads them."""
    text, separator = splits[0].code, splits[0].separator
    reader, statement = "csv.reader", "import csv"
    for module, shown in (("csv.reader", "{}"), ("csv", "{}.reader")):
        name = case.name_of(module)
        if name is not None:
            reader, statement = shown.format(name), ""
    options = f", delimiter={separator!r}" if separator != "," else ""
    if any(re.search(rf'{re.escape(separator)}[ \t]+"', line) for line in lines):
        options += ", skipinitialspace=True"
    changes = []
    for one in splits:
        assert isinstance(one.call.func, ast.Attribute)  # noqa: S101 - it is a method
        line = text.text(one.call.func.value)
        changes.append((text.span(one.call), f"next({reader}([{line}]{options}))"))
    if statement:
        changes.append(inserted_import(text, statement))
    return text.replaced(*dict.fromkeys(changes))
