"""Divisors that are 0 because only their whole part was taken."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired


async def fractions_of_divisors(case: Case) -> AsyncIterator[Repair]:
    """Yield ``minutes = seconds / 60`` for ``seconds // 60`` where it is divided by and 0."""
    for site in case.sites[:1] if case.is_a("ZeroDivisionError") else ():
        for node in site.nodes(ast.BinOp):
            if not isinstance(node.op, ast.Div):
                continue
            bound = case.binding(site, node.right)
            cell, text, value = site.cell, site.code, node.right
            if bound is not None:
                cell, text, value = bound.cell, bound.code, bound.value
            elif (entry := _entry(case, node.right)) is not None:
                cell, text, value = entry
            match value:
                case ast.BinOp(left=left, op=ast.FloorDiv(), right=ast.Constant(value=int(by))) if (
                    by
                ):
                    end, start = text.span(left)[1], text.span(value.right)[0]
                    at = end + text.source[end:start].index("//")
                    says = f"less than {by} is not nothing"
                    yield repaired(cell, text, [((at, at + 2), "/")], says, "fraction_of_divisor")


def _entry(case: Case, node: ast.expr) -> tuple[str, Code, ast.expr] | None:
    """Return what is given to an entry of a name, ``row["hours"]``, or to an attribute."""
    wanted = _key(node)
    found = [
        (cell.id, case.code(cell.id), made.value)
        for cell in case.failure.document.cells
        if cell.type == "code" and wanted is not None
        for made in case.code(cell.id).nodes(ast.Assign)
        if any(_key(target) == wanted for target in made.targets)
    ]
    return found[0] if len(found) == 1 else None


def _key(node: ast.expr) -> str | None:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return f"[{key}]"
        case ast.Attribute(attr=name):
            return f".{name}"
    return None
