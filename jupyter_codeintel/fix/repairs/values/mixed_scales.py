"""Temperatures of two scales that are reckoned with as if they were of one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.knowledge.temperatures import FORMULAS
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.values.temperature_scales import scale_of
from jupyter_codeintel.fix.repairs.words import all_words, last_name

_ERRORS = ("AssertionError", "ValueError", "FloatingPointError")
_TEMPERATURES = re.compile(
    r"temp(?:s|erature|eratures)?(?![a-z])|thermomet|fahrenheit|celsius|kelvin|°|\bdegrees? [CFK]\b"
    r"|\bcool(?:s|ed|ing)?\b|\bheat(?:s|ed|ing)?\b",
    re.IGNORECASE,
)


class _Pair(NamedTuple):
    """Two temperatures that are taken from each other or compared."""

    cell: str
    code: Code
    sides: tuple[ast.expr, ast.expr]


async def mixed_scales(case: Case) -> AsyncIterator[Repair]:
    """Yield ``tea_c - (room_f - 32) * 5 / 9`` for ``tea_c - room_f``.

    What is of the rarer scale is turned into the other one.
    """
    raised = isinstance(case.sites[0].statement, ast.Raise) if case.sites else False
    if not (raised or case.is_a(*_ERRORS)):
        return
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    pairs = [one for cell in cells for one in _pairs(cell, case.code(cell))]
    told = [*all_words(case), *(case.failure.source(cell) for cell in cells)]
    if len({one.cell for one in pairs}) != 1 or not any(map(_TEMPERATURES.search, told)):
        return
    names: dict[str, set[str]] = {}
    for one in pairs:
        for side in one.sides:
            names.setdefault(scale_of(last_name(side)), set()).add(ast.unparse(side))
    if len(names) != 2:
        return
    few, many = sorted(names, key=lambda scale: len(names[scale]))
    if len(names[few]) == len(names[many]) or (few, many) not in FORMULAS:
        return
    cell, text, _ = pairs[0]
    nodes = [side for one in pairs for side in one.sides if scale_of(last_name(side)) == few]
    formula = FORMULAS[few, many][0]
    changes = [(text.span(node), f"({formula.format(text.text(node))})") for node in nodes]
    says = f"{few.upper()} is turned into {many.upper()}, the scale of the others"
    yield repaired(cell, text, changes, says, "mixed_scales")


def _pairs(cell: str, text: Code) -> Iterator[_Pair]:
    for node in text.nodes(ast.expr):
        match node:
            case ast.BinOp(left=one, op=ast.Sub() | ast.Add(), right=other):
                pass
            case ast.Compare(left=one, comparators=[other]):
                pass
            case _:
                continue
        plain = (ast.Name, ast.Subscript, ast.Attribute)
        if not isinstance(one, plain) or not isinstance(other, plain):
            continue
        scales = {scale_of(last_name(one)), scale_of(last_name(other))}
        if "" not in scales and len(scales) == 2:
            yield _Pair(cell, text, (one, other))
