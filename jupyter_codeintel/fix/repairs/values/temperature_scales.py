"""Temperatures that are turned into another scale by a wrong formula."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_ERRORS = ("AssertionError", "ValueError", "FloatingPointError", "OverflowError")
_WORDS = {"K": "kelvins?", "C": "celsius|deg_?c|centigrade", "F": "fahrenheit|deg_?f"}
_UNITS = {unit: re.compile(rf"(?:^|_)(?:(?:{words})(?:$|_)|{unit}$)", re.IGNORECASE)
          for unit, words in _WORDS.items()}  # fmt: skip
_INTO = re.compile(
    r"_?(?:from|as|in)?_?(?P<old>.*?)_?(?<![a-z])(?:to|2|into|as)_(?P<new>\w+)", re.IGNORECASE
)
_RIGHT = {
    ("K", "C"): "{} - 273.15", ("C", "K"): "{} + 273.15",
    ("F", "C"): "({} - 32) * 5 / 9", ("C", "F"): "{} * 9 / 5 + 32",
    ("F", "K"): "({} - 32) * 5 / 9 + 273.15", ("K", "F"): "({} - 273.15) * 9 / 5 + 32",
}  # fmt: skip
_TELLING = {"K": (273, 273.15, 273.16), "F": (32, 32.0)}
_TRIED = (-40.0, 10.0, 300.0)
_NEAR = 0.5


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
            new = _RIGHT[step.scales].format(_shown(text, step.given))
            if any(abs(_at(step.node, step.given, one) - _right(step.scales, one)) > _NEAR
                   for one in _TRIED):  # fmt: skip
                says = f"{step.scales[0]} is turned into {step.scales[1]} by {new}"
                change = text.span(step.node), new
                yield repaired(cell, text, [change], says, "temperature_scale")
                return


def _shown(text: Code, node: ast.expr) -> str:
    shown = text.text(node)
    return shown if isinstance(node, ast.Name | ast.Subscript | ast.Attribute) else f"({shown})"


def _steps(text: Code) -> Iterator[_Step]:
    """Yield what turns one scale into another by its names."""
    for made in text.nodes(ast.Assign):
        if isinstance(made.value, ast.Lambda):
            yield from _of_function(made.targets[0], made.value.args, made.value.body)
        else:
            yield from _read(made.value, _scale(_name(made.targets[0])), "")
    for function in text.nodes(ast.FunctionDef):
        for end in text.nodes(ast.Return, function):
            if end.value is not None:
                yield from _of_function(ast.Name(function.name), function.args, end.value)


def _of_function(name: ast.expr, given: ast.arguments, value: ast.expr) -> Iterator[_Step]:
    match = _INTO.fullmatch(_name(name))
    if match is not None and len(given.args) == 1:
        old = _scale(match["old"]) or _scale(given.args[0].arg)
        yield from _read(value, _scale(match["new"]), old)


def _read(node: ast.expr, new: str, old: str) -> Iterator[_Step]:
    """Yield a formula of one value and numbers, of which one is a scale's own."""
    inner = [one for one in _leaves(node) if not _is_number(one)]
    numbers = [literal(one) for one in _leaves(node) if _is_number(one)]
    if not isinstance(node, ast.BinOp) or len(inner) != 1 or not new:
        return
    scales = (old or _scale(_name(inner[0])), new)
    own = [number for scale in scales for number in _TELLING.get(scale, ())]
    if scales in _RIGHT and set(own) & set(numbers):
        yield _Step(node, inner[0], scales)


def _leaves(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            return [*_leaves(left), *_leaves(right)]
    return [node]


def _is_number(node: ast.expr) -> bool:
    return isinstance(literal(node), int | float)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
    return ""


def _scale(name: str) -> str:
    """Return the one scale that a name tells."""
    found = [unit for unit, pattern in _UNITS.items() if pattern.search(name)]
    return found[0] if len(found) == 1 else ""


def _at(node: ast.expr, given: ast.expr, value: float) -> float:
    """Return what a formula makes of a number."""
    if node is given:
        return value
    if not isinstance(node, ast.BinOp):
        number = literal(node)
        return float(number) if isinstance(number, int | float) else 0.0
    left, right = _at(node.left, given, value), _at(node.right, given, value)
    match node.op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
    return left / right if right else float("inf")


def _right(scales: tuple[str, str], value: float) -> float:
    kelvin = {"K": value, "C": value + 273.15, "F": (value - 32) * 5 / 9 + 273.15}[scales[0]]
    return {"K": kelvin, "C": kelvin - 273.15, "F": (kelvin - 273.15) * 9 / 5 + 32}[scales[1]]
