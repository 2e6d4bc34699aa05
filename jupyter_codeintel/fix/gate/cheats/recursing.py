"""Base cases that a recursion does not lead to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.functions import functions_of, never_ends
from jupyter_codeintel.fix.gate.reading.trees import callee, is_literal, literal, loads


def recursing(change: CellChange) -> Iterator[Objection]:
    """Yield doubts about a new base case that holds for the larger values."""
    if not change.is_of("RecursionError"):
        return
    before = {name: _calls_itself(n) for name, n in functions_of(change.tree_before).items()}
    for name, function in functions_of(change.tree_after).items():
        if 0 < _calls_itself(function) < before.get(name, 0):
            yield doubt("drops", f"{function.name}() calls itself less often.")
        if _stays_zero(function):
            yield doubt("constant", f"{function.name}() gives 0 for whatever it is given.")
        if unread := _not_started_from(function, change):
            yield doubt("constant", f"{function.name}() does not start from {unread}.")
        for node in change.new(ast.Continue):
            if any(node is inner for inner in ast.walk(function)):
                yield doubt("skips", f"{function.name}() leaves something out.")
        for test in change.new(ast.Compare):
            is_wrong_way = _is_above(test) and not _grows(test, function)
            is_wide = is_wrong_way or _is_wider_than_a_step(test, function)
            if is_wide and _is_base(test, function):
                yield doubt("guards", f"It does not call itself if {ast.unparse(test)}.")


def _not_started_from(function: ast.FunctionDef, change: CellChange) -> str:
    """Return a number that the notebook has for nothing, where a recursion ends in another."""
    ends = [node.value for node in change.new(ast.Return)
            if any(node is inner for inner in ast.walk(function))]  # fmt: skip
    namespace = change.failure.namespace
    live = namespace.variables if namespace is not None else {}
    unread = [name for name in sorted(Evidence(change.failure, (change,)).unread_names)
              if name in live and live[name].type in ("int", "float")]  # fmt: skip
    fixed = [str(literal(end)) for end in ends if end is not None and is_literal(end)]
    return next((name for name in unread if fixed and live[name].value not in fixed), "")


def _calls_itself(function: ast.FunctionDef) -> int:
    """Return how often a function calls itself, but for calls that can never end."""
    calls = (n for n in ast.walk(function) if isinstance(n, ast.Call))
    return sum(callee(call) == function.name and not never_ends(call, function) for call in calls)


def _stays_zero(function: ast.FunctionDef) -> bool:
    """Whether a recursion that ends in 0 multiplies or adds up nothing else."""
    returned = [n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]
    ends = [literal(value) for value in returned if is_literal(value)]
    steps = [value for value in returned if not is_literal(value)]
    is_zero = bool(ends) and all(end == 0 for end in ends)
    return is_zero and bool(steps) and all(_is_zero(step, function.name) for step in steps)


def _is_zero(step: ast.expr, name: str) -> bool:
    """Whether an expression is 0 if the calls of a function are."""
    match step:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _is_zero(left, name) or _is_zero(right, name)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _is_zero(left, name) and _is_zero(right, name)
        case ast.Call():
            return callee(step) == name
    return False


def _is_base(test: ast.Compare, function: ast.FunctionDef) -> bool:
    """Whether a function returns without calling itself where a test holds."""
    cases = (n for n in ast.walk(function) if isinstance(n, ast.If) and n.test is test)
    ends = [way for case in cases for way in case.body if isinstance(way, ast.Return)]
    calls = (n for end in ends for n in ast.walk(end) if isinstance(n, ast.Call))
    return bool(ends) and all(callee(call) != function.name for call in calls)


def _is_wider_than_a_step(test: ast.Compare, function: ast.FunctionDef) -> bool:
    """Whether a test holds for more numbers than a call that takes off so much can pass over."""
    match test:
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Lt() | ast.LtE()], comparators=[bound]):
            limit = literal(bound)
        case _:
            return False
    steps = [
        step
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and callee(call) == function.name
        for given in call.args
        if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Sub) and loads(given) == {name}
        and isinstance(step := literal(given.right), int)
    ]  # fmt: skip
    return isinstance(limit, int) and bool(steps) and limit > max(steps) + 1


def _is_above(test: ast.Compare) -> bool:
    return isinstance(test.ops[0], ast.Gt | ast.GtE) and is_literal(test.comparators[0])


def _grows(test: ast.Compare, function: ast.FunctionDef) -> bool:
    """Whether the function calls itself with more than what is tested."""
    for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
        if callee(call) != function.name:
            continue
        for given in call.args:
            match given:
                case ast.BinOp(left=left, op=ast.Add() | ast.Mult()):
                    if ast.dump(left) == ast.dump(test.left):
                        return True
    return False
