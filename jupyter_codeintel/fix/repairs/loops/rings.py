"""Indexes beyond the last place of what goes on with the first one, as the words say."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.loops.cycles import told_by_cycles
from jupyter_codeintel.fix.repairs.loops.lengths import length_along
from jupyter_codeintel.fix.repairs.words import told_to_wrap


class _Place(NamedTuple):
    """An index of a subscript, with what it is taken of and along which axis."""

    owner: ast.expr
    axis: int
    at: ast.expr
    is_array: bool


async def indexes_on_rings(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x[(i + 1) % len(x)]`` where the words say that the first follows the last.

    So do the letters of a cipher's alphabet, and the names of the days of a week.
    """
    if not case.is_a("IndexError"):
        return
    for site in case.sites[:1]:
        if _is_closed(case, site):
            continue
        if not told_to_wrap(case, site) and not told_by_cycles(case, site):
            continue
        scope = _scope(site)
        failing = [one for one in _places(site.nodes(ast.Subscript)) if _is_shifted(site, one)]
        owners = {ast.unparse(one.owner) for one in failing}
        places = [
            one
            for one in _places(list(site.code.nodes(ast.Subscript, scope)))
            if ast.unparse(one.owner) in owners
        ]
        filled = _filled(site, scope)
        places = [one for one in places if filled.isdisjoint(names_in(one.at))]
        ahead = [one for one in places if _shift(site, one, ast.Add) is not None]
        backwards = [one for one in places if _shift(site, one, ast.Sub) is not None]
        changes = [_wrapped(case, site, one) for one in ahead or backwards]
        if failing and changes and not _is_tested(site, scope, ahead or backwards):
            says = "after the last place comes the first one"
            yield repaired(site.cell, site.code, changes, says, "index_on_a_ring")


def _scope(site: Site) -> ast.AST:
    """Return the function around a place, else the outermost loop, else the statement."""
    if site.inside is not None:
        return site.inside
    around = [
        node
        for node in site.code.tree.body
        if node.lineno <= site.line <= (node.end_lineno or node.lineno)
    ]
    return around[0] if around else site.code.tree


def _places(subscripts: list[ast.Subscript]) -> Iterator[_Place]:
    """Yield the indexes of subscripts; those of ``grid[r][c]`` are along two axes of one."""
    for node in subscripts:
        if isinstance(node.slice, ast.Tuple):
            for axis, part in enumerate(node.slice.elts):
                yield _Place(node.value, axis, part, is_array=True)
            continue
        owner, axis = node.value, 0
        while isinstance(owner, ast.Subscript) and _is_index(owner.slice):
            owner, axis = owner.value, axis + 1
        yield _Place(owner, axis, node.slice, is_array=False)


def _is_index(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.BinOp)


def _shift(site: Site, place: _Place, op: type[ast.operator]) -> ast.BinOp | None:
    """Return the sum that an index is, or that its name has been given in the same scope."""
    node: ast.expr | None = place.at
    if isinstance(node, ast.Name):
        node = _given(site, node.id)
    return node if isinstance(node, ast.BinOp) and isinstance(node.op, op) else None


def _is_shifted(site: Site, place: _Place) -> bool:
    return _shift(site, place, ast.Add) is not None or _shift(site, place, ast.Sub) is not None


def _given(site: Site, name: str) -> ast.expr | None:
    """Return the only value that a name is given near a place."""
    found: list[ast.expr] = []
    for node in ast.walk(_scope(site)):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                found.append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                pairs = zip(names, values, strict=False)
                found += [value for one, value in pairs if getattr(one, "id", "") == name]
            case ast.AugAssign(target=ast.Name(id=target)) if target == name:
                return None
    return found[0] if len(found) == 1 else None


def _wrapped(case: Case, site: Site, place: _Place) -> Change:
    """Return the change that takes an index modulo the length."""
    text: Code = site.code
    node = _shift(site, place, ast.Add) or _shift(site, place, ast.Sub) or place.at
    length = length_along(case, site, place.owner, place.axis, is_array=place.is_array)
    return text.span(node), f"({text.text(node)}) % {length}"


def _filled(site: Site, scope: ast.AST) -> set[str]:
    """Return the indexes that are steps in time: the place after is filled with what follows."""
    return {
        name
        for node in site.code.nodes(ast.Subscript, scope)
        if not isinstance(node.ctx, ast.Load)
        for part in (node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])
        if isinstance(part, ast.BinOp)
        for name in names_in(part)
    }


def _is_tested(site: Site, scope: ast.AST, places: list[_Place]) -> bool:
    """Whether an index is compared with something, which may be meant to stop at the end."""
    shown = {ast.unparse(one.at) for one in places}
    return any(
        ast.unparse(side) in shown
        for test in site.code.nodes(ast.Compare, scope)
        for side in (test.left, *test.comparators)
    )


def _is_closed(case: Case, site: Site) -> bool:
    """Whether what is gone through ends with what it begins with, as polygons often do."""
    for one in _places(site.nodes(ast.Subscript)):
        bound = case.binding(site, one.owner)
        listed = bound.value if bound is not None else None
        if isinstance(listed, ast.Call) and listed.args:
            listed = listed.args[0]
        items = listed.elts if isinstance(listed, ast.List | ast.Tuple) else []
        is_pair = len(items) > 2 and isinstance(items[0], ast.Tuple | ast.List)
        if is_pair and ast.dump(items[0]) == ast.dump(items[-1]):
            return True
    return False
