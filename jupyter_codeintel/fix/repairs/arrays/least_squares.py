"""Systems of more equations than unknowns, solved as if there were as many of each."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_SQUARE = re.compile(r"dimensions of the array must be square")
_FITTED = re.compile(
    r"least[- ]squares?|over-?determined|\bfit(?:s|ted|ting)?\b|regression|best line", re.IGNORECASE
)


async def solved_by_least_squares(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.linalg.lstsq(A, y, rcond=None)[0]`` where the words are about a fit."""
    if not _SQUARE.search(case.error.value):
        return
    for site in case.sites[:1]:
        if not any(_FITTED.search(words) for words in told_near(case, site)):
            continue
        for whole, module, matrix, right in _solved(site):
            shape = shape_of(case.failure, site, ast.unparse(matrix))
            if shape is None or len(shape) != 2 or shape[0] <= shape[1]:
                continue
            a, b = site.code.text(matrix), site.code.text(right)
            new = f"{site.code.text(module)}.lstsq({a}, {b}, rcond=None)[0]"
            says = "more equations than unknowns are solved by least squares"
            change = site.code.span(whole), new
            yield repaired(site.cell, site.code, [change], says, "least_squares")


def _solved(site: Site) -> Iterator[tuple[ast.expr, ast.expr, ast.expr, ast.expr]]:
    """Yield what solves a system, where it is from, the matrix and the right side."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.Call(func=ast.Attribute(value=module, attr="solve"), args=[matrix, right]):
                yield node, module, matrix, right
            case (
                ast.BinOp(left=inverse, op=ast.MatMult(), right=right)
                | ast.Call(
                    func=ast.Attribute(value=ast.Call() as inverse, attr="dot"), args=[right]
                )
                | ast.Call(func=ast.Attribute(attr="dot" | "matmul"), args=[inverse, right])
            ):
                match inverse:
                    case ast.Call(func=ast.Attribute(value=module, attr="inv"), args=[matrix]):
                        yield node, module, matrix, right
