"""Numbers that can be worked out from what a notebook writes: sums, and what is made of them."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case

_DEEPEST = 5
_MOST = 1000
_SIGNS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
_HOLDING = ("array", "asarray", "dict", "list", "Series", "tuple")


class Written(NamedTuple):
    """Numbers that are written somewhere, the expression that they are in, and its place."""

    numbers: list[float]
    site: Site
    node: ast.expr


def number_of(case: Case, site: Site, node: ast.expr, depth: int = 0) -> float | None:
    """Return the number that is written, live, or made of such numbers."""
    value = literal(node)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if depth > _DEEPEST:
        return None
    of = summed(node)
    if of is not None:
        found = numbers_of(case, site, of, depth + 1)
        return sum(found.numbers) if found is not None else None
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        one, other = (number_of(case, site, side, depth + 1) for side in (node.left, node.right))
        is_known = one is not None and other is not None
        is_fine = is_known and not (isinstance(node.op, ast.Div) and other == 0)
        return _SIGNS[type(node.op)](one, other) if is_fine else None  # type: ignore[arg-type]
    return _named(case, site, node, depth) if isinstance(node, ast.Name) else None


def summed(node: ast.expr) -> ast.expr | None:
    """Return what a sum is of: ``sum(x)``, ``np.sum(x)``, ``x.sum()``."""
    match node:
        case ast.Call(func=ast.Name(id="sum"), args=[of], keywords=[]):
            return of
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr="sum"), args=[of]):
            return of
        case ast.Call(func=ast.Attribute(value=of, attr="sum"), args=[], keywords=[]):
            return of
    return None


def _named(case: Case, site: Site, node: ast.Name, depth: int) -> float | None:
    """Return the number that a name stands for."""
    live = case.variable(node.id) if case.path(site, node) is not None else None
    if live is not None and live.value is not None:
        try:
            value = ast.literal_eval(live.value)
        except (ValueError, SyntaxError):  # a number of another kind
            return None
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None
    found = _meant(case, site, node)
    return number_of(case, *found, depth + 1) if found is not None else None


def numbers_of(case: Case, site: Site, node: ast.expr, depth: int = 0) -> Written | None:
    """Return the numbers of a list, or the values of a dict, that are written somewhere."""
    value = literal(node)
    value = list(value.values()) if isinstance(value, dict) else value
    if isinstance(value, list | tuple):
        is_plain = bool(value) and all(type(one) in (int, float) for one in value)
        return Written(list(value), site, node) if is_plain else None
    match node if depth <= _DEEPEST else None:
        case ast.Name():
            found = _meant(case, site, node)
            return numbers_of(case, *found, depth + 1) if found is not None else None
        case ast.Call(func=ast.Attribute(value=of, attr="values"), args=[]):
            return numbers_of(case, site, of, depth + 1)
        case (
            ast.Call(args=[ast.Call(func=ast.Name(id="zip"), args=[_, of])]) | ast.Call(args=[of])
        ) if callee_of(node) in _HOLDING:
            return numbers_of(case, site, of, depth + 1)
        case ast.BinOp(left=of, op=ast.Mult(), right=ast.Constant(value=int() as times)):
            inner = numbers_of(case, site, of, depth + 1) if 0 < times < _MOST else None
            if inner is not None and isinstance(of, ast.List):
                return Written(inner.numbers * times, site, node)
    return None


def _meant(case: Case, site: Site, node: ast.expr) -> tuple[Site, ast.expr] | None:
    """Return what a name has its value from: an assignment, or the call of a function."""
    function = site.inside
    names = [one.arg for one in function.args.args] if function is not None else []
    name = node.id if isinstance(node, ast.Name) else ""
    if function is None or name not in names:
        bound = case.binding(site, node)
        return (bound.site, bound.value) if bound is not None else None
    for caller in case.sites[1:]:
        for call in caller.nodes(ast.Call):
            if callee(call) != function.name:
                continue
            given = {word.arg: word.value for word in call.keywords}
            given |= dict(zip(names, call.args, strict=False))
            return (caller, given[name]) if name in given else None
    return None
