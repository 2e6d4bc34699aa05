"""Percentages that are taken off an amount as if they were amounts themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.values.per_cent import HUNDREDTHS
from jupyter_codeintel.fix.repairs.words import last_name

_PER_CENT = re.compile(r"(?:^|_)(?:pct|percent(?:age)?|per_cent)(?:$|_)", re.IGNORECASE)
_OF_AN_AMOUNT = re.compile(
    r"(?:^|_)(?:amount|cost|fee|fare|gross|income|list|net|pay|price|rent|salary|total|wage)s?"
    r"(?:$|_)", re.IGNORECASE)  # fmt: skip


async def per_cent_off(case: Case) -> AsyncIterator[Repair]:
    """Yield ``price * (1 - off_percent / 100)`` for ``price - off_percent``.

    The names tell the amount and the percentage.
    """
    statement = case.sites[0].statement if case.sites else None
    if not isinstance(statement, ast.Assert | ast.Raise):
        return
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    if any(HUNDREDTHS.search(case.failure.source(cell)) for cell in cells):
        return  # a percentage may be a fraction by now
    for cell in cells:
        text = case.code(cell)
        for node in text.nodes(ast.BinOp):
            if not isinstance(node.op, ast.Sub | ast.Add):
                continue
            of, share = last_name(node.left), last_name(node.right)
            is_share = _PER_CENT.search(share) is not None and _PER_CENT.search(of) is None
            if is_share and _OF_AN_AMOUNT.search(of):
                sign = "-" if isinstance(node.op, ast.Sub) else "+"
                amount, per_cent = text.text(node.left), text.text(node.right)
                change = text.span(node), f"{amount} * (1 {sign} {per_cent} / 100)"
                says = f"{per_cent} is a percentage, and no amount"
                yield repaired(cell, text, [change], says, "per_cent_off")
                return
