"""Shares where they are written, and the ways to make fractions of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.callers import given_everywhere
from jupyter_codeintel.fix.repairs.case import Case, Change

_MOST = 100
_Placed = tuple[Site, ast.expr]


def numbers_at(case: Case, site: Site, node: ast.expr, wanted: float | None) -> list[float] | None:
    """Return the numbers that something is given as shares; None if they are none in per cent."""
    found = list(_written(case, site, node))
    values = [literal(one) for _, one in found]
    several = [one for value in values
               for one in (value if isinstance(value, list | tuple) else [value])]  # fmt: skip
    numbers = [float(one) for one in several if isinstance(one, int | float)]
    if not numbers or len(numbers) != len(several) or max(numbers) <= 1:
        return None
    if not all(one == 0 or 1 <= one <= _MOST for one in numbers):
        return None
    return numbers if wanted is None or wanted in numbers else None


def _written(case: Case, site: Site, node: ast.expr) -> Iterator[_Placed]:
    """Yield the literals that an expression stands for."""
    if not isinstance(node, ast.Name):
        yield site, node
        return
    for loop in site.loops_around:
        if getattr(loop.target, "id", "") == node.id:
            bound = case.binding(site, loop.iter)
            yield (bound.site, bound.value) if bound is not None else (site, loop.iter)
            return
    bound = case.binding(site, node)
    if bound is not None:
        yield bound.site, bound.value
        return
    yield from given_everywhere(case, site, node.id)
    yield from _default(site, node.id)


def _default(site: Site, name: str) -> Iterator[_Placed]:
    """Yield what a parameter is, if nothing is given for it."""
    given = site.inside.args if site.inside is not None else None
    if given is not None:
        names = [*given.posonlyargs, *given.args]
        places = names[len(names) - len(given.defaults) :]
        pairs = [*zip(places, given.defaults, strict=True),
                 *zip(given.kwonlyargs, given.kw_defaults, strict=True)]  # fmt: skip
        yield from ((site, value) for one, value in pairs if one.arg == name and value is not None)


def changed_ways(case: Case, found: list[_Placed]) -> Iterator[dict[str, list[Change]]]:
    """Yield the changes where shares are written, and those where they are used."""
    if not found:
        return
    written = [_where_written(case, *one) for one in found]
    used = [_where_used(case, *one) for one in found]
    ways = [written, used]
    if any(
        one is not None and _is_named_so(node) for one, (_, node) in zip(used, found, strict=True)
    ):
        ways.reverse()
    seen: list[dict[str, list[Change]]] = []
    for way in ways:
        changes: dict[str, list[Change]] = {}
        for one in way:
            for cell, change in one or ():
                changes.setdefault(cell, []).append(change)
        if None not in way and changes not in seen:
            seen.append(changes)
            yield changes


def _is_named_so(node: ast.expr) -> bool:
    name = getattr(node, "id", "").lower()
    return "percent" in name or "pct" in name or "prozent" in name


def _where_written(case: Case, site: Site, node: ast.expr) -> list[tuple[str, Change]] | None:
    """Return the changes of the literals, if they are used for nothing else."""
    if isinstance(node, ast.Name):
        cells = [case.code(one.id) for one in case.failure.document.cells if one.type == "code"]
        uses = [one for text in cells for one in text.nodes(ast.Name)
                if one.id == node.id and isinstance(one.ctx, ast.Load)]  # fmt: skip
        is_loop = any(getattr(loop.target, "id", "") == node.id for loop in site.loops_around)
        if len(uses) != 1 or is_loop:
            return None
    found = []
    for at, value in _written(case, site, node):
        parts = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        for part in parts:
            number = literal(part)
            if not isinstance(number, int | float):
                return None
            if number:
                found.append((at.cell, (at.code.span(part), repr(round(number / 100, 10)))))
    return found


def _where_used(case: Case, site: Site, node: ast.expr) -> list[tuple[str, Change]] | None:
    """Return the change that divides a name where it is used."""
    if not isinstance(node, ast.Name):
        return _where_written(case, site, node)
    values = [literal(value) for _, value in _written(case, site, node)]
    is_loop = any(getattr(loop.target, "id", "") == node.id for loop in site.loops_around)
    new = f"{node.id} / 100"
    if not is_loop and any(isinstance(value, list | tuple) for value in values):
        new = f"[share / 100 for share in {node.id}]"
    return [(site.cell, (site.code.span(node), new))]
