"""Whole circles of 360 degrees in what sines and cosines are taken of."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.values.angles import OUTSIDE

_CIRCLE = 360
_SINES = ("cos", "sin", "tan")
_MODULES = ("math", "np", "numpy")
_SAYS = "sines and cosines are of radians, of which a circle has 2 pi"


async def circles_in_radians(case: Case) -> AsyncIterator[Repair]:
    """Yield ``2 * np.pi / period`` for ``360 / period`` where its cosine is taken."""
    if not case.is_a("AssertionError") and not OUTSIDE.search(case.error.value):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [
        (cell, changes)
        for cell in cells
        for scope in (*case.code(cell).nodes(ast.FunctionDef), case.code(cell).tree)
        if (changes := list(_changes(case.code(cell), scope)))
    ]
    if len({cell for cell, _ in found}) == 1:
        cell = found[0][0]
        changes = [change for _, several in found for change in several]
        yield repaired(cell, case.code(cell), changes, _SAYS, "whole_circle")


def _changes(text: Code, scope: ast.AST) -> Iterator[Change]:
    """Yield the changes of circles in what is given to sines, and in names for it."""
    own = list(_own(scope))
    for sine in own:
        module = root(sine) if callee_of(sine) in _SINES else ""
        if module not in _MODULES or not isinstance(sine, ast.Call) or len(sine.args) != 1:
            continue
        for factor in _factors(sine.args[0]):
            values = [factor] if not isinstance(factor, ast.Name) else _made(own, factor.id)
            for value in values:
                for one in _factors(value):
                    if literal(one) == _CIRCLE and _is_for_sines(own, factor):
                        yield text.span(one), f"2 * {module}.pi"


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function, or of what stands in none."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef):
            waiting += ast.iter_child_nodes(node)


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what stands above the line in a product; of a sum, what each part has there."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Add() | ast.Sub(), right=right):
            yield from _factors(left)
            yield from _factors(right)
        case ast.BinOp(left=left, op=ast.Div()):
            yield from _factors(left)
        case ast.UnaryOp(operand=inner):
            yield from _factors(inner)
        case _:
            yield node


def _made(own: list[ast.AST], name: str) -> list[ast.expr]:
    """Return what a name is set to, where that is done once."""
    made = [node.value for node in own
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name]  # fmt: skip
    return made if len(made) == 1 else []


def _is_for_sines(own: list[ast.AST], factor: ast.expr) -> bool:
    """Whether a name is read only in what sines are taken of."""
    if not isinstance(factor, ast.Name):
        return True
    within = {id(inner) for node in own if callee_of(node) in _SINES for inner in ast.walk(node)}
    return all(
        id(node) in within
        for node in own
        if isinstance(node, ast.Name) and node.id == factor.id and isinstance(node.ctx, ast.Load)
    )
