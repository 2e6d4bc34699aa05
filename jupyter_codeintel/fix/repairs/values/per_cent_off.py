"""Percentages that are taken off an amount as if they were amounts themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterable, Iterator

from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.values.per_cent import HUNDREDTHS
from jupyter_codeintel.fix.repairs.words import last_name

_PER_CENT = re.compile(r"(?:^|_)(?:pct|percent(?:age)?|per_cent)(?:$|_)", re.IGNORECASE)
_OF_AN_AMOUNT = re.compile(
    r"(?:^|_)(?:amount|cost|fee|fare|gross|income|list|net|pay|price|rent|salary|total|wage)s?"
    r"(?:$|_)", re.IGNORECASE)  # fmt: skip


async def per_cent_off(case: Case) -> AsyncIterator[Repair]:
    """Yield ``price * (1 - off_percent / 100)`` for ``price - off_percent``.

    The names tell the amount and the percentage; in ``price * (1 - off_percent)``, so does a
    number above one.
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
            sign = "-" if isinstance(node.op, ast.Sub) else "+"
            if as_fraction := _as_fraction(case, cells, node):
                per_cent = text.text(as_fraction)
                new = f"1 {sign} {per_cent} / 100"
            elif _is_off_an_amount(node):
                amount, per_cent = text.text(node.left), text.text(node.right)
                new = f"{amount} * (1 {sign} {per_cent} / 100)"
            else:
                continue
            says = f"{per_cent} is a percentage, and no amount"
            yield repaired(cell, text, [(text.span(node), new)], says, "per_cent_off")
            return


def _is_off_an_amount(node: ast.BinOp) -> bool:
    of, share = last_name(node.left), last_name(node.right)
    is_share = _PER_CENT.search(share) is not None and _PER_CENT.search(of) is None
    return is_share and _OF_AN_AMOUNT.search(of) is not None


def _as_fraction(case: Case, cells: Iterable[str], node: ast.BinOp) -> ast.expr | None:
    """Return the percentage that is taken off one, if some of its numbers are above one."""
    name = last_name(node.right)
    if literal(node.left) != 1 or not _PER_CENT.search(name):
        return None
    written = (value for cell in cells for value in _written(case, cell, name))
    numbers = (literal(part) for value in written for part in ast.walk(value))
    return node.right if any(isinstance(n, int | float) and n > 1 for n in numbers) else None


def _written(case: Case, cell: str, name: str) -> Iterator[ast.expr]:
    """Yield what a variable, or a column or key of a dict, is given."""
    text = case.code(cell)
    for made in text.nodes(ast.Assign):
        if any(last_name(target) == name for target in made.targets):
            yield made.value
    for pairs in text.nodes(ast.Dict):
        yield from (value for key, value in zip(pairs.keys, pairs.values, strict=True)
                    if key is not None and literal(key) == name)  # fmt: skip
