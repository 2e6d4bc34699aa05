"""Values in another unit among those that a check asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from fractions import Fraction
from math import inf
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, comments, literal
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.fix.repairs.written import in_written_order

_METRIC = ("mg", "g", "kg", "t", "mm", "cm", "m", "km", "ms", "s", "ml", "cl", "l", "Pa", "hPa",
           "kPa", "MPa", "mbar", "bar", "J", "kJ", "Wh", "kWh", "MWh")  # fmt: skip
_SHOWN = {"metre": "m", "meter": "m", "kilometre": "km", "kilometer": "km", "kilogram": "kg",
          "gram": "g", "litre": "l", "liter": "l", "second": "s", "tonne": "t",
          "centimetre": "cm", "centimeter": "cm", "millimetre": "mm",
          "millimeter": "mm"}  # fmt: skip
_WORDS = re.compile(r"[A-Za-z]+")
_SPREAD = 3
"""So many times as large as the others, or as small, a value may be."""


class _Checked(NamedTuple):
    """A column, the least and the greatest of its values, and how that is asked."""

    column: ast.Subscript | ast.Attribute
    frame: str
    name: str
    least: float
    most: float


async def other_units(case: Case) -> AsyncIterator[Repair]:
    """Yield ``column / 100`` for values in centimetres among those that are to be in metres."""
    for site in case.sites[:1] if case.is_a("AssertionError", "ValueError") else ():
        checked = [*_checked(case, site)]
        if len(checked) != 1:
            continue
        one = checked[0]
        values = in_written_order(case, site, one.frame, one.name)
        numbers = [float(each) for each in values if isinstance(each, int | float)]
        unit = _unit(case, site, one)
        ratio = _ratio(one, numbers, unit) if unit and len(numbers) == len(values) else None
        if ratio is not None and not _is_changed(case, one):
            bound = case.binding(site, ast.Name(one.frame))
            if bound is not None:
                says = f"values that are out of the bounds are in another unit than {unit}"
                end = bound.code.line_span(bound.statement.end_lineno or 0)[1]
                line = _line(site, one, ratio)
                change = (end, end), f"\n{' ' * bound.statement.col_offset}{line}"
                yield repaired(bound.cell, bound.code, [change], says, "other_unit")


def _line(site: Site, one: _Checked, ratio: Fraction) -> str:
    """Return the statement that turns the values out of bounds into the unit of the others."""
    shown = site.code.text(one.column)
    is_above = ratio > 1  # the smaller the unit, the larger the values
    is_other = f"{shown} > {one.most:g}" if is_above else f"{shown} < {one.least:g}"
    by = f"/ {ratio}" if is_above else f"* {1 / ratio}"
    target = shown if isinstance(one.column, ast.Subscript) else f'{one.frame}["{one.name}"]'
    return f"{target} = {shown}.mask({is_other}, {shown} {by})"


def _checked(case: Case, site: Site) -> Iterator[_Checked]:
    """Yield the columns whose values are to be between two numbers, of all that is checked."""
    statement = site.statement
    test = statement.test if isinstance(statement, ast.Assert) else None
    bounds: dict[str, tuple[ast.expr, float, float]] = {}
    for node in ast.walk(test) if test is not None else ():
        for column, least, most in _bounds(node):
            key = ast.unparse(column)
            _, low, high = bounds.get(key, (column, -inf, inf))
            bounds[key] = column, max(least, low), min(most, high)
    for column, least, most in bounds.values():
        match column:
            case ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(value=str() as name)):
                pass
            case ast.Attribute(value=ast.Name(id=frame), attr=name):
                pass
            case _:
                continue
        live = case.variable(frame)
        is_table = live is not None and live.type.endswith("DataFrame")
        if is_table and 0 < least < most < inf:
            yield _Checked(column, frame, name, least, most)


def _bounds(node: ast.AST) -> Iterator[tuple[ast.expr, float, float]]:
    """Yield what is compared with numbers, and with which."""
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr="between"), args=[low, high, *_]):
            yield from _within(of, literal(low), literal(high))
        case ast.Compare(left=of, ops=[ast.Gt() | ast.GtE()], comparators=[low]):
            yield from _within(_plain(of), literal(low), inf)
        case ast.Compare(left=of, ops=[ast.Lt() | ast.LtE()], comparators=[high]):
            yield from _within(_plain(of), -inf, literal(high))


def _plain(node: ast.expr) -> ast.expr:
    """Return the column of which the least or the greatest value is asked for."""
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr="max" | "min"), args=[]):
            return of
    return node


def _within(of: ast.expr, low: object, high: object) -> Iterator[tuple[ast.expr, float, float]]:
    if isinstance(low, int | float) and isinstance(high, int | float):
        yield of, float(low), float(high)


def _unit(case: Case, site: Site, one: _Checked) -> str:
    """Return the one unit that a column's name, the check, or the words near both tell."""
    stem, _, last = one.name.rpartition("_")
    if stem and last in _METRIC:
        return last
    said = [case.error.value, *told_near(case, site)]
    for cell in case.failure.document.cells:
        text = case.code(cell.id)
        for line, words in comments(text.python) if cell.type == "code" else ():
            if one.name in text.line(line):
                said.append(words)
    found = {_SHOWN.get(word.lower().removesuffix("s"), "") for words in said
             for word in _WORDS.findall(words)} - {""}  # fmt: skip
    return found.pop() if len(found) == 1 else ""


def _ratio(one: _Checked, values: list[float], unit: str) -> Fraction | None:
    """Return by what the values out of bounds are divided to fit among the others."""
    good = [each for each in values if one.least <= each <= one.most]
    bad = [each for each in values if not one.least <= each <= one.most]
    known = next((units for units in DIMENSIONS if unit in units), {})
    if not bad or not good or unit not in known:
        return None
    least = max(one.least, min(good) / _SPREAD)
    most = min(one.most, max(good) * _SPREAD)
    ratios = {known[unit] / known[other] for other in _METRIC if other in known and other != unit}
    fits = [ratio for ratio in ratios if all(least <= each / ratio <= most for each in bad)]
    return fits[0] if len(fits) == 1 else None


def _is_changed(case: Case, one: _Checked) -> bool:
    """Whether a column is worked out of something, so that its values are not those written."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Assign) if cell.type == "code" else ():
            for target in node.targets:
                if ast.unparse(target) in (ast.unparse(one.column), f"{one.frame}['{one.name}']"):
                    return callee_of(node.value) not in ("array", "Series", "list")
    return False
