"""Weights that are given where probabilities are asked for, which sum to one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.origins import origin
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_CHANCES = re.compile(r"probabilities do not sum to 1", re.IGNORECASE)
_WEIGHTS = re.compile(r"weight|count|freq|odds|ratio|votes|tickets|shares", re.IGNORECASE)
_ARRAYS = ("ndarray", "Series")


async def weights_as_chances(case: Case) -> AsyncIterator[Repair]:
    """Yield ``p=weights / weights.sum()`` for ``p=weights`` of whole numbers, or named so."""
    if not _CHANCES.search(case.error.value):
        return
    for site in case.sites[:1]:
        words = [word for call in site.nodes(ast.Call) for word in call.keywords if word.arg == "p"]
        for word in words[:1]:
            shown = site.code.text(word.value)
            numpy = case.name_of("numpy")
            if numpy is not None and _are_of_hundred(case, site, word.value):
                says = f'"{shown}" are in per cent; divided by 100 they are probabilities'
                change = site.code.span(word.value), f"{numpy}.array({shown}) / 100"
                yield repaired(site.cell, site.code, [change], says, "weights_as_chances")
            if not isinstance(word.value, ast.Name) or not _are_weights(case, site, word.value):
                continue
            kind = ((await case.resolve(case.path(site, word.value))).type or "").rpartition(".")[2]
            if kind in _ARRAYS:
                new = f"{shown} / {shown}.sum()"
            elif kind in ("list", "tuple") and numpy is not None:
                new = f"{numpy}.array({shown}) / sum({shown})"
            else:
                continue
            says = f'"{shown}" are weights; divided by their sum they are probabilities'
            change = site.code.span(word.value), new
            yield repaired(site.cell, site.code, [change], says, "weights_as_chances")


def _are_of_hundred(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether something is a row of a table whose rows are whole numbers that add up to 100."""
    bound = case.binding(site, node.value) if isinstance(node, ast.Subscript) else None
    rows = literal(bound.value) if bound is not None else None
    rows = list(rows.values()) if isinstance(rows, dict) else rows
    if not isinstance(rows, list | tuple) or not rows:
        return False
    are_whole = all(
        isinstance(row, list | tuple) and all(type(one) is int for one in row) for row in rows
    )
    return are_whole and {sum(row) for row in rows} == {100}


def _are_weights(case: Case, site: Site, node: ast.Name) -> bool:
    """Whether a name or the words say so, or the numbers that are written; no quotients."""
    value = origin(case.failure, site, node).value
    if isinstance(value, ast.BinOp):
        return False  # they are to be probabilities already
    if isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    numbers = literal(value)
    if isinstance(numbers, list | tuple) and numbers:
        if all(isinstance(one, int) for one in numbers):
            return True
        if all(isinstance(one, int | float) and one <= 1 for one in numbers):
            return False  # one of them may be mistyped
    said = [node.id, *told_near(case, site)]
    return any(_WEIGHTS.search(one) for one in said)
