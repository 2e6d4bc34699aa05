"""Formulas that are straight lines of one value: a factor, and what is added."""

from __future__ import annotations

import ast
import math
from fractions import Fraction

from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal

Line = tuple[Fraction, Fraction]
"""A factor, and what is added."""

_WORST = Fraction(1, 50)
"""A factor that is nearer than this is a rounded one."""
_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def line_of(node: ast.expr, given: str) -> Line | None:
    """Return the line that an expression is of a value; None if it is anything else.

    Parameters
    ----------
    node : ast.expr
        A formula.
    given : str
        How the value reads that it is of.
    """
    value = literal(node)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (Fraction(0), Fraction(str(value))) if math.isfinite(value) else None
    if ast.unparse(node) == given:
        return Fraction(1), Fraction(0)
    if isinstance(node, ast.Call) and callee_of(node) == "round" and node.args:
        return line_of(node.args[0], given)
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, _SIGNS):
        return None
    left, right = line_of(node.left, given), line_of(node.right, given)
    return _together(left, node.op, right) if left is not None and right is not None else None


def is_near(one: Line, known: Line) -> bool:
    """Return whether a line is another one, but for rounded numbers."""
    factors = abs(one[0] / known[0] - 1) < _WORST
    return factors and abs(one[1] - known[1]) <= (Fraction(1, 5) if known[1] else 0)


def _together(left: Line, sign: ast.operator, right: Line) -> Line | None:
    match sign:
        case ast.Add():
            return left[0] + right[0], left[1] + right[1]
        case ast.Sub():
            return left[0] - right[0], left[1] - right[1]
        case ast.Mult() if not left[0] or not right[0]:
            number, line = (left[1], right) if not left[0] else (right[1], left)
            return line[0] * number, line[1] * number
        case ast.Div() if not right[0] and right[1]:
            return left[0] / right[1], left[1] / right[1]
    return None
