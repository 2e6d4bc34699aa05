"""Numbers that belong to a formula: factors between units, squares, coefficients, degrees."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.limits import is_about_zero
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

_SHORT = 2
_UNITS = frozenset(
    {10.0, 100.0, 1e3, 1e6, 1e9, 60.0, 3600.0, 24.0, 7.0, 12.0, 0.1, 0.01, 1e-3, 1e-6, 1e-9}
)
"""Between units of measure."""
_SIMPLE = frozenset({3.0, 4.0, 6.0, 8.0})
"""Factors of formulas."""
_CONVERSIONS = {"273.15": ("kelvin", "celsius"), "32": ("fahrenheit",), "1.8": ("fahrenheit",),
                "3.6": ("km/h", "m/s"), "9.81": ("gravity",)}  # fmt: skip
"""Between units too (NIST SP 811), where one of these words names the unit."""

_RATE = re.compile(r"(?:^|[^a-z])(?:rate|vat|tax|discount|growth|interest|inflation|markup)\b")


def is_of_a_formula(item: Item, balance: Balance) -> bool:
    """Whether a number is known from units, from the person's words, or from its place."""
    evidence = balance.evidence
    return (
        _is_factor(item, balance)
        or _is_conversion(item, evidence)
        or _is_told_coefficient(item.word, evidence.comments)
        or _belongs_to_power(item, balance)
        or _is_whole_beside_rate(item)
    )


def _is_whole_beside_rate(item: Item) -> bool:
    """Whether it is the whole that a rate is added to or taken off: ``gross / (1 + vat_rate)``."""
    outer = item.above[0]
    if not isinstance(outer, ast.BinOp) or not isinstance(outer.op, ast.Add | ast.Sub):
        return False
    other = ast.unparse(outer.right if outer.left is item.node else outer.left)
    return float(item.word) == 1 and _RATE.search(other.casefold()) is not None


def _is_told_coefficient(number: str, told: str) -> bool:
    """Whether a number stands before a name in the person's words: the 3 of ``3y``."""
    if float(number) == 1 and re.search(r"[-+] ?[a-z]\d?\b", told):
        return True  # of a name alone
    whole = re.escape(number.removesuffix(".0"))
    return re.search(rf"(?<![\w.]){whole} ?\*? ?[a-z]\d?\b", told) is not None


def _is_factor(item: Item, balance: Balance) -> bool:
    """Whether it is a factor between units, or one that the text had and an assert holds with."""
    outer = item.above[0]
    if not isinstance(outer, ast.BinOp) or not isinstance(outer.op, ast.Mult | ast.Div):
        return False
    number, is_checked = float(item.word), balance.is_of("AssertionError")
    had = {float(old.word) for old in balance.before if old.kind == "number"}
    is_simple = number in _SIMPLE and isinstance(outer.op, ast.Mult)
    is_usual = number in had | {2.0, 0.5} or is_simple
    is_unit = number in _UNITS and not is_about_zero(balance.evidence)
    return is_unit or (is_checked and is_usual)


def _is_conversion(item: Item, evidence: Evidence) -> bool:
    """Whether it turns the unit that the words name into another."""
    known = _CONVERSIONS.get(item.word, ())
    return bool(known) and any(word in evidence.comments for word in known)


def _belongs_to_power(item: Item, balance: Balance) -> bool:
    """Whether it is the exponent or the odd one of ``2 ** bits - 1``, and an assert holds."""
    powers = [node for node in (*item.above[:1], *ast.walk(item.above[0]))
              if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)]  # fmt: skip
    return bool(powers) and abs(float(item.word)) <= _SHORT and balance.is_asserted(item)
