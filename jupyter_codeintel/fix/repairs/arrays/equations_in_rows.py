"""Tables for a least squares fit whose rows are unknowns, where each has to be an equation."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import shape_at

_STACKS = ("array", "row_stack", "stack", "vstack")


async def equations_in_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.column_stack(parts)`` for ``np.vstack(parts)`` that ``lstsq`` is given."""
    if not case.is_a("LinAlgError") or "ncompatible dimensions" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "lstsq" or len(call.args) < 2:
                continue
            table, right = (shape_at(case, site, node) for node in call.args[:2])
            if len(table) == 2 and right[:1] == table[1:] and table[0] != table[1]:
                yield _turned(case, site, call.args[0])


def _turned(case: Case, site: Site, table: ast.expr) -> Repair:
    """Return the repair that makes a table the other way round, or takes it so."""
    bound = case.binding(site, table)
    says = "each row of the table is an equation, each column an unknown"
    if bound is None or not isinstance(bound.statement, ast.Assign):
        end = site.code.span(table)[1]
        return repaired(site.cell, site.code, [((end, end), ".T")], says, "equations_in_rows")
    text, value = bound.code, bound.value
    start, end = text.span(value)
    change = (start, end), f"({text.text(value)}).T"
    match value:
        case ast.Attribute(value=inner, attr="T"):
            change = (text.span(inner)[1], end), ""
        case ast.Call(func=ast.Attribute(value=module), args=[_], keywords=[]) if (
            callee(value) in _STACKS
        ):
            change = text.span(value.func), f"{text.text(module)}.column_stack"
        case ast.Call() | ast.Name():
            change = (end, end), ".T"
    return repaired(bound.cell, text, [change], says, "equations_in_rows")
