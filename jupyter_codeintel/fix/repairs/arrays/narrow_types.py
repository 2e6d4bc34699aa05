"""Arrays of small whole numbers that are reckoned with beyond their bounds."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_BEYOND = re.compile(r"Python integer -?\d+ out of bounds for (u?int(?:8|16|32))\b")


async def wider_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield ``a.astype(int)`` for an array of bytes that a larger or negative number is added to.

    See NumPy's NEP 50: a Python number takes the type of the array.
    """
    match = _BEYOND.search(case.error.value)
    if match is None or not case.is_a("OverflowError"):
        return
    for site in case.sites[:1]:
        if isinstance(site.statement, ast.AugAssign):
            continue  # there is no place for other numbers
        sides = [side for node in site.nodes(ast.BinOp) for side in (node.left, node.right)]
        names = {side.id: side for side in sides if isinstance(side, ast.Name)}
        for name, node in names.items():
            live = case.variable(name)
            if live is not None and live.dtype == match[1]:
                end = site.code.span(node)[1]
                says = f'"{name}" holds numbers of the type {match[1]} alone'
                change = (end, end), ".astype(int)"
                yield repaired(site.cell, site.code, [change], says, "wider_numbers")
