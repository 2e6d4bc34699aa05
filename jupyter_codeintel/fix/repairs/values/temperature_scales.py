"""Temperatures that are turned into another scale by a wrong formula."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.knowledge.temperatures import FORMULAS
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.values.straight_lines import is_near, line_of
from jupyter_codeintel.fix.repairs.words import last_name

_ERRORS = ("AssertionError", "ValueError", "FloatingPointError", "OverflowError")
_WORDS = {"k": "kelvins?", "c": "celsius|deg_?c|centigrade", "f": "fahrenheit|deg_?f"}
_UNITS = {unit: re.compile(rf"(?:^|_)(?:(?:{words})(?:$|_)|{unit}$)", re.IGNORECASE)
          for unit, words in _WORDS.items()}  # fmt: skip
_TELLING = {"k": (273, 273.15, 273.16), "f": (32, 32.0)}


class _Step(NamedTuple):
    """A formula, what it is given, and the scales of that and of what it makes."""

    node: ast.expr
    given: ast.expr
    scales: tuple[str, str]


async def temperatures_as_named(case: Case) -> AsyncIterator[Repair]:
    """Yield ``bath_C = bath_K - 273.15`` for a formula that makes no Celsius of Kelvin.

    The names tell both scales, and the formula has a number of their own in it.
    """
    if not case.is_a(*_ERRORS):
        return
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        for step in _steps(text):
            shown, *known = FORMULAS[step.scales]
            new = shown.format(_shown(text, step.given))
            line = line_of(step.node, ast.unparse(step.given))
            if line is not None and not is_near(line, (known[0], known[1])):
                one, other = (scale.upper() for scale in step.scales)
                says = f"{one} is turned into {other} by {new}"
                change = text.span(step.node), new
                yield repaired(cell, text, [change], says, "temperature_scale")
                return


def _shown(text: Code, node: ast.expr) -> str:
    shown = text.text(node)
    return shown if isinstance(node, ast.Name | ast.Subscript | ast.Attribute) else f"({shown})"


def _steps(text: Code) -> Iterator[_Step]:
    """Yield what turns one scale into another by its names."""
    for made in text.nodes(ast.Assign):
        yield from _read(made.value, scale_of(last_name(made.targets[0])))


def _read(node: ast.expr, new: str) -> Iterator[_Step]:
    """Yield a formula of one value and numbers, of which one is a scale's own."""
    inner = [one for one in _leaves(node) if not _is_number(one)]
    numbers = [literal(one) for one in _leaves(node) if _is_number(one)]
    if not isinstance(node, ast.BinOp) or len(inner) != 1 or not new:
        return
    scales = (scale_of(last_name(inner[0])), new)
    own = [number for scale in scales for number in _TELLING.get(scale, ())]
    if scales in FORMULAS and set(own) & set(numbers):
        yield _Step(node, inner[0], scales)


def _leaves(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            return [*_leaves(left), *_leaves(right)]
    return [node]


def _is_number(node: ast.expr) -> bool:
    return isinstance(literal(node), int | float)


def scale_of(name: str) -> str:
    """Return the one scale that a name tells."""
    found = [unit for unit, pattern in _UNITS.items() if pattern.search(name)]
    return found[0] if len(found) == 1 else ""
