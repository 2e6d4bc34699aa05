"""Which new parts can make an error go away without repairing it, and so need a reason.

To convert, rename, lay out, join and calculate are what repairs do. To choose, cut, skip, fill
and fall back are what cheats do as well.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from jupyter_codeintel.fix.gate.evidence.limits import is_about_zero
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal, loads, value_of
from jupyter_codeintel.fix.gate.reading.vocabulary import (
    CLEANS,
    CONVERTS,
    EVADES,
    FALLS_BACK,
    LOSES,
)
from jupyter_codeintel.fix.gate.reading.windows import is_of_a_window
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to
from jupyter_codeintel.fix.gate.reasons.patterns import PATTERNS, asks_for_less

_ARITHMETIC = frozenset({"Add", "Sub", "Mult", "Div", "Pow", "MatMult", "USub", "JoinedStr",
                         "dict", "set"})  # fmt: skip
OF_KINDS = ("TypeError", "NameError", "AttributeError", "KeyError")
"""Errors of what there is and of which kind it is; another formula does not repair them."""
_SIGNS = frozenset({"Add", "Sub", "Mult", "Div"})
_COMPARISONS = frozenset({"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE"})
_CHOOSES = frozenset({"get", "setdefault", "defaultdict", "join", "reversed", "enumerate", "range",
                      "arange", "object", "Mock", "int", "isin", "exists", "raw_decode",
                      "rand", "randn", "randint", "random", "normal"})  # fmt: skip


_WORKS_OUT = frozenset({"sum", "mean", "median", "max", "std", "var", "prod", "mode",
                        "unique", "nunique", "sorted", "sort", "set", "argmax", "argmin",
                        "idxmax", "idxmin", "next", "where", "arange", "range", "take",
                        "enumerate", "reversed", "cut", "permutation", "shuffle"})  # fmt: skip
"""Work something out of all that they are given; to make shapes fit they can be misused."""
_SHOWN = frozenset({"head", "tail"})
"""Show only some of a table, where nothing goes on with it."""
_A_NUDGE = 1e-3
"""A factor of what is added to get away from zero at most."""
_SHAPES = re.compile("shape|broadcast|dimension|length|align|ambiguous|size|unpack")


BOUNDS = frozenset({"max", "min", "maximum", "minimum", "clip", "fillna", "append", "insert",
                    "extend", "add", "update", "replace", "where", "mask", "select", "nan_to_num",
                    "pad", "full", "full_like", "Series", "DataFrame", "array", "asarray", "list",
                    "tuple", "set", "dict", "iter", "next", "get", "pop", "getattr", "date",
                    "datetime", "Timestamp", "Fraction", "Decimal", "float", "int", "str",
                    "print"})  # fmt: skip
"""Calls whose numbers are data, or take the place of data."""


def needs_reason(item: Item, balance: Balance) -> bool:
    """Whether a new part may hide an error."""
    match item.kind:
        case "call":
            is_free = (
                _only_shows(item, balance)
                or _is_shown_rounded(item.node, item.above)
                or (item.word == "len" and _is_in_a_text(item))
                or _counts_places(item)
                or _is_a_counter(item)
                or asks_each(item)
                or is_of_a_window(item.node)
                or item.word in balance.functions
                or (item.word in _WORKS_OUT and not _is_of_shapes(balance))
            )
            # The largest divisor is no divisor for each.
            is_divisor = item.word == "max" and balance.is_of("ZeroDivisionError")
            return item.word in LOSES | _CHOOSES and (is_divisor or not is_free)
        case "operator":
            is_mask = isinstance(item.node, ast.Compare) and not _is_converted(item)
            is_free = item.word in _ARITHMETIC | _COMPARISONS
            return is_mask or not is_free or _is_other_formula(item, balance)
        case "keyword":
            return item.word in FALLS_BACK
        case "string":
            return not _says_how(item, balance)
        case "number":
            is_shown = _is_shown_rounded(item.above[0], item.above[1:])
            return not (
                is_shown
                or _is_counted_up(item)
                or _is_mean_of_two(item)
                or _calculates(item, balance)
            )
    return True


def asks_each(item: Item) -> bool:
    """Whether each is asked in turn, or whether all are equal: ``(line == x).all()``."""
    match item.node:
        case ast.Call(func=ast.Name(id="any" | "all"), args=[ast.GeneratorExp()]):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Compare(ops=[ast.Eq()]), attr="all")):
            return True
        case ast.Call(args=[ast.Compare(ops=[ast.Eq()])]):
            return item.word == "all"
    return False


def _is_of_shapes(balance: Balance) -> bool:
    """Whether data do not fit together."""
    is_place = balance.is_of("IndexError")  # whose message may tell a size
    return not is_place and _SHAPES.search(balance.evidence.message) is not None


def _is_a_counter(item: Item) -> bool:
    """Whether numbers are drawn one after the other: ``itertools.count()``."""
    match item.node:
        case ast.Call(func=ast.Name(id="count") | ast.Attribute(value=ast.Name(id="itertools"))):
            return item.word == "count"
    return False


def _is_shown_rounded(node: ast.AST, above: Sequence[ast.AST]) -> bool:
    """Whether a number is rounded as a text: ``str(round(x, 2))``."""
    is_round = callee_of(node) == "round"
    outer = above[0] if above else None
    is_text = callee_of(outer) in ("str", "print", "format")
    return is_round and (is_text or isinstance(outer, ast.FormattedValue))


def _is_in_a_text(item: Item) -> bool:
    """Whether it is written into a text that is printed: ``print(f"{len(x)} rows")``."""
    shown = value_of(item.statement.node)
    is_print = callee_of(shown) == "print"
    return is_print and any(isinstance(node, ast.FormattedValue) for node in item.above)


def _counts_places(item: Item) -> bool:
    """Whether it is the number of places that are gone through: ``arange(len(y))``."""
    return item.word == "len" and given_to(item.above) in ("range", "arange")


def _only_shows(item: Item, balance: Balance) -> bool:
    """Whether a line shows the beginning of a table, or one more prints something.

    One in a block stands for nothing where something else is done there too.
    """
    if not isinstance(item.statement.node, ast.Expr):
        return False
    shown = value_of(item.statement.node)
    is_print = isinstance(shown, ast.Call) and callee(shown) == "print" and bool(loads(shown))
    added = balance.change_of[item.statement].added
    if is_print and item.statement in added:
        around = item.statement.around
        return not around or any(s.around == around and s is not item.statement for s in added)
    return item.word in _SHOWN and shown is item.node


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
                if word in PATTERNS and asks_for_less(item.word, balance):
                    return False
                is_option = word in (new | CONVERTS) - LOSES - _CHOOSES - CLEANS
                return is_option and item.word not in balance.evidence.existing
            case ast.Tuple() | ast.List():
                continue
        return False
    return False


def _is_converted(item: Item) -> bool:
    """Whether the answers of a comparison become numbers: ``(a == b).astype(float)``."""
    match item.above[:2]:
        case (ast.Attribute(attr="astype" | "mean" | "sum"), ast.Call()):
            return True
        case (ast.Call() as call, *_):
            return callee(call) in ("mean", "sum", "count_nonzero")
    return False


def _is_other_formula(item: Item, balance: Balance) -> bool:
    """Whether it stands where another operator stood, and the error is not about numbers."""
    if _is_of_shapes(balance):
        return _stands_for_another(item, balance)
    return is_swapped(item, balance.lost) and balance.is_of(*OF_KINDS)


def _stands_for_another(item: Item, balance: Balance) -> bool:
    """Whether a sign of arithmetic stands where another stood beside one of its values."""
    operators = (other for other in balance.lost if other.kind == "operator")
    return item.word in _SIGNS and any(
        o.word in _SIGNS and _operands(item.node) & _operands(o.node) for o in operators
    )


def is_swapped(item: Item, others: Sequence[Item]) -> bool:
    """Whether it stands between the same values as another operator, in another text."""
    operators = (other for other in others if other.kind == "operator")
    return any(_operands(item.node) == _operands(o.node) != frozenset() for o in operators)


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


def _calculates(item: Item, balance: Balance) -> bool:
    """Whether a number is calculated with, or says how a library does something."""
    if balance.is_of("AssertionError"):
        return False
    if set(item.statement.functions) & _new_functions(balance):
        return isinstance(item.above[0], ast.BinOp)
    inner: ast.AST = item.node
    for place, node in enumerate(item.above):
        match node:
            case ast.UnaryOp(op=ast.USub()) | ast.Tuple() | ast.keyword() | ast.Starred():
                inner = node
            case ast.BinOp(left=left, right=right):
                other = right if left is inner else left
                if not _is_written_out(other):
                    return _is_of_value(item, node, item.above[place + 1 :], balance)
                inner = node
            case ast.Call(func=function):
                own = balance.functions | balance.change_of[item.statement].classes
                is_option = callee(node) not in BOUNDS | LOSES | _CHOOSES | own
                return inner is not function and is_option
            case _:
                return isinstance(node, ast.Compare)
    return False


def _new_functions(balance: Balance) -> set[str]:
    return {s.node.name for change in balance.evidence.changes for s in change.added
            if isinstance(s.node, ast.FunctionDef)}  # fmt: skip


def _is_of_value(item: Item, node: ast.BinOp, above: Sequence[ast.AST], balance: Balance) -> bool:
    """Whether what is calculated is a value, and no place, bound or divisor that must not be 0."""
    number = float(item.word)
    match node.op:
        case ast.Add() | ast.Sub():
            is_place = any(isinstance(outer, ast.Subscript | ast.Compare) for outer in above)
            calls = {callee(outer) for outer in above if isinstance(outer, ast.Call)}
            return not (
                is_place
                or calls & _CHOOSES
                or balance.is_of("RuntimeWarning", "FloatingPointError")
                or is_about_zero(balance.evidence)
            )
        case ast.Mult() | ast.Pow():
            is_nudge = number <= _A_NUDGE and is_about_zero(balance.evidence)
            return number != 0 and not is_nudge and not balance.is_of("ZeroDivisionError")
        case ast.Div():
            is_part = isinstance(above[0], ast.BinOp)  # of a formula
            has_sum = any(isinstance(part, ast.Add) for part in ast.walk(node.left))
            is_half = number == 2 and (is_part or has_sum)
            return number not in (0, 1, 2) or node.left is item.node or is_half
        case ast.Mod() | ast.FloorDiv():
            return False
    return False


def _is_written_out(node: ast.AST) -> bool:
    return not any(isinstance(part, ast.Name | ast.Call) for part in ast.walk(node))


def _is_mean_of_two(item: Item) -> bool:
    """Whether it is the 2 in ``(a + b) / 2``."""
    match item.above[:1]:
        case (ast.BinOp(op=ast.Div(), left=left, right=right),):
            is_sum = isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add)
            is_step = callee_of(left) == "diff"
            return (is_sum or is_step) and right is item.node and literal(right) == 2
    return False
