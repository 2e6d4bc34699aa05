"""Means and sums along the wrong axis that have a name, taken together with their array."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.arrays.row_reductions import (
    are_rows_meant,
    axis_of_columns,
    is_array,
    reckoned_with,
    targets_of,
)
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair

_BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes \((\d+),(\d*)\) \((\d+),(\d*)\)"
)
_CHECKING = ("allclose", "assert_allclose", "assert_almost_equal", "assert_array_almost_equal",
             "isclose")  # fmt: skip


async def named_reductions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``means = x.mean(axis=0)`` where ``x - means`` fails with the means of the rows.

    Words, names or a check below have to tell that there is one for each column.
    """
    for site in case.sites[:1]:
        shape = _shape(case)
        found = list(_reductions(case, site, shape)) if shape is not None else []
        if not found or shape is None or not _is_of_columns(case, site, shape):
            continue
        edits: dict[str, list[Change]] = {}
        for place, axis in found:
            edits.setdefault(place.cell, []).append((place.code.span(axis), "0"))
        texts = {cell: case.code(cell).replaced(*dict.fromkeys(several))
                 for cell, several in edits.items()}  # fmt: skip
        says = "there is one value for each column"
        yield Candidate(texts, "rule", says, "named_reduction")


def _shape(case: Case) -> tuple[int, int] | None:
    """Return the shape of the table that the values of its rows do not go together with."""
    match = _BROADCAST.search(case.error.value)
    if match is None:
        return None
    several = [
        [int(size) for size in pair if size] for pair in (match.group(1, 2), match.group(3, 4))
    ]
    values, whole = sorted(several, key=len)
    if len(values) != 1 or len(whole) != 2 or values[0] != whole[0] or whole[0] == whole[1]:
        return None
    return whole[0], whole[1]


def _reductions(case: Case, site: Site, shape: tuple[int, int]) -> Iterator[tuple[Site, ast.expr]]:
    """Yield the axes that what is reckoned with has its values along, the rows of such a table."""
    numpy = case.name_of("numpy")
    for name in reckoned_with(site):
        bound = case.binding(site, ast.Name(name))
        if bound is None or shape_of(case.failure, site, name) != shape[:1]:
            continue
        for call in bound.code.nodes(ast.Call, bound.value):
            for of in {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}:
                axis = axis_of_columns(call, of, numpy)
                here = bound.site if bound.site.inside is None else site
                is_whole = shape_of(case.failure, here, of) == shape and is_array(case, here, of)
                if axis is not None and is_whole:
                    yield bound.site, axis
    for call in site.nodes(ast.Call):
        for name in {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}:
            axis = axis_of_columns(call, name, numpy)
            if axis is not None and shape_of(case.failure, site, name) == shape:
                yield site, axis


def are_of_columns(case: Case, site: Site) -> bool:
    """Whether values are those of a table's rows where those of its columns are told."""
    shape = _shape(case)
    has_some = shape is not None and any(True for _ in _reductions(case, site, shape))
    return has_some and shape is not None and _is_of_columns(case, site, shape)


def _is_of_columns(case: Case, site: Site, shape: tuple[int, int]) -> bool:
    """Whether words, names or checks tell that there is one value for each column."""
    checked = set(_checked(case, site))
    names = [*targets_of(site)]
    cells = [site.cell]
    for name in reckoned_with(site):
        if shape_of(case.failure, site, name) == shape[:1]:
            bound = case.binding(site, ast.Name(name))
            names.append(name)
            cells += [bound.cell] if bound is not None else []
    told = are_rows_meant(case, cells, names, shape)
    found = checked if told is None else {*checked, not told}
    return found == {True}


def _checked(case: Case, site: Site) -> Iterator[bool]:
    """Yield of the checks of the result whether they take its columns together."""
    results = targets_of(site)
    index = case.failure.document.index(site.cell) or 0
    for cell in case.failure.document.cells[index:] if site.inside is None else ():
        text = case.code(cell.id) if cell.type == "code" else None
        for check in text.nodes(ast.AST) if text is not None else ():
            is_call = isinstance(check, ast.Call) and ast.unparse(check.func).endswith(_CHECKING)
            for call in ast.walk(check) if is_call or isinstance(check, ast.Assert) else ():
                yield from _axis(call, results)


def _axis(call: ast.AST, results: list[str]) -> Iterator[bool]:
    match call:
        case ast.Call(func=ast.Attribute(value=of, attr="mean" | "std" | "sum" | "max" | "min")):
            given = list(call.args)
            if ast.unparse(of) not in results and given:
                of = given.pop(0)
            axes = [*given, *(word.value for word in call.keywords if word.arg == "axis")]
            if ast.unparse(of) in results and len(axes) == 1 and literal(axes[0]) in (0, 1, -1):
                yield literal(axes[0]) == 0
