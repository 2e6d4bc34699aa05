"""Differences of all pairs of two arrays of points, where one by one is written."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes \((\d+),(\d+)\) \((\d+),(\d+)\)"
)
_PAIRS = re.compile(
    r"\b(?:each|every|all)\b(?: of)?[^.;]{0,30}\b(?:to|and|from|with|between|against)\b[^.;]{0,12}"
    r"\b(?:each|every|all)\b|\ball (?:the )?pairs\b|\bevery pair\b|\bpair-?wise\b"
    r"|\bdistance matri",
    re.IGNORECASE,
)
_OVER_ROWS = ("norm", "sum")


async def all_pairs(case: Case) -> AsyncIterator[Repair]:
    """Yield ``a[:, None] - b[None, :]`` for ``a - b`` where all pairs are told."""
    match = _BROADCAST.search(case.error.value)
    if match is None:
        return
    shapes = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
    if shapes[0][1] != shapes[1][1] or 1 in (shapes[0][0], shapes[1][0]):
        return
    for site in case.sites[:1]:
        told = " ".join(told_near(case, site))
        for node in site.nodes(ast.BinOp) if _PAIRS.search(told) else ():
            match node:
                case ast.BinOp(left=ast.Name() as one, op=ast.Sub(), right=ast.Name() as other):
                    pass
                case _:
                    continue
            axes = _axes(site)
            if axes is None:
                continue
            changes = [
                (site.code.span(one), f"{one.id}[:, None]"),
                (site.code.span(other), f"{other.id}[None, :]"),
                *axes,
            ]
            says = f'all pairs of "{one.id}" and "{other.id}" are meant, as the words say'
            yield repaired(site.cell, site.code, changes, says, "all_pairs")


def _axes(site: Site) -> list[Change] | None:
    """Return the changes of the axis that is summed over; None where it is not the last one."""
    changes: list[Change] = []
    summed = 0
    for call in site.nodes(ast.Call):
        if callee(call) not in _OVER_ROWS:
            continue
        for word in call.keywords:
            if word.arg == "axis":
                axis = ast.unparse(word.value)
                if axis not in ("1", "-1"):
                    return None
                summed += 1
                changes += [(site.code.span(word.value), "2")] if axis == "1" else []
    return changes if summed == 1 else None
