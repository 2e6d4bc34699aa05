"""Lists that a loop fills place after place, and that have no such places yet."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_GROWING = ("append", "extend", "insert", "pop", "remove")


async def appended_for_set(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x.append(v)`` for ``x[i] = v`` of a list that begins empty, or with the first few."""
    if "list assignment index out of range" not in case.error.value:
        return
    for site in case.sites[:1]:
        loop = _loop(site)
        if loop is None or any(isinstance(node, ast.Continue) for node in ast.walk(loop)):
            continue
        index, first = _counted(loop)
        fills = [
            (statement, name)
            for statement, name in _fills(loop, index)
            if _begins_with(case, site, loop, name, first)
        ]
        names = [name for _, name in fills]
        if site.statement in [one for one, _ in fills] and len(set(names)) == len(names):
            changes = [_appended(site.code, one, name) for one, name in fills]
            says = "a list has only the places that are appended to it"
            yield repaired(site.cell, site.code, changes, says, "appended_for_set")


def _loop(site: Site) -> ast.For | None:
    """Return the loop in whose body the failing statement itself stands."""
    loops = (loop for loop in site.code.nodes(ast.For) if site.statement in loop.body)
    return next(loops, None)


def _counted(loop: ast.For) -> tuple[str, int]:
    """Return what counts a loop's rounds one by one, and where it begins; -1 if nothing does."""
    match loop:
        case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"), args=[_])):
            return name, 0
        case ast.For(
            target=ast.Name(id=name),
            iter=ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(first)), _]),
        ):
            return name, first
        case ast.For(
            target=ast.Tuple(elts=[ast.Name(id=name), _]),
            iter=ast.Call(func=ast.Name(id="enumerate"), args=[_], keywords=[]),
        ):
            return name, 0
    return "", -1


def _fills(loop: ast.For, index: str) -> Iterator[tuple[ast.Assign, str]]:
    for statement in loop.body:
        match statement:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=name), slice=ast.Name(id=place))]
            ) if place == index:
                yield statement, name


def _begins_with(case: Case, site: Site, loop: ast.For, name: str, count: int) -> bool:
    """Whether a list has so many items when a loop begins, and nothing else fills it."""
    bound = case.binding(site, ast.Name(name, ast.Load()))
    live = case.variable(name) if site.inside is None else None
    if bound is None or bound.site.inside is not site.inside or _length(bound.value) != count:
        return False
    if live is not None and (live.type != "list" or live.length not in (None, count)):
        return False
    around = (node for node in site.code.nodes(ast.stmt) if _is_loop_around(node, loop))
    is_new_each_time = all(bound.statement in ast.walk(outer) for outer in around)
    return is_new_each_time and not _is_filled_otherwise(site.code, loop, name)


def _length(value: ast.expr) -> int:
    match value:
        case ast.List(elts=items) if not any(isinstance(one, ast.Starred) for one in items):
            return len(items)
        case ast.Call(args=[], keywords=[]) if callee_of(value) == "list":
            return 0
    return -1


def _is_loop_around(node: ast.stmt, loop: ast.For) -> bool:
    is_loop = isinstance(node, ast.For | ast.While) and node is not loop
    return is_loop and any(inner is loop for inner in ast.walk(node))


def _is_filled_otherwise(text: Code, loop: ast.For, name: str) -> bool:
    """Whether a list grows by a method, or is set in another place of the loop."""
    grown = any(
        isinstance(node.value, ast.Name) and node.value.id == name and node.attr in _GROWING
        for node in text.nodes(ast.Attribute)
    )
    stored = [
        node
        for node in text.nodes(ast.Subscript, loop)
        if isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    ]
    return grown or len(stored) > 1


def _appended(text: Code, statement: ast.Assign, name: str) -> Change:
    value = text.text(statement.value)
    return text.span(statement), f"{name}.append({value})"
