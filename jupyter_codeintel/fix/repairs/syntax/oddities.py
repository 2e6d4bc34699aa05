"""Code that Python takes and that hardly anybody means."""

from __future__ import annotations

import ast
from collections.abc import Callable
from itertools import pairwise

from jupyter_codeintel.fix.gate.reading.trees import callee, loads

_OF_ONE_VALUE = frozenset(
    {"abs", "bool", "ceil", "chr", "exp", "float", "floor", "int", "len", "log", "ord", "print",
     "repr", "round", "sqrt", "str", "type"}
)  # fmt: skip
_OF_NO_TRUTH = _OF_ONE_VALUE - {"bool", "float", "int", "print", "repr", "str", "type"}
_BITS = ast.BitAnd | ast.BitOr


def is_odd(tree: ast.AST) -> bool:
    """Whether brackets around anything in a tree are where they make no sense."""
    return any(is_one(node) for node in ast.walk(tree) for is_one in _ODDITIES)


def _takes_all_for_one(node: ast.AST) -> bool:
    """Whether it is as ``len(w for w in words)``, ``len(x > 1)``."""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    name, first = callee(node), node.args[0]
    if isinstance(first, ast.GeneratorExp):
        return name in _OF_ONE_VALUE
    return isinstance(first, ast.Compare) and name in _OF_NO_TRUTH


def _compares_bits_of_truth(node: ast.AST) -> bool:
    """Whether it is as ``a > 3 & (b > 1)``, or as ``a > 3 & b > 1``."""
    if not isinstance(node, ast.Compare):
        return False
    sides = [one for one in (node.left, *node.comparators) if isinstance(one, ast.BinOp)]
    return any(
        isinstance(side.op, _BITS)
        and (
            len(node.ops) > 1
            or isinstance(side.left, ast.Compare) != isinstance(side.right, ast.Compare)
        )
        for side in sides
    )


def _sums_quotients(node: ast.AST) -> bool:
    """Whether it is as ``sum(x / len(x))``."""
    match node:
        case ast.Call(args=[ast.BinOp(left=left, op=ast.Div(), right=ast.Call(args=[of]))]):
            return callee(node) == "sum" and ast.dump(left) == ast.dump(of)
    return False


def _asks_a_text(node: ast.AST) -> bool:
    """Whether it is as ``df["a".mean()]``."""
    match node:
        case ast.Attribute(value=ast.Constant(value=str()), attr=name):
            return not hasattr("", name)
    return False


def _loops_the_wrong_way(node: ast.AST) -> bool:
    """Whether it is as ``[x for x in row for row in table]``."""
    loops = getattr(node, "generators", [])
    later = [
        {name.id for name in ast.walk(loop.target) if isinstance(name, ast.Name)} for loop in loops
    ]
    return any(
        loads(loop.iter) & names for at, loop in enumerate(loops) for names in later[at + 1 :]
    )


def _rounds_beside_digits(node: ast.AST) -> bool:
    """Whether it is as ``print(round(x), 2)``."""
    given = node.args if isinstance(node, ast.Call) else []
    for one, following in pairwise(given):
        match one, following:
            case ast.Call(args=[_]), ast.Constant(value=int()):
                if callee(one) == "round":
                    return True
    return False


_ODDITIES: tuple[Callable[[ast.AST], bool], ...] = (
    _takes_all_for_one,
    _compares_bits_of_truth,
    _sums_quotients,
    _asks_a_text,
    _loops_the_wrong_way,
    _rounds_beside_digits,
)
