"""Rows and columns of one dimension that are put beside a table of two."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_DIMENSIONS = "all the input array"
_NOT_SAME = re.compile(r"must have same number of dimensions")
_CHAINS = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
_ACROSS, _DOWN = 1, 0


async def joined_columns_and_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield a column, or a row, of flat values that are joined to a table."""
    numpy = case.name_of("numpy")
    if numpy is None or not _NOT_SAME.search(case.error.value):
        return
    if _DIMENSIONS not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            changes = list(_changes(case, site, call, numpy))
            if changes:
                says = "what is joined to a table is a column or a row of it"
                yield repaired(site.cell, site.code, changes, says, "joined_column")
                return


def _changes(case: Case, site: Site, call: ast.Call, numpy: str) -> Iterator[Change]:
    parts, axis = _parts(call)
    shapes = [
        shape_of(case.failure, site, ast.unparse(one)) or _made(case, site, one) for one in parts
    ]
    tables = [shape for shape in shapes if shape is not None and len(shape) == 2]
    pairs = zip(parts, shapes, strict=True)
    flat = [one for one, shape in pairs if shape is None or len(shape) < 2]
    sizes = {shape[0] for shape in shapes if shape is not None and len(shape) == 1}
    if axis is None or not tables or not flat or any(shape == () for shape in shapes):
        return
    along = {table[1 - axis] for table in tables}
    if len(along) != 1 or (sizes and sizes != along) or len(flat) != _known(shapes, 1):
        return
    if callee(call) == "hstack":
        yield _name(site, call), "column_stack"
        return
    for one in flat:
        start, end = site.code.span(one)
        if axis == _DOWN:
            yield (start, start), "["
            yield (end, end), "]"
        elif isinstance(one, _CHAINS):
            yield (end, end), f"[:, {numpy}.newaxis]"


def _known(shapes: list[tuple[int, ...] | None], dimensions: int) -> int:
    """Return how many of some shapes are known to have so many dimensions."""
    return sum(shape is not None and len(shape) == dimensions for shape in shapes)


def _parts(call: ast.Call) -> tuple[list[ast.expr], int | None]:
    """Return what is joined, and whether across (1) or down (0)."""
    match callee(call), call.args:
        case ("concatenate", [ast.List(elts=parts) | ast.Tuple(elts=parts), *rest]):
            pass
        case ("append", [first, second, *rest]):
            parts = [first, second]
        case ("hstack", [ast.List(elts=parts) | ast.Tuple(elts=parts)]):
            return parts, _ACROSS
        case _:
            return [], None
    given = [*rest, *(word.value for word in call.keywords if word.arg == "axis")]
    axis = literal(given[0]) if given else (None if callee(call) == "append" else _DOWN)
    found = {0: _DOWN, 1: _ACROSS, -1: _ACROSS}
    return parts, found.get(axis) if isinstance(axis, int) else None


def _name(site: Site, call: ast.Call) -> tuple[int, int]:
    """Return the place of the name of what is called."""
    end = site.code.span(call.func)[1]
    return end - len(callee(call)), end


def _made(case: Case, site: Site, node: ast.expr) -> tuple[int, ...] | None:
    """Return the shape of what is written down, or made by a count of items."""
    match node:
        case ast.List(elts=[ast.Constant() | ast.Name() | ast.UnaryOp(), *_] as elts):
            return (len(elts),)
        case ast.Call(args=[ast.Constant(value=int() as size), *_]):
            return (size,) if callee(node) in ("ones", "zeros", "arange") else None
        case ast.Call(
            args=[
                ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)])
                | ast.Subscript(
                    value=ast.Attribute(value=ast.Name(id=name), attr="shape"),
                    slice=ast.Constant(value=0),
                )
            ]
        ) if callee(node) in ("ones", "zeros"):
            return (shape_of(case.failure, site, name) or (0,))[:1]
    return None
