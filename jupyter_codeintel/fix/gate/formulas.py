"""Numbers that belong to a formula: factors between units, squares, coefficients, degrees."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.items import Item
from jupyter_codeintel.fix.gate.reading import callee

_SHORT = 2
_UNITS = frozenset({"10", "100", "1000", "60", "3600", "24", "7", "12", "1000000"})
"""Between units of measure."""
_CONVERSIONS = {"273.15": ("kelvin", "celsius"), "32": ("fahrenheit",), "1.8": ("fahrenheit",),
                "3.6": ("km/h", "m/s"), "9.81": ("gravity",)}  # fmt: skip
"""Between units too (NIST SP 811), where one of these words names the unit."""


def is_of_a_formula(item: Item, balance: Balance) -> bool:
    """Whether a number is known from units, from the person's words, or from its place."""
    evidence = balance.evidence
    return (
        _is_factor(item, balance)
        or _is_conversion(item, evidence)
        or _is_told_coefficient(item.word, evidence.comments)
        or _is_square(item, balance)
        or _belongs_to_power(item, balance)
        or _is_degree(item)
    )


def _is_square(item: Item, balance: Balance) -> bool:
    """Whether it is the 2 of squared differences, or of squares that a root was taken of."""
    match item.above[:1]:
        case (ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=2)),):
            is_difference = isinstance(base, ast.BinOp) and isinstance(base.op, ast.Sub)
            return is_difference or balance.is_same("Pow")
    return False


def _is_told_coefficient(number: str, told: str) -> bool:
    """Whether a number stands before a name in the person's words: the 3 of ``3y``."""
    whole = re.escape(number.removesuffix(".0"))
    return re.search(rf"(?<![\w.]){whole} ?\*? ?[a-z]\d?\b", told) is not None


def _is_factor(item: Item, balance: Balance) -> bool:
    """Whether it is a factor between units, or one that the text had and an assert holds with."""
    is_checked = balance.is_of("AssertionError")
    had = (old.word for old in balance.before if old.kind == "number" and is_checked)
    known = _UNITS.union(had, {"2"} if is_checked else ())
    outer = item.above[0]
    is_factor = isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult | ast.Div)
    return is_factor and item.word in known


def _is_conversion(item: Item, evidence: Evidence) -> bool:
    """Whether it turns the unit that the words name into another."""
    known = _CONVERSIONS.get(item.word, ())
    return bool(known) and any(word in evidence.comments for word in known)


def _belongs_to_power(item: Item, balance: Balance) -> bool:
    """Whether it is the exponent or the odd one of ``2 ** bits - 1``, and an assert holds."""
    powers = [node for node in (*item.above[:1], *ast.walk(item.above[0]))
              if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)]  # fmt: skip
    return bool(powers) and abs(float(item.word)) <= _SHORT and balance.is_asserted(item)


def _is_degree(item: Item) -> bool:
    """Whether a polynomial is of the degree that gives as many coefficients as are taken."""
    match item.statement.node:
        case ast.Assign(targets=[ast.Tuple(elts=taken)], value=ast.Call() as call):
            is_last = item.node in [*call.args[2:], *(word.value for word in call.keywords)]
            return callee(call) == "polyfit" and is_last and float(item.word) == len(taken) - 1
    return False
