"""Loops through the rows of a frame that go through something else."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute, name_span
from jupyter_codeintel.fix.repairs.tables.kinds import frame_columns

_NO_ROW = re.compile(
    r"(?:string|tuple) indices must be integers|values to unpack|object is not subscriptable"
)
_Loop = ast.For | ast.comprehension
_Node = TypeVar("_Node", bound=ast.AST)
_SAYS = "the loop goes through something else than the rows"


async def rows_in_turn(case: Case) -> AsyncIterator[Repair]:
    """Yield the loop through the rows whose columns its body reads.

    ``for row in df`` goes through the names of the columns, ``iterrows`` gives pairs, and what
    ``itertuples`` gives has attributes and no keys.
    """
    missing = missing_attribute(case)
    is_none = missing is not None and missing[0] in ("str", "tuple", "int")
    if not is_none and not _NO_ROW.search(case.error.value):
        return
    for place, site in enumerate(case.sites):
        for loop, body in _loops(site):
            changes = list(_of_pairs(case, site, loop, body))
            if not changes:
                columns = await frame_columns(case, place, _gone_through(loop))
                changes = list(_of_frame(site, loop, body, columns))
            if changes:
                yield repaired(site.cell, site.code, changes, _SAYS, "rows_in_turn")
                return


def _loops(site: Site) -> Iterator[tuple[_Loop, list[ast.AST]]]:
    """Yield the loops around a place, the innermost first, with what they do for each item."""
    for node in site.nodes(ast.expr):
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            yield node.generators[0], [node]
    around = [
        node
        for node in site.code.nodes(ast.For)
        if node.lineno <= site.line <= (node.end_lineno or node.lineno)
    ]
    for loop in reversed(around):
        yield loop, [*loop.body]


def _gone_through(loop: _Loop) -> ast.expr:
    """Return what a loop goes through; that of ``enumerate`` is what it counts."""
    match loop.iter:
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner]):
            return inner
    return loop.iter


def _of_pairs(case: Case, site: Site, loop: _Loop, body: list[ast.AST]) -> Iterator[Change]:
    """Yield the changes of a loop through ``iterrows`` or ``itertuples``."""
    if not isinstance(loop.target, ast.Name) or "unpack" in case.error.value:
        return
    row = loop.target.id
    keys, attributes = _keys(body, row), _attributes(body, row)
    match loop.iter:
        case ast.Call(func=ast.Attribute(attr="iterrows")) if not _is_taken_apart(body, row):
            if keys or attributes:
                yield site.code.span(loop.target), f"_, {row}"
        case ast.Call(func=ast.Attribute(attr="itertuples") as method) if keys:
            if all(_is_name(node.slice) for node in keys) and not _is_taken_apart(body, row):
                for node in keys:
                    place = site.code.span(node.value)[1], site.code.span(node)[1]
                    yield place, f".{getattr(node.slice, 'value', '')}"
            elif not attributes and not _is_taken_apart(body, row):
                yield site.code.span(loop.target), f"_, {row}"
                yield (site.code.span(method)[1], site.code.span(loop.iter)[1]), "()"
                yield name_span(site, method), "iterrows"


def _of_frame(
    site: Site, loop: _Loop, body: list[ast.AST], columns: frozenset[str]
) -> Iterator[Change]:
    """Yield the changes of a loop through a frame itself."""
    if not columns:
        return
    is_counted = _gone_through(loop) is not loop.iter
    target, end = site.code.span(loop.target), site.code.span(_gone_through(loop))[1]
    match loop.target:
        case ast.Name(id=row) if not is_counted and _reads(body, row, columns):
            yield target, f"_, {row}"
            yield (end, end), ".iterrows()"
        case ast.Tuple(elts=[_, ast.Name(id=row)]) if _reads(body, row, columns):
            if is_counted:
                yield site.code.span(loop.target.elts[1]), f"(_, {row})"
            yield (end, end), ".iterrows()"
        case ast.Tuple(elts=parts) if not is_counted and len(parts) == _width(loop, columns):
            yield (end, end), ".itertuples(index=False)"


def _reads(body: list[ast.AST], row: str, columns: frozenset[str]) -> bool:
    """Whether what is taken of a row are columns of a frame, and nothing else is."""
    taken = [getattr(node.slice, "value", None) for node in _keys(body, row)]
    taken += [node.attr for node in _attributes(body, row) if node.attr in columns]
    return bool(taken) and set(taken) <= columns and not _is_taken_apart(body, row)


def _width(loop: _Loop, columns: frozenset[str]) -> int:
    """Return how many columns a loop's frame has."""
    match loop.iter:
        case ast.Subscript(slice=ast.List(elts=names)):
            return len(names)
        case ast.Name():
            return len(columns)
    return 0


def _keys(body: list[ast.AST], row: str) -> list[ast.Subscript]:
    """Return where a row is asked for what has a name, or for what a variable names."""
    return [
        node
        for node in _nodes(body, ast.Subscript)
        if _is_row(node.value, row) and not _is_number(node.slice)
    ]


def _attributes(body: list[ast.AST], row: str) -> list[ast.Attribute]:
    return [node for node in _nodes(body, ast.Attribute) if _is_row(node.value, row)]


def _is_taken_apart(body: list[ast.AST], row: str) -> bool:
    """Whether parts of a row are taken by their places, or given to names."""
    return any(
        _is_row(node.value, row) and _is_number(node.slice) for node in _nodes(body, ast.Subscript)
    ) or any(
        _is_row(node.value, row) and isinstance(node.targets[0], ast.Tuple)
        for node in _nodes(body, ast.Assign)
    )


def _nodes(body: list[ast.AST], kind: type[_Node]) -> Iterator[_Node]:
    for part in body:
        yield from (node for node in ast.walk(part) if isinstance(node, kind))


def _is_row(node: ast.expr, row: str) -> bool:
    return isinstance(node, ast.Name) and node.id == row


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp | ast.Slice):
        return True
    return isinstance(node, ast.Constant) and not isinstance(node.value, str)


def _is_name(node: ast.expr) -> bool:
    """Whether a key is also the name of an attribute of a named tuple."""
    key = node.value if isinstance(node, ast.Constant) else None
    is_attribute = isinstance(key, str) and key.isidentifier() and not key.startswith("_")
    return is_attribute and key not in (*dir(tuple), *keyword.kwlist)
