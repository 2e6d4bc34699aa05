"""Levels in decibels of independent sources, which are added by their powers."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_COHERENT = re.compile(
    r"\b(?<!in)coherent(?:ly)?\b|\bin phase\b|\bsame phase\b|\bamplitudes? add\b", re.IGNORECASE
)


async def sums_of_levels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``10 * log10(sum(10 ** (x / 10)))`` for the same with 20, where a check fails."""
    raised = isinstance(case.sites[0].statement, ast.Raise) if case.sites else False
    if not case.is_a("AssertionError") and not raised:
        return
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    sources = [case.failure.goal, *(case.failure.source(cell) for cell in cells)]
    found = [(cell, case.code(cell), one) for cell in cells for one in _sums(case.code(cell))]
    if len(found) == 1 and not any(map(_COHERENT.search, sources)):
        cell, text, changes = found[0]
        says = "levels of independent sources are added by their powers"
        yield repaired(cell, text, changes, says, "sum_of_levels")


def _sums(text: Code) -> Iterator[list[Change]]:
    """Yield the numbers of sums that are made of amplitudes."""
    for node in text.nodes(ast.BinOp):
        match node:
            case ast.BinOp(left=ast.Constant() as factor, op=ast.Mult(), right=ast.Call() as log):
                pass
            case _:
                continue
        if literal(factor) not in (20, 20.0) or callee_of(log) != "log10" or not log.args:
            continue
        parts = [one for one in ast.walk(log.args[0]) if _is_amplitude(one)]
        has_sum = any(callee_of(one) in ("sum", "fsum") for one in ast.walk(log.args[0]))
        if parts and (has_sum or len(parts) > 1):
            yield [(text.span(one), "10") for one in (factor, *map(_lower, parts))]


def _is_amplitude(node: ast.AST) -> bool:
    """Whether something is ``10 ** (level / 20)``."""
    match node:
        case ast.BinOp(
            left=ast.Constant(value=ten),
            op=ast.Pow(),
            right=ast.BinOp(op=ast.Div(), right=ast.Constant(value=lower)),
        ):
            return (ten, lower) == (10, 20)
    return False


def _lower(node: ast.AST) -> ast.expr:
    assert isinstance(node, ast.BinOp)  # noqa: S101 - it is an amplitude
    assert isinstance(node.right, ast.BinOp)  # noqa: S101
    return node.right.right
