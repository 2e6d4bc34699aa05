"""Functions with one small mistake put in, which good assertions notice."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Iterator

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}


def mutants(source: str, name: str, most: int, seed: int) -> list[str]:
    """Return versions of a source in each of which one place of a function's body is wrong.

    A comparison or an operator is another one, a constant is off by one, a condition or a
    truth value is negated, ``and`` is ``or``, nothing is returned. One of them may do the
    same as the original for every input: that cannot be known.

    Parameters
    ----------
    source : str
        What has the function.
    name : str
        Of the function.
    most : int
        So many are chosen at random when there are more.
    seed : int
        Of the choice.
    """
    tree = ast.parse(source)
    function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
    places = [node for node in _inside(function) if _wrong(node) is not None]
    original = ast.unparse(tree)
    found = (_replaced(tree, place) for place in places)
    distinct = [text for text in dict.fromkeys(found) if text != original]
    chance = random.Random(f"{seed}/{name}")  # noqa: S311 - not for secrets
    return distinct if len(distinct) <= most else chance.sample(distinct, most)


def _inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield what is in a function's body."""
    for statement in function.body:
        yield from ast.walk(statement)


def _replaced(tree: ast.Module, place: ast.AST) -> str:
    """Return the source with one node in its wrong form."""
    changed = copy.deepcopy(tree, {id(place): _wrong(place)})
    return ast.unparse(ast.fix_missing_locations(changed))


def _wrong(node: ast.AST) -> ast.AST | None:
    """Return a node in its wrong form; None for what has none."""
    return _other_operator(node) or _other_value(node)


def _other_operator(node: ast.AST) -> ast.AST | None:
    match node:
        case ast.Compare(ops=[op, *more]) if type(op) in _COMPARED:
            return ast.Compare(node.left, [_COMPARED[type(op)](), *more], node.comparators)
        case ast.BinOp() if type(node.op) in _CALCULATED:
            return ast.BinOp(node.left, _CALCULATED[type(node.op)](), node.right)
        case ast.AugAssign() if type(node.op) in _CALCULATED:
            return ast.AugAssign(node.target, _CALCULATED[type(node.op)](), node.value)
        case ast.BoolOp():
            return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            return node.operand
    return None


def _other_value(node: ast.AST) -> ast.AST | None:
    match node:
        case ast.Constant(value=bool() as truth):
            return ast.Constant(not truth)
        case ast.Constant(value=int() | float() as number):
            return ast.Constant(number + 1)
        case ast.If(test=ast.Name() | ast.Call() | ast.Attribute() | ast.Subscript()):
            return ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.Return(value=ast.expr()):
            return ast.Return(ast.Constant(None))
    return None
