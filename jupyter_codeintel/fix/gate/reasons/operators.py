"""What explains an operator that a candidate adds."""

from __future__ import annotations

import ast
import re
from itertools import pairwise

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.told import LEFT_OUT, is_of_no_logarithm, marks_nothing
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, is_literal, literal, root
from jupyter_codeintel.fix.gate.reading.vocabulary import ASKED_BY, CONVERTS
from jupyter_codeintel.fix.gate.reasons.amounts import is_of_axes, is_of_lost
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.bounds import is_within_bounds
from jupyter_codeintel.fix.gate.reasons.calls import bounds_a_slice
from jupyter_codeintel.fix.gate.reasons.counting import AVERAGES, is_average
from jupyter_codeintel.fix.gate.reasons.doubtful import OF_KINDS, is_swapped
from jupyter_codeintel.fix.gate.reasons.elementwise import keeps_the_rest
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.left_out import asks_for_missing, is_in_both
from jupyter_codeintel.fix.gate.reasons.queries import stood_in_a_query
from jupyter_codeintel.fix.gate.reasons.slices import may_be_shorter

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
        or _is_empty_for_none(item, balance)
        or _is_turned(item, balance)
        or _asks_for_bounds(item, balance)
        or _goes_on_while_there(item, balance)
        or (isinstance(item.node, ast.Compare) and is_within_bounds(item.node, balance.evidence))
        or _is_the_rest(item, balance)
        or _goes_round(item)
        or (word == "Invert" and _leaves_missing_out(item.node, balance))
        or (word == "Invert" and keeps_the_rest(item, balance))
        or (word in ("BitAnd", "And") and _were_left_out(item.node, balance))
        or (word == "BitAnd" and is_in_both(item.node, balance))
        or _is_told_mark(item.node, balance.evidence)
        or stood_in_a_query(item.node, balance)
        or is_of_no_logarithm(item.node, balance.evidence)
        or balance.evidence.is_told(*ASKED_BY.get(word, ()))
        or (word in _SIGNS and _SIGNS[word] in balance.evidence.told)
        or (word == "Pow" and balance.is_asserted(item))
        or (word == "Invert" and balance.evidence.is_told(*LEFT_OUT))
    ):
        return True
    return _is_of_a_kind(item, balance)


def _were_left_out(node: ast.AST, balance: Balance) -> bool:
    """Whether those are taken of which no number is missing, where others were left out."""
    had = any(map(balance.has_word, ("dropna", "isnan", "isna", "notna")))
    return had and isinstance(node, ast.expr) and asks_for_missing(node)


def _is_of_a_kind(item: Item, balance: Balance) -> bool:
    """Whether an operator is one that goes with the kind of error."""
    match item.node, item.word:
        case ast.Compare(comparators=[other]), _:
            return _is_compared(item, other, balance)
        case ast.Delete(targets=deleted), _:
            return {root(target) for target in deleted} <= BUILTIN_NAMES
        case _, "FloorDiv" | "Mod" | "Sub" if bounds_a_slice(item, balance):
            return may_be_shorter(balance)
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
            is_end = callee_of(end) == "len"
            data = ast.unparse(end)[4:-1]
            calls = re.compile(rf"\b{re.escape(data)}\.(?:pop|remove)\(|\bdel {re.escape(data)}\[")
            shrinks = any(calls.search(change.source) for change in balance.evidence.changes)
            is_there = f"{data}[{ast.unparse(test.left)}]" in looked_at
            return is_end and is_there and not shrinks and balance.is_of("IndexError")
    return False


def _goes_on_while_there(item: Item, balance: Balance) -> bool:
    """Whether a loop ends at the end of a chain: ``while node and node.next``."""
    match item.statement.node:
        case ast.While(test=ast.BoolOp(op=ast.And(), values=[first, *others])):
            names = {n.id for n in ast.walk(first) if isinstance(n, ast.Name)}
            asked = {root(n) for o in others for n in ast.walk(o) if isinstance(n, ast.Attribute)}
            is_none = "'NoneType' object" in balance.evidence.message
            return is_none and bool(names & asked)
    return False


