"""Conditions on all values at once, where each value was to be asked."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.reading.trees import callee, literal, targets
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.doubtful import asks_each
from jupyter_codeintel.fix.gate.reasons.items import Item


def is_one_for_all(item: Item, balance: Balance) -> bool:
    """Whether a whole column gets what holds for any or all of its values."""
    node = item.statement.node
    body = [node, *node.body] if isinstance(node, ast.If) else [node]
    stored = any(isinstance(t, ast.Subscript) for part in body for t in targets(part))
    stored |= isinstance(node, ast.Assign) and isinstance(node.value, ast.BoolOp)
    stored |= any(isinstance(outer, ast.BoolOp) for outer in item.above)
    given = [part.value for part in body if isinstance(part, ast.Return)]
    stored |= not asks_each(item) and any(value is not None for value in given)
    return (
        stored
        and item.word in ("any", "all", "iloc", "iat", "item", "bool", "max", "min")
        and "truth value" in balance.evidence.message
    )


def is_chosen_by_element(item: Item, balance: Balance) -> bool:
    """Whether ``where(test, one, other)`` stands for an ``if`` that asked all at once."""
    if item.word != "where" or "truth value" not in balance.evidence.message:
        return False
    match item.node:
        case ast.Call(args=[_, _, _]):
            return True
        case ast.Call(func=ast.Attribute(value=value), args=[_, other]):
            old = (s.node.value for s in balance.change_of[item.statement].before
                   if isinstance(s.node, ast.Return) and s.node.value is not None)  # fmt: skip
            return {ast.unparse(value), ast.unparse(other)} <= set(map(ast.unparse, old))
    return False


def keeps_the_rest(item: Item, balance: Balance) -> bool:
    """Whether ``rest.where(~test, other)`` keeps what an ``if`` fell through to."""
    match item.above[:1]:
        case (ast.Call(func=ast.Attribute(value=value), args=[test, _]) as call,) if (
            test is item.node and callee(call) == "where"
        ):
            old = [s.node.value for s in balance.change_of[item.statement].before
                   if isinstance(s.node, ast.Return) and s.node.value is not None]  # fmt: skip
            falls = bool(old) and ast.unparse(old[-1]) == ast.unparse(value)
            return falls and "truth value" in balance.evidence.message
    return False


def chooses_by_element(item: Item, balance: Balance) -> bool:
    """Whether each value is asked now, where all were asked at once."""
    match item.node:
        case ast.IfExp(body=ast.Constant(value=one), orelse=ast.Constant(value=other)):
            is_each = "truth value" in balance.evidence.message
            return is_each and {one, other} <= balance.evidence.strings
    return False


def maps_the_answers(call: ast.AST) -> bool:
    """Whether each answer of a comparison gets its value: ``.map({True: "a", False: "b"})``."""
    match call:
        case ast.Call(func=ast.Attribute(attr="map" | "replace"), args=[ast.Dict() as ways]):
            return {literal(key) for key in ways.keys if key is not None} == {True, False}
    return False
