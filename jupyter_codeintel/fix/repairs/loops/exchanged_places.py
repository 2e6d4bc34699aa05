"""Rows and columns of a table that are exchanged where an item is taken from it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_TURNED = re.compile(r"transpos|rotat|turn(?:ed|s)\b|flip|mirror|columns? as rows?", re.IGNORECASE)


class _Item(NamedTuple):
    """An item of a table with its two places."""

    table: str
    row: ast.Name
    column: ast.Name


async def exchanged_places(case: Case) -> AsyncIterator[Repair]:
    """Yield ``grid[r][c]`` for ``grid[c][r]`` where ``r`` counts the rows.

    A table that is to be turned is read so on purpose, in loops that count the other way.
    """
    told = [*all_words(case), case.failure.source(case.failure.cell)]
    if not case.is_a("IndexError") or any(map(_TURNED.search, told)):
        return
    for site in case.sites[:1]:
        changes = []
        for node in site.nodes(ast.Subscript):
            item = _item(node)
            if item is None or isinstance(node.ctx, ast.Store):
                continue
            row, column = (_counted(case, site, one.id) for one in (item.row, item.column))
            if (row, column) == ((item.table, 1), (item.table, 0)):
                changes.append((site.code.span(item.row), item.column.id))
                changes.append((site.code.span(item.column), item.row.id))
        if changes:
            says = "the row comes first, then the column"
            yield repaired(site.cell, site.code, changes, says, "exchanged_places")


def _item(node: ast.Subscript) -> _Item | None:
    match node:
        case ast.Subscript(
            value=ast.Subscript(value=ast.Name(id=table), slice=ast.Name() as row),
            slice=ast.Name() as column,
        ):
            return _Item(table, row, column)
        case ast.Subscript(
            value=ast.Name(id=table),
            slice=ast.Tuple(elts=[ast.Name() as row, ast.Name() as column]),
        ):
            return _Item(table, row, column)
    return None


def _counted(case: Case, site: Site, name: str) -> tuple[str, int] | None:
    """Return the table whose rows (0) or columns (1) a name counts."""
    for loop in site.loops_around:
        match loop.target, loop.iter:
            case ast.Name(id=counted), ast.Call(
                func=ast.Name(id="range"), args=[end] | [ast.Constant(), end]
            ) if counted == name:
                return _length(case, site, end)
    return None


def _length(case: Case, site: Site, node: ast.expr) -> tuple[str, int] | None:
    """Return the table, and the direction, that a number is the length of."""
    bound = case.binding(site, node)
    match bound.value if bound is not None else node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=table)]):
            return table, 0
        case ast.Call(
            func=ast.Name(id="len"),
            args=[ast.Subscript(value=ast.Name(id=table), slice=ast.Constant(value=0))],
        ):
            return table, 1
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(id=table), attr="shape"),
            slice=ast.Constant(value=0 | 1 as axis),
        ):
            return table, int(axis == 1)
    return _of_shape(case, node)


def _of_shape(case: Case, node: ast.expr) -> tuple[str, int] | None:
    """Return what a name is of a shape in two parts: ``rows, columns = grid.shape``."""
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        for statement in case.code(cell).nodes(ast.Assign) if isinstance(node, ast.Name) else ():
            match statement:
                case ast.Assign(
                    targets=[ast.Tuple(elts=[ast.Name(id=rows), ast.Name(id=columns)])],
                    value=ast.Attribute(value=ast.Name(id=table), attr="shape"),
                ) if getattr(node, "id", "") in (rows, columns):
                    return table, int(getattr(node, "id", "") == columns)
                case ast.Assign(
                    targets=[ast.Tuple(elts=[ast.Name(id=rows), ast.Name(id=columns)])],
                    value=ast.Tuple(elts=[first, second]),
                ) if getattr(node, "id", "") in (rows, columns):
                    of = first if getattr(node, "id", "") == rows else second
                    site = Site(cell, case.code(cell), statement.lineno)
                    return _length(case, site, of) if isinstance(of, ast.Call) else None
    return None
