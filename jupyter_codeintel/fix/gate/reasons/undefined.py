"""Conditions that leave a share or logarithm of nothing without a value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, root, targets, value_of
from jupyter_codeintel.fix.gate.reading.vocabulary import NO_VALUES
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

_ROOTS_AND_LOGS = frozenset({"log", "log10", "log2", "sqrt"})


def is_undefined(item: Item, balance: Balance) -> bool:
    """Whether what is not defined gets no value: ``x / n if n else float("nan")``.

    Of statements, both ways have to store the same, or to return.
    """
    if not balance.is_of("ZeroDivisionError") and "math domain" not in balance.evidence.message:
        return False
    if item.word == "continue" and item.statement.around:
        return _is_undefined(item.statement.around[-1].node, balance, item)
    return _is_undefined(item.node, balance, item)


def _is_undefined(node: ast.AST, balance: Balance, item: Item) -> bool:
    match node:
        case ast.IfExp(test=test, body=one, orelse=other):
            return _leaves_zero_out(test, one, [other]) or _is_share_of_none(test, one, other)
        case ast.If(test=test, body=[ast.Return(value=ast.expr() as one)], orelse=[]):
            functions = item.statement.functions
            values = (s.node.value for s in balance.change_of[item.statement].after
                      if s.functions == functions and isinstance(s.node, ast.Return))  # fmt: skip
            return _leaves_zero_out(test, one, [v for v in values if v is not None])
        case ast.If(test=test, body=[ast.Assign(value=one) as stored], orelse=[other]):
            return _leaves_zero_out(test, one, list(_given_to(stored, [other])))
        case ast.If(test=test, body=[ast.Assign(value=one) as stored, ast.Continue()], orelse=[]):
            after = [s.node for s in balance.change_of[item.statement].after]
            return _leaves_zero_out(test, one, list(_given_to(stored, after)))
        case ast.If(test=test, body=[ast.Expr(value=told), ast.Continue()], orelse=[]):
            # A share of nothing may be left out, if that is said.
            failed = map(value_of, (s.node for s in balance.change_of[item.statement].raised))
            failing = [value for value in failed if value is not None]
            is_told = callee_of(told) == "print" or _is_kept_to_be_shown(told, balance, item)
            return is_told and _leaves_zero_out(test, ast.Constant(None), failing)
    return False


def _is_kept_to_be_shown(node: ast.expr, balance: Balance, item: Item) -> bool:
    """Whether something is put into a list that is printed: ``without.append(day)``."""
    after = balance.change_of[item.statement].after
    shown = (s.loads for s in after if callee_of(value_of(s.node)) == "print")
    return callee_of(node) == "append" and root(node) in frozenset().union(*shown)


def _given_to(stored: ast.Assign, others: list[ast.stmt]) -> Iterator[ast.expr]:
    """Yield what statements store where another one does."""
    places = [ast.unparse(target) for target in targets(stored)]
    for other in others:
        if isinstance(other, ast.Assign) and list(map(ast.unparse, targets(other))) == places:
            yield other.value


def _leaves_zero_out(test: ast.expr, one: ast.expr, others: list[ast.expr]) -> bool:
    """Whether no value stands for what is not defined for zero, be it a length."""
    asked = ast.unparse(test)
    name = re.sub(r"^not | (==|!=|[<>]=?) 0(\.0)?$", "", asked)
    is_zero = asked.startswith("not ") or re.search(r"(==|<=?) 0(\.0)?$", asked) is not None
    missing, defined = ([one], others) if is_zero else (others, [one])
    parts = (part for value in defined for part in ast.walk(value))
    taken = {ast.unparse(node) for part in parts for node in _not_for_all(part)}
    return bool({name, f"len({name})"} & taken) and any(
        ast.unparse(value) in NO_VALUES for value in missing
    )


def _is_share_of_none(test: ast.expr, one: ast.expr, other: ast.expr) -> bool:
    """Whether nothing is what any share of nothing is: ``rise / rate if rise else 0``."""
    asked = re.sub(r" (!=|>) 0(\.0)?$", "", ast.unparse(test))
    match one, other:
        case ast.BinOp(left=part, op=ast.Div()), ast.Constant(value=0):
            return ast.unparse(part) == asked
    return False


def _not_for_all(node: ast.AST) -> list[ast.expr]:
    """Return what must not be zero, or not be negative."""
    match node:
        case ast.BinOp(op=ast.Div(), right=divisor):
            return [divisor]
        case ast.Call(args=[value, *_]) if callee(node) in _ROOTS_AND_LOGS:
            return [value]
    return []
