"""Functions that turn one unit into another by a formula that is not the known one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from fractions import Fraction

from jupyter_codeintel.fix.knowledge.temperatures import FORMULAS
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS
from jupyter_codeintel.fix.repairs.callers import called_by_checks
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.values.straight_lines import Line, is_near, line_of

_NAMED = re.compile(
    r"^(?:convert_|calc_)?(?P<one>[a-z]+?)(?:_?to_?|_in_?|2)(?P<other>[a-z]+)$", re.IGNORECASE
)
_INTO = re.compile(r"^(?:convert_|in_)?to_?(?P<other>[a-z]+)$", re.IGNORECASE)
_GIVEN = re.compile(r"^(?:temp(?:erature)?_?|t_?|deg_?)?(?P<one>[a-z]+?)$", re.IGNORECASE)
_SCALES = {"c": "c", "celsius": "c", "centigrade": "c", "f": "f", "fahrenheit": "f",
           "k": "k", "kelvin": "k"}  # fmt: skip


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
            written = line_of(value, names[0]) if value is not None else None
            if value is None or known is None or written is None or is_near(written, known[1]):
                continue
            says = "the formula from one unit to the other is another one"
            change = text.span(value), known[0]
            yield repaired(cell.id, text, [change], says, "own_conversion")
            return


def _known(function: str, parameter: str) -> tuple[str, Line] | None:
    """Return the formula that a function's name tells, as it is written and as numbers."""
    into, both, given = _INTO.match(function), _NAMED.match(function), _GIVEN.match(parameter)
    if into is not None and given is not None:
        one, other = given["one"], into["other"]
    elif both is not None:
        one, other = both["one"], both["other"]
    else:
        return None
    scales = _SCALES.get(one.lower(), ""), _SCALES.get(other.lower(), "")
    if scales in FORMULAS:
        shown, factor, more = FORMULAS[scales]
        return shown.format(parameter), (factor, more)
    units = [found for found in DIMENSIONS if one in found and other in found]
    if len(units) != 1 or units[0][one] == units[0][other]:
        return None
    by = units[0][one] / units[0][other]
    return _shown(parameter, by), (by, Fraction(0))


def _shown(name: str, factor: Fraction) -> str:
    """Return a product, or a quotient where that is the shorter number."""
    by, to = (_number(one) for one in (factor, 1 / factor))
    return f"{name} * {by}" if len(by) <= len(to) else f"{name} / {to}"


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else repr(float(value))
