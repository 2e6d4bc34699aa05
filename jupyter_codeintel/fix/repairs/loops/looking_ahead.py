"""Loops through all places of an array that also look at the ones after."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.loops.both_neighbours import changes_to_inner_places
from jupyter_codeintel.fix.repairs.loops.last_items import keeps_each_item
from jupyter_codeintel.fix.repairs.words import goes_round
from jupyter_codeintel.namespace import Variable

_OUTSIDE = re.compile(r"index (\d+) is out of bounds for axis \d+ with size (\d+)")
_OF_LISTS = re.compile(r"(?:list|tuple)(?: assignment)? index out of range")
_Loop = ast.For | ast.comprehension


class _Ahead(NamedTuple):
    """A place that is taken a step beyond a loop's index: ``x[i + 1]``."""

    owner: ast.expr
    axis: int
    step: ast.expr


async def ranges_that_look_ahead(case: Case) -> AsyncIterator[Repair]:
    """Yield ranges that end where what is looked at ahead is the last item."""
    if not case.is_a("IndexError"):
        return
    if not _OUTSIDE.search(case.error.value) and not _OF_LISTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        if goes_round(case, site.cell) or changes_to_inner_places(case, site):
            continue  # it goes on with the first one, or looks to both sides
        if keeps_each_item(case, site):
            continue
        for loop in _around(site):
            for change in (*_counted(case, site, loop), *_windows(case, site, loop)):
                says = "it looks at places after the last one"
                yield repaired(site.cell, site.code, [change], says, "looking_ahead")


def _counted(case: Case, site: Site, loop: _Loop) -> Iterator[Change]:
    """Yield ``range(n - 1)`` for ``x[i + 1]`` where ``x`` has ``n`` items."""
    end = _end(loop)
    count = _number(case, site, end)
    if end is None or count is None:
        return
    places = list(_ahead(site, loop))
    steps = [getattr(place.step, "value", None) for place in places]
    most = max((step for step in steps if isinstance(step, int)), default=0)
    if most < 1 or len(places) != sum(isinstance(step, int) for step in steps):
        return
    sizes = {_size(case, site, place.owner, place.axis) for place in places}
    if sizes != {count} or not _is_told(case, count) or _has_longer(case, site, count + most):
        return
    if not _is_written(case, site.code.text(end), most):
        place = site.code.span(end)[1]
        yield (place, place), f" - {most}"


def _windows(case: Case, site: Site, loop: _Loop) -> Iterator[Change]:
    """Yield ``range(len(x) - width + 1)`` for ``x[i + j]`` with ``j`` in ``range(width)``."""
    end = _end(loop)
    if end is None or not isinstance(loop, ast.For) or _sets_at(loop):
        return
    for place in _ahead(site, loop):
        inner = [one for one in _around(site) if _target(one) == getattr(place.step, "id", "")]
        width = _end(inner[0]) if len(inner) == 1 and inner[0] is not loop else None
        if width is None or not _is_length(case, site, end, place):
            continue
        at = site.code.span(end)[1]
        if isinstance(width, ast.Name):
            yield (at, at), f" - {width.id} + 1"
        elif isinstance(width, ast.Constant) and isinstance(width.value, int) and width.value > 1:
            yield (at, at), f" - {width.value - 1}"


def _around(site: Site) -> list[_Loop]:
    """Return the loops around the failing place: of its statement, and those it is in."""
    found: list[_Loop] = list(site.nodes(ast.comprehension))
    function = site.inside
    found += (
        loop
        for loop in site.code.nodes(ast.For, function)
        if loop.lineno < site.line <= (loop.end_lineno or loop.lineno)
    )
    return found


def _target(loop: _Loop) -> str | None:
    return loop.target.id if isinstance(loop.target, ast.Name) else None


def _end(loop: _Loop) -> ast.expr | None:
    """Return the end of the range that a loop goes through one by one."""
    call = loop.iter
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None
    if call.func.id != "range" or len(call.args) not in (1, 2) or call.keywords:
        return None
    return call.args[-1]


def _ahead(site: Site, loop: _Loop) -> Iterator[_Ahead]:
    """Yield the places of the failing statement that are beyond a loop's index."""
    index = _target(loop)
    for node in site.nodes(ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        for axis, part in enumerate(parts):
            if not isinstance(part, ast.BinOp) or not isinstance(part.op, ast.Add):
                continue
            if isinstance(part.left, ast.Name) and part.left.id == index:
                yield _Ahead(node.value, axis, part.right)


def _live(case: Case, site: Site, node: ast.expr | None) -> Variable | None:
    """Return the variable of the notebook that a name is."""
    if not isinstance(node, ast.Name) or case.path(site, node) is None:
        return None
    return case.variable(node.id)


def _number(case: Case, site: Site, node: ast.expr | None) -> int | None:
    """Return the value of a live whole number."""
    live = _live(case, site, node)
    is_whole = live is not None and live.type == "int" and (live.value or "").isdecimal()
    return int(live.value or "") if live is not None and is_whole else None


def _size(case: Case, site: Site, node: ast.expr, axis: int = 0) -> int | None:
    """Return how long a live list or array is along an axis."""
    live = _live(case, site, node)
    return None if live is None else _long(live, axis)


def _long(live: Variable, axis: int = 0) -> int | None:
    if live.shape is not None:
        return live.shape[axis] if axis < len(live.shape) else None
    return live.length if axis == 0 and live.type in ("list", "tuple") else None


def _is_told(case: Case, count: int) -> bool:
    """Whether the error is about the place just after the last one, as far as it tells."""
    match = _OUTSIDE.search(case.error.value)
    return match is None or (int(match[1]), int(match[2])) == (count, count)


def _has_longer(case: Case, site: Site, size: int) -> bool:
    """Whether another array of the cell has all places: then this one may be too short."""
    lives = [case.variable(name) for name in names_in(site.code.tree)]
    return any(live is not None and _long(live) == size for live in lives)


def _is_written(case: Case, name: str, step: int) -> bool:
    """Whether the notebook counts one more elsewhere: ``np.arange(n + 1)``."""
    return any(
        isinstance(node.op, ast.Add)
        and isinstance(node.left, ast.Name)
        and node.left.id == name
        and getattr(node.right, "value", None) == step
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.BinOp)
    )


def _is_length(case: Case, site: Site, end: ast.expr, place: _Ahead) -> bool:
    """Whether the end of a range is the length of what its places are taken of."""
    if isinstance(end, ast.Call) and isinstance(end.func, ast.Name) and end.func.id == "len":
        same = [site.code.text(argument) for argument in end.args]
        return same == [site.code.text(place.owner)] and place.axis == 0
    count = _number(case, site, end)
    return count is not None and _size(case, site, place.owner, place.axis) == count


def _sets_at(loop: ast.For) -> bool:
    """Whether a loop fills something at its index, which is to be as long as the loop."""
    return any(
        isinstance(node, ast.Subscript)
        and not isinstance(node.ctx, ast.Load)
        and _target(loop) in names_in(node.slice)
        for node in ast.walk(loop)
    )
