"""Shares that a Markov chain leaves as they are, looked for on the wrong side of its matrix."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.arrays.steps_of_chains import has_rows_of_chances
from jupyter_codeintel.fix.repairs.callers import place_of
from jupyter_codeintel.fix.repairs.case import Case, Repair

_CLOSE = ("allclose", "assert_allclose", "isclose")
_SAYS = "shares that stay as they are multiply the rows from the left: they are those of P.T"


async def stationary_states(case: Case) -> AsyncIterator[Repair]:
    """Yield ``eig(P.T)`` for ``eig(P)`` where ``pi @ P`` is to be ``pi``, and is not."""
    if not case.is_a("AssertionError") or not any(map(_is_about_staying, case.sites[:1])):
        return
    edits: dict[str, str] = {}
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        ends = [
            text.span(call.args[0])[1]
            for call in text.nodes(ast.Call)
            if callee(call) in ("eig", "eigs") and call.args
            if isinstance(call.args[0], ast.Name | ast.Attribute)
            if has_rows_of_chances(case, place_of(case, cell, text, call.lineno), call.args[0])
        ]
        if ends:
            edits[cell] = text.replaced(*(((end, end), ".T") for end in ends))
    if edits:
        yield Candidate(edits, "rule", _SAYS, "stationary_state")


def _is_about_staying(site: Site) -> bool:
    """Whether what fails is that a row times a matrix is that row."""
    for node in site.nodes(ast.expr):
        if callee_of(node) in _CLOSE and isinstance(node, ast.Call) and len(node.args) > 1:
            sides = node.args[:2]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            sides = [node.left, node.right]
        else:
            continue
        shown = {ast.unparse(one) for one in sides}
        if any(row in shown for side in sides for row in _rows(side)):
            return True
    return False


def _rows(node: ast.expr) -> Iterator[str]:
    """Yield what multiplies a matrix from the left: ``pi`` of ``pi @ P``, or of ``P.T @ pi``."""
    match node:
        case ast.BinOp(left=ast.Attribute(attr="T"), op=ast.MatMult(), right=row):
            yield ast.unparse(row)
        case ast.BinOp(left=row, op=ast.MatMult()):
            yield ast.unparse(row)
        case ast.Call(func=ast.Attribute(attr="dot" | "matmul"), args=[row, _]):
            yield ast.unparse(row)
        case ast.Call(func=ast.Attribute(value=row, attr="dot"), args=[_]):
            yield ast.unparse(row)
