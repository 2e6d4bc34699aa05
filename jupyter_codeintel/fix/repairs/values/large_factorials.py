"""Quotients of factorials that are too large for a fraction, though their value is not."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import

_TOO_LARGE = ("int too large to convert to float", "integer division result too large for a float")


async def binomials_of_factorials(case: Case) -> AsyncIterator[Repair]:
    """Yield ``comb(n, k)`` for ``factorial(n) / (factorial(k) * factorial(n - k))``."""
    if not case.is_a("OverflowError") or not any(one in case.error.value for one in _TOO_LARGE):
        return
    for site in case.sites[:1]:
        name, added = _comb(case, site)
        changes = [
            (site.code.span(node), f"{name}({ast.unparse(found[0])}, {ast.unparse(found[1])})")
            for node in site.nodes(ast.BinOp)
            if (found := _binomial(node)) is not None
        ]
        if changes:
            says = "how many ways there are to choose is counted in whole numbers by comb"
            yield repaired(site.cell, site.code, [*added, *changes], says, "binomial")


def _binomial(node: ast.BinOp) -> tuple[ast.expr, ast.expr] | None:
    """Return of how many how many are chosen, if a quotient tells in how many ways."""
    if not isinstance(node.op, ast.Div | ast.FloorDiv):
        return None
    above, below = node.left, [*_factors(node.right)]
    if isinstance(above, ast.BinOp) and isinstance(above.op, ast.Div | ast.FloorDiv):
        below = [above.right, *below]
        above = above.left
    n, chosen = _of_factorial(above), [_of_factorial(one) for one in below]
    if n is None or len(chosen) != 2 or None in chosen:
        return None
    for k, rest in (chosen, chosen[::-1]):
        if k is not None and rest is not None:
            expected = ast.BinOp(n, ast.Sub(), k)
            if ast.unparse(expected) == ast.unparse(rest):
                return n, k
    return None


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node


def _of_factorial(node: ast.expr) -> ast.expr | None:
    """Return of what something is the factorial, also as a fraction."""
    match node:
        case ast.Call(func=ast.Name(id="float"), args=[inner]):
            return _of_factorial(inner)
        case ast.Call(args=[inner]) if callee_of(node) == "factorial":
            return inner
    return None


def _comb(case: Case, site: Site) -> tuple[str, list[Change]]:
    """Return how a notebook calls ``comb``, and the import that this needs."""
    own, module = case.name_of("math.comb"), case.name_of("math")
    if own is not None or module is not None:
        return own or f"{module}.comb", []
    text: Code = site.code
    for node in text.nodes(ast.ImportFrom):
        if node.module == "math":
            end = text.span(node.names[-1])[1]
            return "comb", [((end, end), ", comb")]
    return "comb", [inserted_import(text, "from math import comb")]
