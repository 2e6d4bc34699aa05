"""How a notebook writes the length of something."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case


def length_along(case: Case, site: Site, owner: ast.expr, axis: int, *, is_array: bool) -> str:
    """Return the length of a list or an array along an axis, by its name if it has one."""
    shown = site.code.text(owner)
    if isinstance(owner, ast.Attribute) and owner.attr == "iloc":
        shown = site.code.text(owner.value)
    ways = [f"{shown}.shape[{axis}]", "len(" + shown + "[0]" * axis + ")"]
    if axis == 0:
        ways.append(f"{shown}.shape[0]")
    for name, value in _named(case, site):
        if value in ways or value == f"{shown}.shape {axis}":
            return name
    by_number = _counted(case, site, _size(case, site, owner, axis))
    if by_number is not None:
        return by_number
    return ways[0] if is_array else ways[1]


def _size(case: Case, site: Site, owner: ast.expr, axis: int) -> int | None:
    """Return how long something live is along an axis."""
    if not isinstance(owner, ast.Name) or case.path(site, owner) is None:
        return None
    live = case.variable(owner.id)
    if live is None or live.shape is None:
        return live.length if live is not None and axis == 0 else None
    return live.shape[axis] if axis < len(live.shape) else None


def _named(case: Case, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the names that are given a value at a place, with the value as it reads."""
    for node in site.code.nodes(ast.Assign, site.inside):
        yield from _of(node)
    for cell in case.failure.document.cells if site.inside is None else ():
        if cell.type == "code" and cell.id != site.cell:
            for statement in case.code(cell.id).tree.body:
                yield from _of(statement)


def _of(node: ast.stmt) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, ast.unparse(value)
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            for one, value in zip(names, values, strict=False):
                if isinstance(one, ast.Name):
                    yield one.id, ast.unparse(value)
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Attribute(attr="shape") as of):
            for axis, one in enumerate(names):
                if isinstance(one, ast.Name):
                    yield one.id, f"{ast.unparse(of)} {axis}"


def _counted(case: Case, site: Site, size: int | None) -> str | None:
    """Return the name of a number that loops of the cell count to, if it is a length."""
    calls = (call for call in site.code.nodes(ast.Call) if callee(call) == "range")
    ends = [call.args[min(1, len(call.args) - 1)] for call in calls if call.args]
    for end in ends:
        live = case.variable(end.id) if isinstance(end, ast.Name) else None
        if isinstance(end, ast.Name) and live is not None and live.value == str(size):
            return end.id
    return None
