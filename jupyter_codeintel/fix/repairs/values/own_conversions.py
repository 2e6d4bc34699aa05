"""Functions that turn one unit into another by a formula that is not the known one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from fractions import Fraction

from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS
from jupyter_codeintel.fix.repairs.callers import called_by_checks
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_NAMED = re.compile(
    r"^(?:convert_|calc_)?(?P<one>[a-z]+?)(?:_?to_?|_in_?|2)(?P<other>[a-z]+)$", re.IGNORECASE
)
_INTO = re.compile(r"^(?:convert_|in_)?to_?(?P<other>[a-z]+)$", re.IGNORECASE)
_GIVEN = re.compile(r"^(?:temp(?:erature)?_?|t_?|deg_?)?(?P<one>[a-z]+?)$", re.IGNORECASE)
_SCALES = {"c": "c", "celsius": "c", "centigrade": "c", "f": "f", "fahrenheit": "f",
           "k": "k", "kelvin": "k"}  # fmt: skip
_FORMULAS: dict[str, tuple[str, str, str]] = {
    "cf": ("{} * 9 / 5 + 32", "9/5", "32"),
    "fc": ("({} - 32) * 5 / 9", "5/9", "-160/9"),
    "ck": ("{} + 273.15", "1", "273.15"),
    "kc": ("{} - 273.15", "1", "-273.15"),
    "fk": ("({} - 32) * 5 / 9 + 273.15", "5/9", "45967/180"),
    "kf": ("({} - 273.15) * 9 / 5 + 32", "9/5", "-459.67"),
}
"""How a temperature is turned into one of another scale: by what factor, and plus what."""
_WORST = Fraction(1, 50)
"""A factor that is nearer than this is a rounded one."""
_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div)

_Line = tuple[Fraction, Fraction]
"""A factor, and what is added."""


async def own_conversions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``c * 9 / 5 + 32`` where a function from Celsius to Fahrenheit does otherwise."""
    asked = set(called_by_checks(case)) if case.is_a("AssertionError") else set()
    for cell in case.failure.document.cells if asked else ():
        text = case.code(cell.id)
        for function in text.nodes(ast.FunctionDef) if cell.type == "code" else ():
            names = [one.arg for one in function.args.args]
            body = function.body[ast.get_docstring(function) is not None :]
            if function.name not in asked or len(names) != 1 or len(body) != 1:
                continue
            value = body[0].value if isinstance(body[0], ast.Return) else None
            known = _known(function.name, names[0])
            written = _line(value, names[0]) if value is not None else None
            if value is None or known is None or written is None or _is_right(written, known[1]):
                continue
            says = "the formula from one unit to the other is another one"
            change = text.span(value), known[0]
            yield repaired(cell.id, text, [change], says, "own_conversion")
            return


def _known(function: str, parameter: str) -> tuple[str, _Line] | None:
    """Return the formula that a function's name tells, as it is written and as numbers."""
    into, both, given = _INTO.match(function), _NAMED.match(function), _GIVEN.match(parameter)
    if into is not None and given is not None:
        one, other = given["one"], into["other"]
    elif both is not None:
        one, other = both["one"], both["other"]
    else:
        return None
    scales = _SCALES.get(one.lower(), "") + _SCALES.get(other.lower(), "")
    if scales in _FORMULAS:
        shown, factor, more = _FORMULAS[scales]
        return shown.format(parameter), (Fraction(factor), Fraction(more))
    units = [found for found in DIMENSIONS if one in found and other in found]
    if len(units) != 1 or units[0][one] == units[0][other]:
        return None
    factor_ = units[0][one] / units[0][other]
    return _shown(parameter, factor_), (factor_, Fraction(0))


def _shown(name: str, factor: Fraction) -> str:
    """Return a product, or a quotient where that is the shorter number."""
    by, to = (_number(one) for one in (factor, 1 / factor))
    return f"{name} * {by}" if len(by) <= len(to) else f"{name} / {to}"


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else repr(float(value))


def _is_right(one: _Line, known: _Line) -> bool:
    factors = abs(one[0] / known[0] - 1) < _WORST
    return factors and abs(one[1] - known[1]) <= (Fraction(1, 5) if known[1] else 0)


def _line(node: ast.expr, name: str) -> _Line | None:
    """Return the line that an expression is of a name; None if it is anything else."""
    value = literal(node)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(0), Fraction(str(value))
    if isinstance(node, ast.Name):
        return (Fraction(1), Fraction(0)) if node.id == name else None
    if isinstance(node, ast.Call) and callee_of(node) == "round" and node.args:
        return _line(node.args[0], name)
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, _SIGNS):
        return None
    left, right = _line(node.left, name), _line(node.right, name)
    return _together(left, node.op, right) if left is not None and right is not None else None


def _together(left: _Line, sign: ast.operator, right: _Line) -> _Line | None:
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
