"""Distances on a globe whose formula is given degrees, as the places are written."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.values.angles import (
    OUTSIDE,
    Scope,
    in_radians,
    is_converted_elsewhere,
    scopes,
)
from jupyter_codeintel.fix.repairs.values.degree_names import CONVERSIONS, converts

_ROOTS = ("asin", "arcsin", "atan2", "arctan2", "acos", "arccos")
_FULL_TURN = 6.3
_DEEPEST = 4
_SAYS = "the distance on a globe is of angles in radians, and these places are in degrees"


async def great_circles(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sin(radians(x))`` for the sines and cosines of a haversine formula.

    Whatever its angles are called, they are in degrees when places such as (52.5, 13.4) are.
    """
    if not case.is_a("AssertionError") and not OUTSIDE.search(case.error.value):
        return
    if not _are_places_in_degrees(case):
        return
    for scope in dict.fromkeys(scopes(case)):
        calls = list(dict.fromkeys(_of_formula(scope)))
        if not calls or is_converted_elsewhere(case, scope):
            continue
        known = [call for call in calls if not _is_converted(scope, call.args[0], call.lineno, 0)]
        changes = in_radians(case, scope, known) if known else []
        if changes:
            yield repaired(scope.cell, scope.code, changes, _SAYS, "great_circle")
            return


def _are_places_in_degrees(case: Case) -> bool:
    """Whether pairs of a latitude and a longitude are written that no radians can be."""
    pairs = [
        value
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.expr)
        if isinstance(node, ast.Tuple | ast.List)
        for value in [literal(node)]
        if isinstance(value, tuple | list) and len(value) == 2
    ]
    pairs = [pair for pair in pairs if all(isinstance(one, float | int) for one in pair)]
    return (
        len(pairs) > 1
        and all(abs(one) <= 90 and abs(other) <= 180 for one, other in pairs)
        and any(abs(one) > _FULL_TURN for pair in pairs for one in pair)
    )


def _of_formula(scope: Scope) -> Iterator[ast.Call]:
    """Yield the sines and cosines of the formula, if a function or a cell has it as a whole."""
    nodes = list(ast.walk(scope.node))
    if not any(callee_of(node) in _ROOTS for node in nodes):
        return
    for node in nodes:
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
            continue
        factors = sorted((_factors(node.left), _factors(node.right)), key=len)
        names = [sorted(map(callee_of, one)) for one in factors]
        is_haversine = names == [["sin", "sin"], ["cos", "cos", "sin", "sin"]]
        if is_haversine or names == [["sin", "sin"], ["cos", "cos", "cos"]]:
            for one in (*factors[0], *factors[1]):
                if isinstance(one, ast.Call) and len(one.args) == 1:
                    yield one


def _factors(node: ast.expr) -> list[ast.expr]:
    """Return what is multiplied; a square is twice the same."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return [*_factors(left), *_factors(right)]
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=2)):
            return _factors(left) * 2
    return [node]


def _is_converted(scope: Scope, node: ast.expr, line: int, depth: int) -> bool:
    """Whether an expression is in radians already, or what it is made of."""
    if any(converts(inner) or callee_of(inner) in CONVERSIONS for inner in ast.walk(node)):
        return True
    names = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return depth < _DEEPEST and any(
        _is_converted(scope, value, made.lineno, depth + 1)
        for made in scope.code.nodes(ast.Assign, scope.node)
        if made.lineno < line
        for target, value in _pairs(made)
        if names & {inner.id for inner in ast.walk(target) if isinstance(inner, ast.Name)}
    )


def _pairs(made: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what an assignment sets, with what it is set to."""
    for target in made.targets:
        match target, made.value:
            case ast.Tuple(elts=several), ast.Tuple(elts=values) if len(several) == len(values):
                yield from zip(several, values, strict=True)
            case _:
                yield target, made.value
