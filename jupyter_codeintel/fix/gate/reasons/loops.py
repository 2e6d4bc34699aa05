"""What explains a condition that belongs to how a loop goes through values."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import pairwise

from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    is_made,
    is_worked_out,
    loads,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item


def was_recursive(item: Item, balance: Balance) -> bool:
    """Whether the function around it called itself."""
    functions = item.statement.functions[-1:]
    nodes = (n for s in balance.change_of[item.statement].before for n in s.parts()
             if s.functions[-1:] == functions)  # fmt: skip
    return any(isinstance(n, ast.Call) and (callee(n),) == functions for n in nodes)


def sorts_out(item: Item, balance: Balance) -> bool:
    """Whether a loop of the candidate's own does one thing or another with each value."""
    added = balance.change_of[item.statement].added
    in_new = any(s in added for s in item.statement.around if isinstance(s.node, ast.For))
    match item.node:
        case ast.If(test=test, body=body, orelse=[_, *_] as other):
            asks = (op for n in ast.walk(test) if isinstance(n, ast.Compare) for op in n.ops)
            is_there = any(isinstance(op, ast.In | ast.NotIn | ast.Is | ast.IsNot) for op in asks)
            return in_new and not is_there and all(map(_goes_on, [*body, *other]))
    return False


def _goes_on(node: ast.stmt) -> bool:
    """Whether a statement adds a value that is not written out, or works one out."""
    match node:
        case ast.Expr(value=ast.Call(args=[given])):
            return not is_made(given)
        case ast.AugAssign(value=value):
            return not is_made(value)
    return isinstance(node, ast.Assign) and is_worked_out(node.value)


def carries(item: Item, balance: Balance) -> bool:
    """Whether counters of the candidate's own go round: ``if month > 12: month = 1; ...``."""
    if not isinstance(item.node, ast.If) or item.node.orelse:
        return False
    change = balance.change_of[item.statement]
    made = frozenset().union(*map(bound_names, item.node.body))
    had = frozenset().union(*(bound_names(s.node) for s in change.before))
    plain = all(isinstance(s, ast.Assign | ast.AugAssign) for s in item.node.body)
    counts = any(isinstance(s, ast.AugAssign) for s in item.node.body)
    return plain and counts and not made & had and bool(made & loads(item.node.test))


def goes_on_as_before(item: Item, balance: Balance) -> bool:
    """Whether a loop does what another kind of loop did, and counts for itself."""
    change = balance.change_of[item.statement]
    if not isinstance(item.node, ast.While):
        return False
    was_loop = any(isinstance(s.node, ast.For) for s in change.removed)
    inner = [s for s in change.after if item.statement in s.around]
    kept = set(change.became.values())
    return was_loop and any(s in kept for s in inner)


def keeps_each_once(node: ast.AST, balance: Balance) -> bool:
    """Whether values that no set can hold are added once: ``if x not in seen: seen.append(x)``."""
    match node:
        case ast.If(
            test=ast.Compare(left=one, ops=[ast.NotIn()], comparators=[kept]),
            body=[ast.Expr(value=ast.Call(func=ast.Attribute(value=to), args=[other])), *_],
        ):
            is_same = ast.unparse(one) == ast.unparse(other)
            was_set = balance.lost_words & {"set", "unique", "drop_duplicates", "fromkeys"}
            return is_same and ast.unparse(kept) == ast.unparse(to) and bool(was_set)
    return False


def waits_for_the_second(node: ast.AST, around: Sequence[Statement]) -> bool:
    """Whether a loop compares each with the one before: ``if last is not None: ...; last = x``."""
    loops = [s.node for s in around if isinstance(s.node, ast.For)]
    match node, loops[-1:]:
        case (
            ast.If(
                test=ast.Compare(
                    left=ast.Name(id=name),
                    ops=[ast.IsNot()],
                    comparators=[ast.Constant(value=None)],
                ),
                orelse=[],
            ),
            [ast.For(target=target, body=[*_, ast.Assign(targets=[ast.Name(id=kept)], value=now)])],
        ):
            return name == kept and ast.unparse(now) == ast.unparse(target)
    return False


def leaves_itself_out(node: ast.AST, around: Sequence[Statement], balance: Balance) -> bool:
    """Whether each is taken with all others: ``if i != j`` of two loops over the same."""
    asked = node.test if isinstance(node, ast.If) else None
    loops = [s.node for s in around if isinstance(s.node, ast.For)]
    same = [{ast.unparse(one.target), ast.unparse(other.target)} for one, other in pairwise(loops)
            if ast.unparse(one.iter) == ast.unparse(other.iter)]  # fmt: skip
    match asked:
        case ast.Compare(left=one, ops=[ast.Eq() | ast.NotEq()], comparators=[other]):
            is_pair = {ast.unparse(one), ast.unparse(other)} in same
            return is_pair and balance.is_of("ZeroDivisionError")
    return False
