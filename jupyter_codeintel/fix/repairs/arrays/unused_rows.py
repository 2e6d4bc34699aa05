"""Systems of equations in which one row stands twice, and a row that was made stands nowhere."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_SINGULAR = re.compile(r"singular", re.IGNORECASE)
_MAKERS = ("array", "asarray", "vstack", "stack", "column_stack")
_FEW = 3
"""Rows from which on their places tell that they are meant to go up."""
_Place = tuple[int, int]
"""The cell and the line in which a name is set."""


async def rows_made_for_it(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[ones, fat, sugar]`` for ``[ones, fat, fat]`` where ``sugar`` is not used at all."""
    for site in case.sites[:1] if _SINGULAR.search(case.error.value) else ():
        for call in site.nodes(ast.Call):
            matrix = call.args[0] if callee_of(call) in ("solve", "inv") and call.args else None
            bound = case.binding(site, matrix) if matrix is not None else None
            if bound is None:
                continue
            rows = _rows(bound.value)
            for at, place in _out_of_turn(rows):
                says = f"the row at {literal(place)} stands there twice, and the one at {at} not"
                change = bound.code.span(place), str(at)
                yield repaired(bound.cell, bound.code, [change], says, "unused_row")
                return
            twice = [(i, j) for j in range(len(rows)) for i in range(j) if _same(rows[i], rows[j])]
            unused = _unused(case, len(rows))
            if len(twice) != 1 or len(unused) != 1:
                continue
            name, line = unused.popitem()
            order = [_place(case, bound.site, row) for row in rows]
            fits = [at for at in twice[0] if _is_in_order(order, at, line)]
            if len(fits) == 1:
                says = f"{name} was made for a row, and another row stands there twice"
                change = bound.code.span(rows[fits[0]]), name
                yield repaired(bound.cell, bound.code, [change], says, "unused_row")
                return


def _rows(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.Call(args=[ast.List(elts=rows) | ast.Tuple(elts=rows), *_]):
            return list(rows) if callee_of(node) in _MAKERS else []
    return []


def _out_of_turn(rows: list[ast.expr]) -> Iterator[tuple[int, ast.expr]]:
    """Yield where one of several rows has the place of another: ``r[0], r[1], r[0]``."""
    looked_up = [[n for n in ast.walk(row) if isinstance(n, ast.Subscript)
                  and isinstance(literal(n.slice), int)] for row in rows]  # fmt: skip
    if len(rows) < _FEW or any(len(one) != 1 for one in looked_up):
        return
    places = [one[0].slice for one in looked_up]
    numbers = [literal(place) for place in places]
    texts = {ast.unparse(row).replace(f"[{n}]", "[]") for row, n in zip(rows, numbers, strict=True)}
    wrong = [at for at, number in enumerate(numbers) if number != at]
    if len(texts) == len(wrong) == 1 and wrong[0] not in numbers:
        yield wrong[0], places[wrong[0]]


def _same(one: ast.expr, other: ast.expr) -> bool:
    """Whether two rows are the same, or of one number each."""
    if isinstance(one, ast.Name) or isinstance(other, ast.Name):
        return ast.unparse(one) == ast.unparse(other)
    return _is_of_one_number(one) and _is_of_one_number(other)


def _is_of_one_number(node: ast.expr) -> bool:
    value = literal(node)
    if isinstance(value, list | tuple):
        return len(set(map(repr, value))) == 1
    return callee_of(node) in ("ones", "full") or (
        isinstance(node, ast.BinOp) and _is_of_one_number(node.left)
    )


def _cells(case: Case) -> list[str]:
    return list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))


def _vectors(case: Case) -> Iterator[tuple[str, ast.expr, _Place]]:
    """Yield the names that are set to written rows."""
    for at, cell in enumerate(_cells(case)):
        for node in case.code(cell).tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    yield name, value, (at, node.lineno)


def _unused(case: Case, size: int) -> dict[str, _Place]:
    """Return the rows of so many numbers that nothing was made of."""
    used = {
        node.id
        for cell in _cells(case)
        for node in case.code(cell).nodes(ast.Name)
        if isinstance(node.ctx, ast.Load)
    }
    found = {}
    for name, value, place in _vectors(case):
        inner = value.args[0] if isinstance(value, ast.Call) and len(value.args) == 1 else value
        numbers = literal(inner)
        is_row = isinstance(numbers, list | tuple) and len(numbers) == size
        if is_row and name not in used and all(isinstance(one, int | float) for one in numbers):  # type: ignore[attr-defined]
            found[name] = place
    return found


def _place(case: Case, site: Site, row: ast.expr) -> _Place | None:
    """Return where a row is made, if it has a name."""
    if not isinstance(row, ast.Name):
        return None
    return next((place for name, _, place in _vectors(case) if name == row.id), None)


def _is_in_order(order: list[_Place | None], at: int, place: _Place) -> bool:
    """Whether a row would stand after those that are made before it."""
    before = [one for one in order[:at] if one is not None]
    after = [one for one in order[at + 1 :] if one is not None]
    return all(one < place for one in before) and all(one > place for one in after)
