"""What explains an operator that a candidate adds."""

from __future__ import annotations

import ast
from itertools import pairwise

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.amounts import is_of_axes
from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.calls import bounds_a_slice
from jupyter_codeintel.fix.gate.counting import AVERAGES, is_average
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.items import Item
from jupyter_codeintel.fix.gate.places import may_be_shorter
from jupyter_codeintel.fix.gate.reading import callee, literal, root
from jupyter_codeintel.fix.gate.told import is_of_no_logarithm
from jupyter_codeintel.fix.gate.vocabulary import ASKED_BY, CONVERTS

_COUNTS = frozenset({"Add", "append", "extend", "add", "Counter", "get", "setdefault",
                     "defaultdict", "value_counts", "count"})  # fmt: skip
_SIGNS = {"Div": " / ", "Mult": " * ", "Pow": "**", "MatMult": " @ "}
_MIRRORED = {"Gt": "Lt", "Lt": "Gt", "GtE": "LtE", "LtE": "GtE"}


def operator_explained(item: Item, balance: Balance) -> bool:
    """Whether a new operator is told, says the same as another, or goes with the error."""
    word = item.word
    if (
        balance.is_same(word)
        or word in CONVERTS | {"JoinedStr"}
        or is_average(word, balance)
        or _asks_for_none(item, balance)
        or _is_turned(item, balance)
        or _asks_for_bounds(item, balance)
        or is_of_no_logarithm(item.node, balance.evidence)
        or balance.evidence.is_told(*ASKED_BY.get(word, ()))
        or (word in _SIGNS and _SIGNS[word] in balance.evidence.told)
        or (word == "Pow" and balance.is_asserted(item))
    ):
        return True
    return _is_of_a_kind(item, balance)


def _is_of_a_kind(item: Item, balance: Balance) -> bool:
    """Whether an operator is one that goes with the kind of error."""
    match item.node, item.word:
        case ast.Compare(comparators=[other]), _:
            return _is_compared(item, other, balance)
        case ast.Delete(targets=deleted), _:
            return {root(target) for target in deleted} <= BUILTIN_NAMES
        case _, "FloorDiv" | "Mod" | "Sub" if bounds_a_slice(item, balance):
            return may_be_shorter(balance)
        case _, "Add" | "Sub":
            return _is_step(item, balance)
        case _, "FloorDiv" | "Mod":
            return is_of_axes(item, balance)
    return item.word == "MatMult" and balance.is_of("ValueError", "LinAlgError")


def _is_compared(item: Item, other: ast.expr, balance: Balance) -> bool:
    """Whether it asks for something at all, for what is kept, or for rows with a label."""
    if item.word in ("Gt", "NotEq", "Eq") and balance.is_of("IndexError"):
        return literal(other) == 0
    if _orders(item, other, balance.evidence) or _was_asked(item, other, balance):
        return True
    if item.word == "Eq" and balance.is_of("KeyError"):
        return _is_label(other, balance.evidence) and _is_within(item, ast.Subscript)
    is_order = item.word in _MIRRORED or item.word == "NotEq"
    return is_order and balance.is_same("Del") and _is_within(item, ast.comprehension)


def _orders(item: Item, other: ast.expr, evidence: Evidence) -> bool:
    """Whether objects that could not be compared are, by an attribute of both."""
    left = item.node.left if isinstance(item.node, ast.Compare) else None
    is_needed = "not supported between" in evidence.message
    is_method = item.statement.functions[-1:] in (("__lt__",), ("__gt__",))
    match left, other:
        case ast.Attribute(attr=one, value=ast.Name(id=a)), ast.Attribute(
            attr=same, value=ast.Name(id=b)
        ):
            return is_needed and is_method and one == same and a != b
    return False


def _was_asked(item: Item, other: ast.expr, balance: Balance) -> bool:
    """Whether it is written out that there is something: ``len(x) > 0`` for ``len(x)``."""
    match item.node:
        case ast.Compare(left=ast.Call(args=[one]) as count, ops=[ast.Gt() | ast.NotEq()]):
            before = balance.change_of[item.statement].before
            tests = {
                ast.unparse(s.node.test) for s in before if isinstance(s.node, ast.If | ast.While)
            }
            is_number = callee(count) == "len" and literal(other) == 0
            return is_number and bool(tests & {ast.unparse(count), ast.unparse(one)})
    return False


def _is_label(node: ast.expr, evidence: Evidence) -> bool:
    return literal(node) in tuple(evidence.missing) or ast.unparse(node) in evidence.failing


def _is_within(item: Item, kind: type[ast.AST]) -> bool:
    return any(isinstance(node, kind) for node in item.above)


