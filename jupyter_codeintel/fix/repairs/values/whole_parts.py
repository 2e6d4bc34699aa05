"""Divisors that are 0 because only their whole part was taken."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired


async def fractions_of_divisors(case: Case) -> AsyncIterator[Repair]:
    """Yield ``minutes = seconds / 60`` for ``seconds // 60`` where it is divided by and 0."""
    for site in case.sites[:1] if case.is_a("ZeroDivisionError") else ():
        for node in site.nodes(ast.BinOp):
            if not isinstance(node.op, ast.Div):
                continue
            bound = case.binding(site, node.right)
            text, value = (site.code, node.right) if bound is None else (bound.code, bound.value)
            cell = site.cell if bound is None else bound.cell
            match value:
                case ast.BinOp(left=left, op=ast.FloorDiv(), right=ast.Constant(value=int(by))) if (
                    by
                ):
                    end, start = text.span(left)[1], text.span(value.right)[0]
                    at = end + text.source[end:start].index("//")
                    says = f"less than {by} is not nothing"
                    yield repaired(cell, text, [((at, at + 2), "/")], says, "fraction_of_divisor")
