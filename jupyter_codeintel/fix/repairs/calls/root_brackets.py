"""Rates in percent between which a root is searched of a function of a fraction."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from fractions import Fraction

from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.calls.root_searches import Search, root_searches
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_PERCENT = re.compile(r"#\s*(?:in\s+)?(?:percent|per cent|pct|%)\.?\s*$", re.IGNORECASE)
_MOST = 100


async def brackets_as_fractions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``brentq(f, 0.01, 0.2)`` for ``brentq(f, 1, 20)`` of a function of ``1 + rate``."""
    for search in root_searches(case):
        cells = {end.cell for end in search.ends}
        values = [Fraction(str(literal(end.node))) for end in search.ends]
        if len(cells) != 1 or not _are_percents(values) or not _is_of_fractions(search):
            continue
        cell, text = search.ends[0].cell, search.ends[0].code
        changes: list[Change] = [
            (text.span(end.node), repr(float(value / 100)))
            for end, value in zip(search.ends, values, strict=True)
        ]
        for line in {end.node.lineno for end in search.ends}:
            changes += _said(text.source, text.line_span(line))
        says = "the function takes a rate as a fraction, and these are percents"
        yield repaired(cell, text, changes, says, "bracket_as_fractions")
        return


def _are_percents(values: list[Fraction]) -> bool:
    """Whether rates of these numbers would be 100 % and more as fractions."""
    return 1 <= values[0] < values[1] <= _MOST


def _is_of_fractions(search: Search) -> bool:
    """Whether a function grows by ``1 + rate``, and nothing in it is divided by 100."""
    grows = False
    for one in search.functions:
        taken = {given.arg for given in one.code.nodes(ast.arg, one.node.args)}
        for node in one.code.nodes(ast.BinOp, one.node):
            if literal(node.right) in (100, 0.01) or literal(node.left) == 0.01:
                return False
            if isinstance(node.op, ast.Add) and literal(node.left) == 1:
                grows |= _root(node.right) in taken
            if isinstance(node.op, ast.Add) and literal(node.right) == 1:
                grows |= _root(node.left) in taken
    return grows


def _root(node: ast.expr) -> str:
    """Return the rate of ``rate`` and ``rate / 2``."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        node = node.left
    return node.id if isinstance(node, ast.Name) else ""


def _said(source: str, line: tuple[int, int]) -> list[Change]:
    """Return the change of a comment that says nothing but that numbers are percents."""
    found = _PERCENT.search(source, *line)
    return [(found.span(), "# as fractions")] if found else []