def _asks_for_bounds(item: Item, balance: Balance) -> bool:
    """Whether a place is looked at only if it is there: ``i < len(x) and x[i] == 0``."""
    match item.node:
        case ast.BoolOp(op=ast.And(), values=[ast.Compare(ops=[ast.Lt()]) as test, *others]):
            looked_at = {ast.unparse(n) for o in others for n in ast.walk(o)}
            end = test.comparators[0]
            is_end = isinstance(end, ast.Call) and callee(end) == "len"
            place = f"{ast.unparse(end)[4:-1]}[{ast.unparse(test.left)}]"
            return is_end and place in looked_at and balance.is_of("IndexError")
    return False


def _is_turned(item: Item, balance: Balance) -> bool:
    """Whether a comparison is written the other way round: ``b < a`` for ``a > b``."""
    mirrored = [one for one in balance.before if one.word == _MIRRORED.get(item.word)]
    for left, right in _sides(item):
        for old in mirrored:
            asked = 1 if old in balance.lost else 2  # sides that must be the same
            if any((left == below) + (right == above) >= asked for above, below in _sides(old)):
                return True
    return False


def _sides(item: Item) -> list[tuple[str, str]]:
    """Return what stands on both sides of each comparison of a chain."""
    if not isinstance(item.node, ast.Compare):
        return []
    parts = [ast.unparse(part) for part in (item.node.left, *item.node.comparators)]
    return list(pairwise(parts))


def _asks_for_none(item: Item, balance: Balance) -> bool:
    """Whether a function says no where there is nothing to take: ``if not x or x.pop() != y``."""
    match item.node, item.statement.node:
        case (
            ast.BoolOp(
                op=ast.Or(), values=[ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)), *_]
            ),
            ast.If(body=[ast.Return(value=ast.Constant(value=bool()))]),
        ):
            is_taken = any(f"{name}.pop(" in text for text in balance.evidence.failing)
            return is_taken and balance.is_of("IndexError")
    return False


def _is_step(item: Item, balance: Balance) -> bool:
    """Whether a bound is moved by one, or text is put together."""
    node = item.node
    if balance.counts_up:
        return True
    if not isinstance(node, ast.BinOp):
        return False
    calls = {callee(outer) for outer in item.above if isinstance(outer, ast.Call)}
    if balance.is_of("IndexError", "ValueError", "RecursionError") and calls & {"range", "arange"}:
        return True
    is_one = any(literal(side) in (1, -1) for side in (node.left, node.right))
    return is_one and balance.is_of("IndexError", "ValueError", "KeyError")


def operator_replaced(item: Item, balance: Balance) -> bool:
    """Whether an operator that is gone left no trace, or something else does what it did."""
    word, gained = item.word, {new.word for new in balance.gained}
    if (
        word in ("UAdd", "JoinedStr", "dict")
        or (word in ("Add", "Div") and AVERAGES & gained)
        or (word == "Pow" and _is_multiplied_out(item, balance))
        or (word == "Div" and _is_by_reciprocal(item, balance))
    ):
        return True
    if word == "FloorDiv" and _divides(item, balance):
        return True
    match item.node:
        case ast.BoolOp(op=ast.And()):
            left = {old.kind for old in balance.lost if old is not item}
            return not left & {"number", "string", "name"}  # in two steps
        case ast.Delete():
            return any(isinstance(new.node, ast.comprehension) for new in balance.now)
    if word == "Add" and balance.counts_up:
        return bool({new.word for new in balance.now} & _COUNTS)
    return _was_step(item.node) and balance.is_of("IndexError", "ValueError")


def _was_step(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and 1 in (literal(node.left), literal(node.right))


def _is_by_reciprocal(item: Item, balance: Balance) -> bool:
    """Whether it is multiplied by now what was divided by: ``0.5 * x`` for ``x / 2``."""
    divisor = literal(item.node.right) if isinstance(item.node, ast.BinOp) else None
    new = {float(one.word) for one in balance.gained if one.kind == "number"}
    return isinstance(divisor, int | float) and divisor != 0 and 1 / divisor in new


def _divides(item: Item, balance: Balance) -> bool:
    """Whether its statement keeps what is left of a division now."""
    became = balance.change_of[item.statement].became.get(item.statement)
    return became is not None and any(isinstance(part, ast.Div) for part in became.parts())


def _is_multiplied_out(item: Item, balance: Balance) -> bool:
    """Whether its statement has more products now: ``r * r`` for ``r ** 2``."""
    became = balance.change_of[item.statement].became.get(item.statement)
    had, has = (
        sum(isinstance(part, ast.Mult) for part in statement.parts()) if statement else 0
        for statement in (item.statement, became)
    )
    return has > had
