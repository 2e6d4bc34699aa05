"""All that an expression stands for in turn, in a loop or in a function that a loop calls."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, is_literal, literal
from jupyter_codeintel.fix.repairs.callers import argument
from jupyter_codeintel.fix.repairs.case import Case

_DEEPEST = 5
_WAYS = ("items", "keys", "splitlines", "values")
_ALIKE = ("list", "set", "sorted", "tuple", "reversed")


def values_at(case: Case, site: Site, node: ast.expr, depth: int = 0) -> list[object]:
    """Return the values of an expression as far as they are written; nothing if they are not."""
    if is_literal(node):
        return [literal(node)]
    if not isinstance(node, ast.Name) or depth > _DEEPEST:
        return []
    for loop in site.loops_around:
        if any(getattr(one, "id", "") == node.id for one in ast.walk(loop.target)):
            items = items_of(case, site, loop.iter, depth + 1)
            return [one for item in items for one in _picked(loop.target, node.id, item)]
    given = _given(case, site, node.id)
    if given is not None:
        return values_at(case, *given, depth + 1)
    bound = case.binding(site, node)
    return values_at(case, bound.site, bound.value, depth + 1) if bound is not None else []


def items_of(case: Case, site: Site, node: ast.expr, depth: int = 0) -> list[object]:
    """Return what a loop goes through, as far as it is written."""
    if depth > _DEEPEST:
        return []
    match node:
        case ast.Name():
            bound = case.binding(site, node)
            given = _given(case, site, node.id)
            where = (bound.site, bound.value) if bound is not None else given
            return items_of(case, *where, depth + 1) if where is not None else []
        case ast.Call(func=ast.Attribute(value=of, attr=way), args=[]) if way in _WAYS:
            whole = _written(case, site, of, depth + 1)
            return list(getattr(whole, way)()) if hasattr(whole, way) else []
        case ast.Call(func=ast.Name(id="enumerate"), args=[of, *_]):
            return list(enumerate(items_of(case, site, of, depth + 1)))
        case ast.Call(func=ast.Name(id=name), args=[of]) if name in _ALIKE and not node.keywords:
            return items_of(case, site, of, depth + 1)
    written = literal(node)
    return list(written) if isinstance(written, list | tuple | set | dict) else []


def _written(case: Case, site: Site, node: ast.expr, depth: int) -> object:
    if isinstance(node, ast.Name) and depth <= _DEEPEST:
        bound, given = case.binding(site, node), _given(case, site, node.id)
        where = (bound.site, bound.value) if bound is not None else given
        return _written(case, *where, depth + 1) if where is not None else None
    return literal(node)


def _given(case: Case, site: Site, name: str) -> tuple[Site, ast.expr] | None:
    """Return what the function around a place is given for a parameter where it was called."""
    function = site.inside
    names = [one.arg for one in function.args.args] if function is not None else []
    if function is None or name not in names:
        return None
    for caller in case.sites[1:]:
        for call in caller.nodes(ast.Call):
            given = argument(call, function, name) if callee(call) == function.name else None
            if given is not None:
                return caller, given
    return None


def _picked(target: ast.expr, name: str, item: object) -> list[object]:
    """Return what a name is of an item that a loop takes apart."""
    if isinstance(target, ast.Name):
        return [item] if target.id == name else []
    if not isinstance(target, ast.Tuple | ast.List) or not isinstance(item, list | tuple):
        return []
    pairs = zip(target.elts, item, strict=False) if len(target.elts) == len(item) else ()
    return [found for part, inner in pairs for found in _picked(part, name, inner)]
