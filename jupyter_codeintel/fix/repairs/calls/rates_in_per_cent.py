"""Rates that are given in per cent to a function that compounds them as fractions."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import bound_names, callee_of, literal, loads
from jupyter_codeintel.fix.repairs.callers import argument
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_RATE = re.compile(r"(?:^|_)(?:rate|interest|apr|apy|growth|inflation|yield)(?:_|$)", re.IGNORECASE)
_HUNDREDTH = re.compile(r"/\s*100(?![\d.])|\*\s*0?\.01(?!\d)|per ?cent|pct|%", re.IGNORECASE)
_MOST = 40
"""Per cents that a rate may have."""


async def rates_in_per_cent(case: Case) -> AsyncIterator[Repair]:
    """Yield ``payment(200_000, 4.5 / 100, 30)`` for a rate ``r`` that the function adds to one."""
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    functions = [node for cell in cells for node in case.code(cell).nodes(ast.FunctionDef)]
    for function in functions if case.is_a("AssertionError") else ():
        for name in _compounded(function):
            found = [
                (cell, one) for cell in cells for one in _given(case.code(cell), function, name)
            ]
            if len({cell for cell, _ in found}) == 1:
                cell, text = found[0][0], case.code(found[0][0])
                says = f'"{function.name}" adds the rate to one, so it is no per cent'
                changes: list[Change] = [change for _, change in found]
                yield repaired(cell, text, changes, says, "rate_in_per_cent")
                return


def _compounded(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the parameters named as rates that are added to one, as they are or by the month."""
    if _HUNDREDTH.search(ast.unparse(function)):
        return
    for given in function.args.args:
        names = {given.arg}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and loads(node.value) == {given.arg}:
                names |= bound_names(node)
        sums = (n for n in ast.walk(function) if isinstance(n, ast.BinOp) and _adds_to_one(n))
        if _RATE.search(given.arg) and any(loads(one) & names for one in sums):
            yield given.arg


def _adds_to_one(node: ast.BinOp) -> bool:
    return isinstance(node.op, ast.Add) and 1 in (literal(node.left), literal(node.right))


def _given(text: Code, function: ast.FunctionDef, name: str) -> Iterator[Change]:
    """Yield the numbers that are given as a rate and can only be per cents, as fractions."""
    for call in text.nodes(ast.Call):
        given = argument(call, function, name) if callee_of(call) == function.name else None
        number = literal(given)
        if given and isinstance(number, int | float) and 1 <= number <= _MOST:
            end = text.span(given)[1]
            yield (end, end), " / 100"
