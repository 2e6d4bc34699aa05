"""Derivatives that are written beside a function, and are not those of it."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.calls.differentiating import derivative, value_at
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_ERRORS = (
    "ArithmeticError", "AssertionError", "OverflowError", "RuntimeError", "ValueError",
    "ZeroDivisionError",
)  # fmt: skip
_OF = (
    re.compile(r"^d_?(?P<of>\w+?)(?:_?dx)?$"),
    re.compile(r"^(?P<of>\w+?)_?(?:prime|deriv(?:ative)?|dash)$"),
    re.compile(r"^deriv(?:ative)?_(?:of_)?(?P<of>\w+)$"),
)
_PLACES = (0.37, 1.21, 2.63)
_SAYS = "it is not the derivative of the function beside it"


class _Function(NamedTuple):
    """A function of one number that is one expression."""

    cell: str
    code: Code
    name: str
    of: str
    value: ast.expr


async def own_derivatives(case: Case) -> AsyncIterator[Repair]:
    """Yield ``3 * x**2 - 2`` for ``3 * x - 2`` as the derivative of ``x**3 - 2 * x - 5``."""
    if not case.is_a(*_ERRORS):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    functions = {one.name: one for cell in cells for one in _functions(cell, case.code(cell))}
    wrong = [
        (one, right)
        for one in functions.values()
        for pattern in _OF
        if (match := pattern.match(one.name)) and (of := functions.get(match["of"])) is not None
        if (right := _right(case, one, of)) is not None
    ]
    if len({one.name for one, _ in wrong}) == 1:
        one, right = wrong[0]
        change = one.code.span(one.value), right
        yield repaired(one.cell, one.code, [change], _SAYS, "own_derivative")


def _functions(cell: str, text: Code) -> Iterator[_Function]:
    """Yield the functions of one number that a cell makes."""
    for node in text.tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Lambda(args=ast.arguments(args=[one]), body=value),
            ):
                yield _Function(cell, text, name, one.arg, value)
            case ast.FunctionDef(name=name, args=ast.arguments(args=[one]), body=body):
                has_words = isinstance(body[0], ast.Expr) and len(body) > 1
                match body[1:] if has_words else body:
                    case [ast.Return(value=ast.expr() as value)]:
                        yield _Function(cell, text, name, one.arg, value)


def _right(case: Case, wrong: _Function, of: _Function) -> str | None:
    """Return the derivative of a function, if another one that is to be it has other values."""
    known: dict[str, float] = {}
    for name, live in (case.failure.namespace.variables if case.failure.namespace else {}).items():
        if live.type in ("float", "int") and live.value is not None:
            known[name] = float(live.value)
    found = derivative(of.value, of.of)
    if found is None:
        return None
    shown = ast.parse(found, mode="eval").body
    are_other = []
    for place in _PLACES:
        here = value_at(wrong.value, known | {wrong.of: place})
        there = value_at(shown, known | {of.of: place})
        if here is None or there is None:
            return None
        are_other.append(not math.isclose(here, there, rel_tol=1e-6, abs_tol=1e-6))
    if not any(are_other):
        return None
    return re.sub(rf"\b{re.escape(of.of)}\b", wrong.of, found)
