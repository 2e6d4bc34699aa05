"""Means with weights that are divided by how many weights there are, and not by their sum."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_WEIGHT = re.compile(r"^ws?$|(?:^|_)(?:weight|weights|wts?|credits?|ects)(?:_|$)", re.IGNORECASE)
_ARRAYS = ("np", "numpy")


class _Sum(NamedTuple):
    """The weights of a sum of products, and whether they are the values of a dict."""

    weights: str
    is_dict: bool
    is_array: bool
    parts: frozenset[str]


async def means_by_weights(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sum(w * x) / sum(w)`` for ``sum(w * x) / len(w)`` where a check fails."""
    if not case.is_a("AssertionError"):
        return
    found = [
        (cell, change)
        for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
        for change in _divided(case.code(cell))
    ]
    if len(found) == 1:
        cell, change = found[0]
        says = "a mean with weights is divided by the sum of the weights"
        yield repaired(cell, case.code(cell), [change], says, "weighted_mean")


def _divided(text: Code) -> Iterator[Change]:
    """Yield the changes of the counts that divide sums with weights."""
    for node in text.nodes(ast.BinOp):
        match node:
            case ast.BinOp(left=above, op=ast.Div(), right=ast.Call(args=[counted]) as below):
                total = _sum(_value(text, above))
                if callee_of(below) != "len" or total is None:
                    continue
                if ast.unparse(counted) in total.parts:
                    yield text.span(below), _shown(total)


def _shown(total: _Sum) -> str:
    if total.is_array:
        return f"{total.weights}.sum()"
    return f"sum({total.weights}{'.values()' if total.is_dict else ''})"


def _value(text: Code, node: ast.expr) -> ast.expr:
    """Return what a name is set to, by the one assignment to it."""
    if not isinstance(node, ast.Name):
        return node
    made = [one.value for one in text.nodes(ast.Assign) if ast.unparse(one.targets[0]) == node.id]
    return made[0] if len(made) == 1 else node


def _sum(node: ast.expr) -> _Sum | None:
    """Return the weights of a sum of products."""
    match node:
        case ast.Call(func=ast.Name(id="sum"), args=[ast.GeneratorExp() | ast.ListComp() as each]):
            return _of_each(each) if len(each.generators) == 1 else None
        case ast.Call(func=ast.Attribute(value=ast.BinOp() as product, attr="sum"), args=[]):
            return _of_arrays(product)
        case ast.Call(args=[ast.BinOp() as product]) if callee_of(node) == "sum":
            return _of_arrays(product) if root(node) in _ARRAYS else None
    return None


def _of_arrays(product: ast.BinOp) -> _Sum | None:
    parts = [ast.unparse(product.left), ast.unparse(product.right)]
    weights = [one for one in parts if _WEIGHT.search(one)]
    is_it = isinstance(product.op, ast.Mult) and len(weights) == 1
    return _Sum(weights[0], False, True, frozenset(parts)) if is_it else None


def _of_each(each: ast.GeneratorExp | ast.ListComp) -> _Sum | None:
    """Return the weights of a sum over a loop: over the keys of a dict, or over pairs."""
    loop = each.generators[0]
    match each.elt:
        case ast.BinOp(left=ast.Subscript() as one, op=ast.Mult(), right=ast.Subscript() as other):
            keys = {ast.unparse(one.slice), ast.unparse(other.slice), ast.unparse(loop.target)}
            owners = [ast.unparse(part.value) for part in (one, other)]
            weights = [name for name in owners if _WEIGHT.search(name)]
            if len(keys) == 1 and len(weights) == 1 and ast.unparse(loop.iter) in owners:
                return _Sum(weights[0], True, False, frozenset(owners))
        case ast.BinOp(left=ast.Name(id=first), op=ast.Mult(), right=ast.Name(id=second)):
            return _of_pairs(loop, {first, second})
    return None


def _of_pairs(loop: ast.comprehension, names: set[str]) -> _Sum | None:
    match loop:
        case ast.comprehension(
            target=ast.Tuple(elts=targets), iter=ast.Call(func=ast.Name(id="zip"), args=several)
        ) if len(targets) == len(several) and not loop.ifs:
            own = {
                ast.unparse(one): ast.unparse(of) for one, of in zip(targets, several, strict=True)
            }
            weights = [own[name] for name in names if name in own and _WEIGHT.search(own[name])]
            if len(weights) == 1 and weights[0].isidentifier():
                return _Sum(weights[0], False, False, frozenset(own.values()))
    return None
