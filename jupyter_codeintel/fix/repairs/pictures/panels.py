"""Grids of panels that are taken for rows of them, and rows that are taken for grids."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_OF_ARRAY = "'numpy.ndarray' object has no attribute"
_OUTSIDE = re.compile(r"index \d+ is out of bounds for axis 0 with size (\d+)")
_OF_ROW = re.compile(r"array is 1-dimensional, but 2 were indexed")
_PANEL = "'Axes' object is not subscriptable"


class _Grid(NamedTuple):
    """The panels that a call of ``subplots`` makes, with their rows and columns if known."""

    name: str
    rows: int | None
    columns: int | None


class _Pair(NamedTuple):
    """Panels that are taken by two indexes: ``axes[0, 1]`` or ``axes[0][1]``."""

    node: ast.Subscript
    owner: ast.expr
    row: ast.expr
    column: ast.expr


async def panels_one_by_one(case: Case) -> AsyncIterator[Repair]:
    """Yield ``axes.flat`` where the rows of a grid are taken for its panels."""
    outside = _OUTSIDE.search(case.error.value)
    if outside is None and _OF_ARRAY not in case.error.value:
        return
    for site in case.sites[:1]:
        for grid in _grids(case, site):
            if grid.rows in (None, 1) or grid.columns in (None, 1):
                continue
            if outside is not None and not _is_outside(site, grid, int(outside[1])):
                continue
            changes, taken = _flat(site, grid.name), _taken(site, grid.name)
            used = names_in(site.statement) if site.statement is not None else {}
            if changes and not taken.isdisjoint(used):
                says = f'"{grid.name}" has rows of panels, and its panels are in "flat"'
                yield repaired(site.cell, site.code, changes, says, "panels_one_by_one")


async def panels_of_one_row(case: Case) -> AsyncIterator[Repair]:
    """Yield ``axes[1]`` for ``axes[0, 1]`` where there is only one row, or one column."""
    if not _OF_ROW.search(case.error.value) and _PANEL not in case.error.value:
        return
    for site in case.sites[:1]:
        used = names_in(site.statement) if site.statement is not None else {}
        for grid in _grids(case, site):
            pairs = list(_pairs(site.code, grid.name))
            if grid.name not in used or not pairs:
                continue
            rows, columns = {_index(one.row) for one in pairs}, {_index(p.column) for p in pairs}
            if rows == {0} and grid.rows in (1, None):
                changes = [_left(site.code, one, one.column) for one in pairs]
            elif columns == {0} and grid.columns in (1, None):
                changes = [_left(site.code, one, one.row) for one in pairs]
            else:
                continue
            says = f'the panels of "{grid.name}" are in one line'
            yield repaired(site.cell, site.code, changes, says, "panels_of_one_row")


def _grids(case: Case, site: Site) -> Iterator[_Grid]:
    """Yield the panels that a cell uses, made in it or in one before."""
    names = names_in(site.inside or site.code.tree)
    cells = case.failure.flow.slice(names, before=case.failure.cell)
    found: dict[str, _Grid] = {}
    for cell in dict.fromkeys((*cells, site.cell)):
        for node in case.code(cell).nodes(ast.Assign):
            name = _made(node)
            if name in names and isinstance(node.value, ast.Call):
                rows, columns = (_count(node.value, at, key) for at, key in enumerate(_KEYS))
                shape = shape_of(case.failure, site, name)
                if shape is not None and len(shape) == 2:
                    rows, columns = shape
                elif shape is not None and rows != 1 and columns != 1:
                    rows = columns = None
                found[name] = _Grid(name, rows, columns)
    yield from found.values()


_KEYS = ("nrows", "ncols")


def _made(node: ast.Assign) -> str:
    """Return the name that the panels of a call of ``subplots`` get."""
    target = node.targets[-1]
    if isinstance(target, ast.Tuple) and len(target.elts) == 2:
        target = target.elts[1]
    return target.id if callee_of(node.value) == "subplots" and isinstance(target, ast.Name) else ""


def _count(call: ast.Call, at: int, key: str) -> int | None:
    given = [word.value for word in call.keywords if word.arg == key] or call.args[at : at + 1]
    value = getattr(given[0], "value", None) if given else 1
    return value if isinstance(value, int) else None


def _is_outside(site: Site, grid: _Grid, size: int) -> bool:
    """Whether it is a row of a grid that is not there."""
    nearest = site.nodes(ast.Subscript)[:1]
    return size == grid.rows and any(_is_named(one.value, grid.name) for one in nearest)


def _flat(site: Site, name: str) -> list[Change]:
    """Return the changes of all places where single panels are taken; none if also pairs are."""
    text, within = site.code, site.inside
    if any(True for _ in _pairs(text, name)):
        return []
    nodes: list[ast.expr] = [one.value for one in text.nodes(ast.Subscript, within)]
    for loop in _loops(site):
        nodes += _gone_through(loop)
    changes = {(text.span(one)[1],) * 2: ".flat" for one in nodes if _is_named(one, name)}
    for call in text.nodes(ast.Call, within):
        if _is_named(call.func, "len") and call.args and _is_named(call.args[0], name):
            changes[text.span(call)] = f"{name}.size"
    return list(changes.items())


def _loops(site: Site) -> list[ast.For | ast.comprehension]:
    found: list[ast.For | ast.comprehension] = [*site.code.nodes(ast.For, site.inside)]
    return [*found, *site.code.nodes(ast.comprehension, site.inside)]


def _gone_through(loop: ast.For | ast.comprehension) -> list[ast.expr]:
    """Return what a loop goes through, also beside other things."""
    call = loop.iter
    if not isinstance(call, ast.Call):
        return [call]
    is_beside = _is_named(call.func, "zip") or _is_named(call.func, "enumerate")
    given = list(call.args) if is_beside else []
    inner = [part for one in given if isinstance(one, ast.Call) for part in one.args]
    return [*given, *inner]


def _taken(site: Site, name: str) -> set[str]:
    """Return the names of the grid's parts, and its own where one is taken in the statement."""
    text, within = site.code, site.inside
    found = {name for one in site.nodes(ast.Subscript) if _is_named(one.value, name)}
    for node in text.nodes(ast.Assign, within):
        if isinstance(node.value, ast.Subscript) and _is_named(node.value.value, name):
            found |= {one.id for one in node.targets if isinstance(one, ast.Name)}
    for loop in _loops(site):
        if any(_is_named(one, name) for one in _gone_through(loop)):
            found |= {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}
    return found


def _pairs(text: Code, name: str) -> Iterator[_Pair]:
    for node in text.nodes(ast.Subscript):
        index, owner = node.slice, node.value
        if isinstance(index, ast.Tuple) and len(index.elts) == 2 and _is_named(owner, name):
            yield _Pair(node, owner, *index.elts)
        elif isinstance(owner, ast.Subscript) and _is_named(owner.value, name):
            yield _Pair(node, owner.value, owner.slice, index)


def _left(text: Code, pair: _Pair, index: ast.expr) -> Change:
    place = text.span(pair.owner)[1], text.span(pair.node)[1]
    return place, f"[{text.text(index)}]"


def _index(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
