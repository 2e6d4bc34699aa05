"""Conditions of which each way works something out, so that none is passed over."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.reading.trees import bound_names, is_made, is_worked_out, loads
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

_FACTOR = re.compile(r"(?:^|_)(?:factor|scale|multiplier)(?:_|$)")


def works_out_both(node: ast.AST, balance: Balance) -> bool:
    """Whether what cannot be worked out in one way is in another: large numbers, a rate of 0."""
    match node:
        case ast.If(test=ast.Compare(left=asked), body=[*_, ast.Return(value=ast.expr() as one)]):
            is_of_numbers = balance.is_of(
                "OverflowError", "ZeroDivisionError", "FloatingPointError"
            )
            is_other = any(isinstance(n, ast.BinOp) for n in ast.walk(one))
            return is_of_numbers and is_other and not loads(one) <= loads(asked)
        case ast.If(body=[ast.Assign(value=one)], orelse=[ast.Assign(value=other)]):
            stored = (node.body[0], node.orelse[0])
            is_same = len({ast.unparse(way).partition(" = ")[0] for way in stored}) == 1
            is_of_domain = "math domain" in balance.evidence.message
            is_read = bound_names(stored[0]) == bound_names(stored[1]) and _is_of_form(node)
            is_fit = (is_same and is_of_domain) or (is_read and balance.is_of("ValueError"))
            return is_fit and is_worked_out(one) and is_worked_out(other)
        case ast.IfExp(test=test, body=one, orelse=other):
            asks = (op for n in ast.walk(test) if isinstance(n, ast.Compare) for op in n.ops)
            is_there = any(isinstance(op, ast.In | ast.NotIn | ast.Is | ast.IsNot) for op in asks)
            ways = (one, other)
            same = loads(one) & loads(other)  # as it is, or something worked out of it
            return (
                not is_there
                and not any(map(is_made, ways))
                and all(loads(way) for way in ways)
                and (
                    all(map(is_worked_out, ways)) or (bool(same) and any(map(is_worked_out, ways)))
                )
            )
    return False


def keeps_what_is_unknown(node: ast.AST, balance: Balance) -> bool:
    """Whether what has no entry stays as it is, as told: ``code[c] if c in code else c``."""
    match node:
        case ast.IfExp(
            test=ast.Compare(left=asked, ops=[ast.In()], comparators=[table]),
            body=ast.Subscript(value=looked_up, slice=key),
            orelse=other,
        ):
            same = {ast.dump(one) for one in (asked, key, other)}
            is_kept = balance.evidence.is_told("keep", "keeps", "kept", "stay", "stays",
                                               "unchanged", "as they are", "as it is")  # fmt: skip
            return is_kept and len(same) == 1 and ast.dump(table) == ast.dump(looked_up)
    return False


def _is_of_form(node: ast.If) -> bool:
    """Whether a text with a sign in it is read in one way, and another in another."""
    match node.test:
        case ast.Compare(
            left=ast.Constant(value=str()), ops=[ast.In()], comparators=[ast.Name(id=text)]
        ):
            return all(text in loads(way) for way in (*node.body, *node.orelse))
    return False


def chooses_a_format(node: ast.AST) -> bool:
    """Whether a date is read as it is written: ``"%d/%m/%Y" if "/" in text else "%Y-%m-%d"``."""
    match node:
        case ast.IfExp(
            test=ast.Compare(left=ast.Constant(value=str()), ops=[ast.In() | ast.NotIn()]),
            body=ast.Constant(value=str(one)),
            orelse=ast.Constant(value=str(other)),
        ):
            return "%" in one and "%" in other
    return False


def gives_either_way(item: Item, balance: Balance) -> bool:
    """Whether a function works out what it gives of what it is given in two ways."""
    match item.node:
        case ast.If(body=[ast.Return(value=ast.expr() as one)], orelse=[]):
            pass
        case _:
            return False
    outer = item.statement.functions
    others = [s.node.value for s in balance.change_of[item.statement].after
              if s.functions == outer and isinstance(s.node, ast.Return)]  # fmt: skip
    ways = [one, *(other for other in others if other is not None)]
    return (
        len(ways) > 1
        and balance.is_of("TypeError", "ValueError", "AttributeError")
        and bool(frozenset.intersection(*map(loads, ways)))
        and all(map(is_worked_out, ways))
    )


def is_factor_of_a_unit(item: Item) -> bool:
    """Whether a value is multiplied as its unit asks: ``x * (60 if unit == "h" else 1)``.

    The factor may have a name of its own.
    """
    match item.node:
        case ast.IfExp(
            test=ast.Compare(ops=[ast.Eq()], comparators=[ast.Constant(value=str())]),
            body=ast.Constant(value=int() | float() as one),
            orelse=ast.Constant(value=int() | float() as other),
        ):
            outer = item.above[0]
            is_factor = isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult | ast.Div)
            names = {name for name in bound_names(item.statement.node) if _FACTOR.search(name)}
            return bool((is_factor or names) and one and other)
    return False


def is_of_a_unit(node: ast.AST) -> bool:
    """Whether values with a unit of their own are converted: ``if unit == "s": value *= 1000``."""
    match node:
        case ast.If(
            test=ast.Compare(ops=[ast.Eq()], comparators=[ast.Constant(value=str())]),
            body=[ast.AugAssign(op=ast.Mult() | ast.Div(), value=ast.Constant(value=factor))],
            orelse=[],
        ):
            return bool(factor)
    return False
