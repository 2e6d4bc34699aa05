"""Pressures of columns of water, in pascals, that are added to those in bar and the like."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_DENSITY = re.compile(r"(?:^|_)(?:rho|density|dens)(?:_|$)", re.IGNORECASE)
_GRAVITY = re.compile(r"^(?:g|gravity|g_?0)$", re.IGNORECASE)
_HEIGHT = re.compile(r"^(?:d|h|z)$|depth|height|head", re.IGNORECASE)
_AIR = (
    (0.95, 1.05, "1e5", "bar"),
    (95.0, 105.0, "1e3", "kilopascals"),
    (950.0, 1050.0, "100", "hectopascals"),
)
"""What the air's pressure is in a unit, and how many pascals the unit has."""
_LIGHTEST = 500


async def pascals_of_water(case: Case) -> AsyncIterator[Repair]:
    """Yield ``1.013 + rho * g * depth / 1e5`` for ``1.013 + rho * g * depth``."""
    if not case.is_a("AssertionError"):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [(cell, change) for cell in cells for change in _changed(case, cell)]
    if len(found) == 1:
        cell, (change, unit) = found[0]
        says = f"density times gravity times depth is in pascals, and the rest in {unit}"
        yield repaired(cell, case.code(cell), [change], says, "water_pressure")


def _changed(case: Case, cell: str) -> Iterator[tuple[Change, str]]:
    """Yield the changes of sums of the air's pressure and a column's, and the unit of the air's."""
    text = case.code(cell)
    for node in text.nodes(ast.BinOp):
        if not isinstance(node.op, ast.Add):
            continue
        for air, column in ((node.left, node.right), (node.right, node.left)):
            value = _number(case, text, cell, air)
            units = [one for one in _AIR if value is not None and one[0] <= value <= one[1]]
            if units and _is_of_water(case, text, cell, column):
                end = text.span(column)[1]
                yield ((end, end), f" / {units[0][2]}"), units[0][3]


def _number(case: Case, text: Code, cell: str, node: ast.expr) -> float | None:
    """Return the number that is written, or that a name is set to."""
    bound = case.binding(Site(cell, text, getattr(node, "lineno", 1)), node)
    value = literal(bound.value if bound is not None else node)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]


def _is_of_water(case: Case, text: Code, cell: str, node: ast.expr) -> bool:
    """Whether a product is of a density in kilograms, of gravity, and of a depth."""
    parts = list(_factors(node))
    names = [
        one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in parts
    ]
    numbers = [_number(case, text, cell, one) for one in parts]
    is_dense = [
        (number is None and bool(_DENSITY.search(name))) or (number or 0) > _LIGHTEST
        for name, number in zip(names, numbers, strict=True)
    ]
    pulls = [bool(_GRAVITY.search(name)) or 9.7 < (number or 0) < 9.9
             for name, number in zip(names, numbers, strict=True)]  # fmt: skip
    heights = [bool(_HEIGHT.search(name)) for name in names]
    return len(parts) == 3 and sum(is_dense) == sum(pulls) == sum(heights) == 1


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            yield from _factors(left)
            yield from _factors(right)
        case _:
            yield node