def _goes_round(item: Item) -> bool:
    """Whether the place of a sign among others goes round: ``(letters.index(c) + n) % 26``."""
    if item.word != "Mod" or not isinstance(item.node, ast.BinOp):
        return False
    calls = (part for part in ast.walk(item.node.left) if isinstance(part, ast.Call))
    return any(callee(call) in ("index", "find", "ord") for call in calls)


def _leaves_missing_out(node: ast.AST, balance: Balance) -> bool:
    """Whether missing values are left out that an assert, or the error, says there must not be."""
    calls = {callee(part) for part in ast.walk(node) if isinstance(part, ast.Call)}
    if "duplicated" in calls and "drop_duplicates" in balance.lost_words:
        return True
    said = "\n".join([balance.evidence.message, *balance.evidence.failing])
    is_said = re.search(r"nan|missing|isna|null", said, re.IGNORECASE) is not None
    return bool(calls & {"isnan", "isna", "isnull"}) and is_said


def _is_the_rest(item: Item, balance: Balance) -> bool:
    """Whether all are taken but what the cell looks up: ``x != "a"`` beside ``x == "a"``."""
    if item.word != "NotEq" or not isinstance(item.node, ast.Compare):
        return False
    asked = ast.unparse(item.node).replace("!=", "==")
    return any(ast.unparse(old.node) == asked for old in balance.before if old.word == "Eq")


def _is_told_mark(node: ast.AST, evidence: Evidence) -> bool:
    """Whether what the person says marks a missing value is left out: ``x != -999``."""
    match node:
        case ast.Compare(ops=[ast.NotEq()], comparators=[mark]) if is_literal(mark):
            return marks_nothing(literal(mark), evidence)
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


def _is_empty_for_none(item: Item, balance: Balance) -> bool:
    """Whether a value that is told comes out of what is none: ``(x or {}).get("city", "-")``."""
    match item.node, item.above[:2]:
        case (
            ast.BoolOp(op=ast.Or(), values=[_, ast.Dict(keys=[])]),
            (ast.Attribute(attr="get"), ast.Call(args=[_, default])),
        ):
            return "'NoneType'" in balance.evidence.message and balance.evidence.tells(
                literal(default)
            )
    return False


def operator_replaced(item: Item, balance: Balance) -> bool:
    """Whether an operator that is gone left no trace, or something else does what it did."""
    word, gained = item.word, {new.word for new in balance.gained}
    if (
        word in ("UAdd", "JoinedStr", "dict")
        or (word in ("Add", "Div") and AVERAGES & gained)
        or (word == "Pow" and _is_multiplied_out(item, balance))
        or (word == "Div" and _is_by_reciprocal(item, balance))
        or (is_swapped(item, balance.gained) and not balance.is_of(*OF_KINDS))
        or (word in ("Mult", "Div", "BitXor") and _is_worked_out_already(balance))
        or (word == "FloorDiv" and _divides(item, balance))
        or (word == "Mult" and _is_a_step(item, balance))
    ):
        return True
    match item.node:
        case ast.BoolOp(op=ast.And()):
            left = {old.kind for old in balance.lost if old is not item}
            return not left & {"number", "string", "name"}  # in two steps
        case ast.Delete():
            return any(isinstance(new.node, ast.comprehension) for new in balance.now)
    if word == "Add" and balance.counts_up:
        return bool({new.word for new in balance.now} & _COUNTS)
    starts = any(new.kind == "keyword" and new.word == "start" for new in balance.gained)
    return _was_step(item.node) and (starts or balance.is_of("IndexError", "ValueError"))


def _is_worked_out_already(balance: Balance) -> bool:
    """Whether a number stands for what others were worked out to: ``1.8`` for ``9 / 5``."""
    return any(is_of_lost(new, balance) for new in balance.gained if new.kind == "number")


def _is_a_step(item: Item, balance: Balance) -> bool:
    """Whether a range goes on by so much now: ``range(0, n, size)`` for ``i * size``."""
    sides = (item.node.left, item.node.right) if isinstance(item.node, ast.BinOp) else ()
    calls = (call for change in balance.evidence.changes for call in change.new(ast.Call))
    steps = {ast.unparse(call.args[2]) for call in calls
             if callee(call) == "range" and len(call.args) == 3}  # fmt: skip
    return any(ast.unparse(side) in steps for side in sides)


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
