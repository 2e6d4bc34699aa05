"""Formulas of pendulums in which a length multiplies that should divide, or divides."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_PENDULUM = re.compile(r"pendul(?:um|a)\b")
_OTHER = re.compile(r"\b(?:compound|double|physical|torsion\w*|inverted|spring)\b")
_GRAVITY = re.compile(r"^(?:g|grav(?:ity)?|g_?0)$", re.IGNORECASE)
_LENGTH = re.compile(r"^(?:l|ell|len(?:gth)?|length_m|rope|string_length|arm)$", re.IGNORECASE)
_SAYS = "a pendulum swings with the square root of g over its length"


async def lengths_of_pendulums(case: Case) -> AsyncIterator[Repair]:
    """Yield ``-g / L * sin(theta)`` for ``-g * L * sin(theta)``, and the like for its period."""
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    words = " ".join([*all_words(case), *(case.failure.source(cell) for cell in cells)]).lower()
    is_told = _PENDULUM.search(words) is not None and _OTHER.search(words) is None
    if not case.is_a("AssertionError") or not is_told:
        return
    found = [(cell, changes) for cell in cells for changes in _changed(case.code(cell))]
    if len(found) == 1:
        cell, changes = found[0]
        yield repaired(cell, case.code(cell), changes, _SAYS, "pendulum")


def _changed(text: Code) -> Iterator[list[Change]]:
    """Yield the changes of each formula with the length in its wrong place."""
    for node in text.nodes(ast.BinOp):
        match node:
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                if _is(left, _GRAVITY) and _is(right, _LENGTH) and _has_sine(text, node):
                    place = text.source.index("*", text.span(left)[1])
                    yield [((place, place + 1), "/")]
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                if _is(left, _GRAVITY) and _is(right, _LENGTH) and _is_period(text, node):
                    yield [(text.span(left), text.text(right)), (text.span(right), text.text(left))]


def _is(node: ast.expr, pattern: re.Pattern[str]) -> bool:
    """Whether a value is called so; a sign before it does not count."""
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return pattern.search(name) is not None


def _has_sine(text: Code, product: ast.BinOp) -> bool:
    """Whether a product stands in a larger one with the sine of an angle."""
    for node in text.nodes(ast.BinOp):
        match node:
            case ast.BinOp(left=left, op=ast.Mult(), right=right) if left is product:
                return callee_of(right) == "sin"
    return False


def _is_period(text: Code, quotient: ast.BinOp) -> bool:
    """Whether the root of a quotient is taken two pi times."""
    for node in text.nodes(ast.BinOp):
        match node:
            case ast.BinOp(left=factor, op=ast.Mult(), right=ast.Call(args=[of]) as root):
                shown = ast.unparse(factor).replace(" ", "")
                is_circle = (shown.endswith(".pi") and "2*" in shown) or shown == "pi*2"
                if of is quotient and callee_of(root) == "sqrt":
                    return is_circle or literal(factor) == 6.283185307179586
    return False
