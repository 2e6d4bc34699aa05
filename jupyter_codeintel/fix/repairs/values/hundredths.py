"""Pence, cents and the like, of which a table of rates has the whole currency alone."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.knowledge.currencies import HUNDREDTHS
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted


async def hundredths_of_currencies(case: Case) -> AsyncIterator[Repair]:
    """Yield ``rates["GBp"] = rates["GBP"] / 100`` below the table that has no pence.

    By how an amount is turned into another one it is told whether pence have a rate of a
    hundredth, or of a hundred times as much.
    """
    code = case.error.value.strip("'\"") if case.is_a("KeyError") else ""
    whole = HUNDREDTHS.get(code)
    for site in case.sites[:1] if whole is not None else ():
        for table, sign in _rates(site):
            bound = case.binding(site, table)
            if bound is None or bound.statement not in bound.code.tree.body:
                continue
            rates = literal(bound.value)
            if not isinstance(rates, dict) or not isinstance(rates.get(whole), int | float):
                continue
            keys = [quoted(bound.code, str(one)) for one in (code, whole)]
            line = f"{table.id}[{keys[0]}] = {table.id}[{keys[1]}] {sign} 100"
            end = bound.code.line_span(bound.statement.end_lineno or 1)[1]
            says = f'"{code}" is a hundredth of "{whole}"'
            change = (end, end), f"\n{line}"
            yield repaired(bound.cell, bound.code, [change], says, "hundredth")
            return


def _rates(site: Site) -> Iterator[tuple[ast.Name, str]]:
    """Yield the tables that a statement takes rates from, and the sign that makes them less."""
    for node in site.nodes(ast.BinOp):
        match node:
            case ast.BinOp(op=ast.Mult(), right=ast.Subscript(value=ast.Name() as table)):
                yield table, "/"
            case ast.BinOp(left=ast.Subscript(value=ast.Name() as table), op=ast.Mult()):
                yield table, "/"
            case ast.BinOp(op=ast.Div(), right=ast.Subscript(value=ast.Name() as table)):
                yield table, "*"
