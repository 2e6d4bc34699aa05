"""Derivatives of expressions of one name, and the values of such expressions."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable

_CALLS: dict[str, str] = {
    "sin": "{f}cos({x})", "cos": "-{f}sin({x})", "exp": "{f}exp({x})", "log": "1 / ({x})",
    "sqrt": "1 / (2 * {f}sqrt({x}))", "sinh": "{f}cosh({x})", "cosh": "{f}sinh({x})",
    "tan": "1 / {f}cos({x}) ** 2",
}  # fmt: skip
_VALUES: dict[str, Callable[[float], float]] = {
    name: getattr(math, name)
    for name in ("sin", "cos", "exp", "log", "sqrt", "sinh", "cosh", "tan")
}
_SIGNS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip


def derivative(node: ast.expr, name: str) -> str | None:
    """Return the derivative of an expression by a name, as it is written; None if unknown."""
    if name not in {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}:
        is_one = not any(isinstance(one, ast.Call) for one in ast.walk(node))
        return "0" if is_one else None
    found: str | None = None
    match node:
        case ast.Name():
            found = "1"
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            inside = derivative(inner, name)
            found = f"-{_closed(inside)}" if inside is not None else None
        case ast.BinOp():
            first, second = derivative(node.left, name), derivative(node.right, name)
            if first is not None and second is not None:
                found = _of_two(node, first, second)
        case ast.Call(func=ast.Attribute() | ast.Name() as function, args=[inner], keywords=[]):
            inside = derivative(inner, name)
            stem, dot, last = ast.unparse(function).rpartition(".")
            if inside is not None and last in _CALLS:
                outer = _CALLS[last].format(f=stem + dot, x=ast.unparse(inner))
                found = _product(outer, inside)
    return found


def _of_two(node: ast.BinOp, first: str, second: str) -> str | None:
    """Return the derivative of a sum, a product, a share or a power, by those of its parts."""
    a, b = ast.unparse(node.left), ast.unparse(node.right)
    found: str | None = None
    match node.op:
        case ast.Add():
            found = _sum(first, "+", second)
        case ast.Sub():
            found = _sum(first, "-", second)
        case ast.Mult():
            found = _sum(_product(b, first), "+", _product(a, second))
        case ast.Div() if second == "0":
            found = f"{_closed(first)} / {_closed(b)}" if first != "0" else "0"
        case ast.Pow() if second == "0":
            found = _product(_power(node.right, a), first)
    return found


def _power(power: ast.expr, base: str) -> str:
    """Return ``3 * x**2`` for a power of 3."""
    shown = ast.unparse(power)
    if isinstance(power, ast.Constant) and isinstance(power.value, int | float):
        less = power.value - 1
        return f"{shown} * {_base(base)}" if less == 1 else f"{shown} * {_base(base)}**{less}"
    return f"{_closed(shown)} * {_base(base)} ** ({shown} - 1)"


def _base(text: str) -> str:
    return text if text.isidentifier() else f"({text})"


def _closed(text: str) -> str:
    """Return a term in brackets if it has a sign or a sum in it."""
    tree = ast.parse(text, mode="eval").body
    is_one = isinstance(tree, ast.Constant | ast.Name | ast.Call | ast.Subscript | ast.Attribute)
    is_product = isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult | ast.Pow)
    return text if is_one or is_product else f"({text})"


def _product(left: str, right: str) -> str:
    if "0" in (left, right):
        return "0"
    if "1" in (left, right):
        return right if left == "1" else left
    return f"{_closed(left)} * {_closed(right)}"


def _sum(left: str, sign: str, right: str) -> str:
    if right == "0":
        return left
    if left == "0":
        return right if sign == "+" else f"-{_closed(right)}"
    other = right[1:]
    if right.startswith("-") and _closed(other) == other:
        return f"{left} {'-' if sign == '+' else '+'} {other}"
    inner = ast.parse(right, mode="eval").body
    is_sum = isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add | ast.Sub)
    is_closed = isinstance(inner, ast.UnaryOp) or (sign == "-" and is_sum)
    return f"{left} {sign} ({right})" if is_closed else f"{left} {sign} {right}"


def value_at(node: ast.expr, known: dict[str, float]) -> float | None:
    """Return the value of an expression of known names; None if it is not seen."""
    try:
        return _value(node, known)
    except (ArithmeticError, KeyError, ValueError, TypeError):
        return None


def _value(node: ast.expr, known: dict[str, float]) -> float:
    found: float
    match node:
        case ast.Constant(value=int() | float() as value):
            found = float(value)
        case ast.Name(id=name):
            found = known[name]
        case ast.Attribute(attr="pi" | "e" as name):
            found = math.pi if name == "pi" else math.e
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            found = -_value(inner, known)
        case ast.BinOp(left=left, op=op, right=right):
            found = float(_SIGNS[type(op)](_value(left, known), _value(right, known)))
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[inner]):
            found = _VALUES[name](_value(inner, known))
        case _:
            raise KeyError
    return found
