"""Where in a notebook the number is written that an expression stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, defaults
from jupyter_codeintel.fix.repairs.callers import argument
from jupyter_codeintel.fix.repairs.case import Case

_MOST = 3  # names that are followed, one from the other
_WHOLE = ("bool", "int", "Decimal", "decimal.Decimal")


class Place(NamedTuple):
    """A float that is written in a cell."""

    cell: str
    code: Code
    node: ast.Constant


def written_at(case: Case, site: Site, node: ast.expr, most: int = _MOST) -> list[Place]:
    """Return the floats that make an expression one; none if it is one for other reasons."""
    return _written(case, site, node, most) or []


def _written(case: Case, site: Site, node: ast.expr, most: int) -> list[Place] | None:
    """Return the floats of an expression; None where it may be one in another way."""
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    match node:
        case ast.Constant():
            return _floats(site.cell, site.code, [node])
        case ast.BinOp(left=left, right=right):
            sides = [_written(case, site, one, most) for one in (left, right)]
            known = [places for places in sides if places is not None]
            return [one for places in known for one in places] if len(known) == 2 else None
        case ast.Name():
            return _of_name(case, site, node, most) if most else None
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return _of_attribute(site, name)
        case ast.Subscript(value=ast.Name() as owner, slice=key):
            return _of_item(case, site, owner, key)
    return None


def _floats(cell: str, text: Code, nodes: list[ast.expr]) -> list[Place]:
    return [
        Place(cell, text, node)
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]


def _of_name(case: Case, site: Site, node: ast.Name, most: int) -> list[Place] | None:
    """Return the floats that a name has its value from."""
    told = told_of(case.failure, site, node.id)
    live = case.variable(node.id) if case.path(site, node) is not None else None
    kind = live.type if live is not None else ""
    if (told.partition(" ")[0] if told is not None else kind) in _WHOLE:
        return []
    bound = case.binding(site, node)
    if bound is not None:
        place = bound.site
        is_number = isinstance(bound.value, ast.Constant | ast.UnaryOp | ast.BinOp)
        return _written(case, place, bound.value, most - 1) if is_number else None
    looped = _of_loop(case, site, node.id)
    return looped or _of_parameter(case, site, node.id) or None


def _of_attribute(site: Site, name: str) -> list[Place] | None:
    """Return the float that a class gives its attribute."""
    given: list[ast.expr] = []
    for node in site.code.nodes(ast.stmt):
        match node:
            case (
                ast.Assign(targets=[target], value=value)
                | ast.AnnAssign(target=target, value=ast.expr() as value)
            ) if ast.unparse(target) in (f"self.{name}", name):
                given.append(value)
    return _floats(site.cell, site.code, given) if len(given) == 1 else None


def _of_parameter(case: Case, site: Site, name: str) -> list[Place]:
    """Return the float that a function is given, or has for want of one."""
    function = site.inside
    if function is None or len(case.sites) < 2:
        return []
    caller = case.sites[1]
    for call in caller.nodes(ast.Call):
        given = argument(call, function, name) if callee(call) == function.name else None
        if given is not None:
            return _written(case, caller, given, 1) or []
    standing = dict(defaults(function.args)).get(name)
    return _floats(site.cell, site.code, [standing] if standing is not None else [])


def _of_item(case: Case, site: Site, owner: ast.Name, key: ast.expr) -> list[Place] | None:
    """Return the floats of a container that is asked for one of its items."""
    fixed = key.value if isinstance(key, ast.Constant) else None
    bound = case.binding(site, owner)
    if bound is not None:
        return _floats(bound.cell, bound.code, list(_items(bound.value, fixed))) or None
    for cell, text, container in _containers(case, site, owner.id):
        if isinstance(container, ast.List | ast.Tuple):
            inner = [one for row in container.elts for one in _items(row, fixed)]
            return _floats(cell, text, inner) or None
    return None


def _items(container: ast.expr, key: object) -> Iterator[ast.expr]:
    """Yield the items of a container that is written out: one, or all where none is named."""
    match container:
        case ast.Dict(keys=keys, values=values):
            for name, value in zip(keys, values, strict=True):
                if key is None or getattr(name, "value", None) == key:
                    yield value
        case ast.List(elts=elts) | ast.Tuple(elts=elts):
            yield from (one for n, one in enumerate(elts) if key is None or key == n)


def _of_loop(case: Case, site: Site, name: str) -> list[Place]:
    """Return the floats that a loop goes through."""
    for loop, place in _loops(site, name):
        for cell, text, container in _containers(case, site, name, loop):
            if place is None or isinstance(container, ast.Dict):
                found = list(_items(container, None))
            else:
                rows = list(_items(container, None))
                found = [one for row in rows for one in _items(row, place)]
            return _floats(cell, text, found)
    return []


def _loops(site: Site, name: str) -> Iterator[tuple[ast.For | ast.comprehension, int | None]]:
    """Yield the loops that bind a name, with its place where they take rows apart."""
    every: list[ast.For | ast.comprehension] = [*site.nodes(ast.comprehension)]
    for loop in (*every, *site.code.nodes(ast.For)):
        if isinstance(loop, ast.For) and not loop.lineno <= site.line <= (loop.end_lineno or 0):
            continue
        match loop.target:
            case ast.Name(id=bound) if bound == name:
                yield loop, None
            case ast.Tuple(elts=elts):
                names = [ast.unparse(one) for one in elts]
                if name in names:
                    yield loop, names.index(name)


def _containers(
    case: Case, site: Site, name: str, only: ast.For | ast.comprehension | None = None
) -> Iterator[tuple[str, Code, ast.expr]]:
    """Yield what is written out and gone through by the loops that bind a name."""
    for loop, _ in _loops(site, name):
        iterated = loop.iter
        if only is not None and loop is not only:
            continue
        if isinstance(iterated, ast.Call) and callee(iterated) in ("items", "values"):
            iterated = getattr(iterated.func, "value", iterated)
        bound = case.binding(site, iterated)
        if bound is not None:
            yield bound.cell, bound.code, bound.value
        elif isinstance(iterated, ast.Dict | ast.List | ast.Tuple):
            yield site.cell, site.code, iterated
