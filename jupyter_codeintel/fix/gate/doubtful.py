"""Which new parts can make an error go away without repairing it, and so need a reason.

To convert, rename, lay out, join and calculate are what repairs do. To choose, cut, skip, fill
and fall back are what cheats do as well.
"""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.items import Item
from jupyter_codeintel.fix.gate.reading import callee, literal, value_of
from jupyter_codeintel.fix.gate.vocabulary import CLEANS, CONVERTS, EVADES, FALLS_BACK, LOSES

_ARITHMETIC = frozenset({"Add", "Sub", "Mult", "Div", "Pow", "MatMult", "USub", "JoinedStr",
                         "dict", "set"})  # fmt: skip
_CHOOSES = frozenset({"get", "setdefault", "defaultdict", "join", "reversed", "enumerate", "range",
                      "arange", "object", "Mock", "int", "isin", "exists", "raw_decode",
                      "rand", "randn", "randint", "random", "normal"})  # fmt: skip


_WORKS_OUT = frozenset({"sum", "mean", "median", "max", "std", "var", "prod", "mode",
                        "unique", "nunique", "sorted", "sort", "set", "argmax", "argmin",
                        "idxmax", "idxmin", "next", "where"})  # fmt: skip
"""Work something out of all that they are given; to make shapes fit they can be misused."""
_SHOWN = frozenset({"head", "tail"})
"""Show only some of a table, where nothing goes on with it."""
_SHAPES = re.compile("shape|broadcast|dimension|length|align|ambiguous|size|unpack")


def needs_reason(item: Item, balance: Balance) -> bool:
    """Whether a new part may hide an error."""
    match item.kind:
        case "call":
            is_free = (
                _only_shows(item)
                or item.word in balance.functions
                or (item.word in _WORKS_OUT and _SHAPES.search(balance.evidence.message) is None)
            )
            return item.word in LOSES | _CHOOSES and not is_free
        case "operator":
            return item.word not in _ARITHMETIC or _is_swapped(item, balance)
        case "keyword":
            return item.word in FALLS_BACK
        case "string":
            return not _says_how(item, balance)
        case "number":
            return not (_is_counted_up(item) or _is_mean_of_two(item) or _scales(item, balance))
    return True


def _only_shows(item: Item) -> bool:
    """Whether a line of its own shows the beginning of a table."""
    return (
        item.word in _SHOWN
        and value_of(item.statement.node) is item.node
        and isinstance(item.statement.node, ast.Expr)
    )


def _says_how(item: Item, balance: Balance) -> bool:
    """Whether a text is an option of a call, and no key or value."""
    if item.word in EVADES | LOSES:
        return False
    new = {one.word for one in balance.gained if one.kind == "call"}
    for node in item.above:
        match node:
            case ast.keyword(arg=name):
                return name not in FALLS_BACK and item.word not in balance.evidence.existing
            case ast.Call():
                word = callee(node)
                is_option = word in (new | CONVERTS) - LOSES - _CHOOSES - CLEANS
                return is_option and item.word not in balance.evidence.existing
            case ast.Tuple() | ast.List():
                continue
        return False
    return False


def _is_swapped(item: Item, balance: Balance) -> bool:
    """Whether it stands between the values that another operator stood between."""
    if "operand" in balance.evidence.message:
        return False
    others = (old for old in balance.lost if old.kind == "operator" and old.word in _ARITHMETIC)
    return any(_operands(item.node) == _operands(old.node) != frozenset() for old in others)


def _operands(node: ast.AST) -> frozenset[str]:
    """Return what an operator stands between, whether of an object or not."""
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else ()
    return frozenset(ast.unparse(side).removeprefix("self.") for side in sides)


def _is_counted_up(item: Item) -> bool:
    """Whether a loop counts by one."""
    match item.statement.node:
        case ast.AugAssign(op=ast.Add() | ast.Sub(), value=ast.Constant(value=1)):
            return any(isinstance(outer.node, ast.For | ast.While | ast.FunctionDef)
                       for outer in item.statement.around)  # fmt: skip
    return False


def _scales(item: Item, balance: Balance) -> bool:
    """Whether data are multiplied or divided by a number, and it makes nothing of them."""
    match item.above[:1]:
        case (ast.BinOp(op=ast.Mult() | ast.Pow()),):
            neutral: tuple[float, ...] = (0,)
        case (ast.BinOp(op=ast.Div()),):
            neutral = (0, 1, 2)
        case _:
            return False
    is_free = float(item.word) not in neutral
    return is_free and not balance.is_of("ZeroDivisionError", "AssertionError")


def _is_mean_of_two(item: Item) -> bool:
    """Whether it is the 2 in ``(a + b) / 2``."""
    match item.above[:1]:
        case (ast.BinOp(op=ast.Div(), left=left, right=right),):
            is_sum = isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add)
            is_step = isinstance(left, ast.Call) and callee(left) == "diff"
            return (is_sum or is_step) and right is item.node and literal(right) == 2
    return False
