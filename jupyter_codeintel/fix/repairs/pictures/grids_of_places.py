"""Surfaces over a plane of which there are only the places along both axes."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding, names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, line_above
from jupyter_codeintel.fix.repairs.live_kinds import shape_at
from jupyter_codeintel.fix.repairs.written import free_name

_NO_TABLE = re.compile(
    r"Argument Z must be 2-dimensional|Input z must be (?:at least a \(2, 2\) shaped|2D, not 1D)"
    r"|not enough values to unpack \(expected 2, got 1\)"
)
_SURFACES = ("contour", "contourf", "pcolor", "pcolormesh", "plot_surface", "plot_wireframe")


async def grids_of_places(case: Case) -> AsyncIterator[Repair]:
    """Yield the grid that a function of two variables is worked out and drawn over."""
    numpy = case.name_of("numpy")
    if numpy is None or not _NO_TABLE.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) not in _SURFACES or len(call.args) < 3 or site.inside is not None:
                continue
            x, y, z = call.args[:3]
            bound = case.binding(site, z)
            if not isinstance(x, ast.Name) or not isinstance(y, ast.Name) or bound is None:
                continue
            new = _names(case, x.id, y.id)
            if new is None or not _is_over(case, site, (x, y), bound):
                continue
            grid = {x.id: new[0], y.id: new[1]}
            above = bound.site
            changes = [
                (site.code.span(node), grid[node.id])
                for part in (bound.value, x, y)
                for node in ast.walk(part)
                if isinstance(node, ast.Name) and node.id in grid
            ]
            made = f"{new[0]}, {new[1]} = {numpy}.meshgrid({x.id}, {y.id})"
            says = f'"{ast.unparse(z)}" is worked out over the grid of "{x.id}" and "{y.id}"'
            changes.append(line_above(above, made))
            yield repaired(site.cell, site.code, changes, says, "grid_of_places")


def _names(case: Case, x: str, y: str) -> tuple[str, str] | None:
    """Return the names of two grids: ``X`` and ``Y`` of ``x`` and ``y``."""
    for form in ("{0.upper}", "{0}_grid", "{0}{0}"):
        pair = [
            free_name(case, one.upper() if "upper" in form else form.format(one)) for one in (x, y)
        ]
        if pair[0] is not None and pair[1] is not None and pair[0] != pair[1]:
            return pair[0], pair[1]
    return None


def _is_over(case: Case, site: Site, axes: tuple[ast.Name, ast.Name], bound: Binding) -> bool:
    """Whether a value is worked out in the same cell from the places along both axes."""
    shapes = [shape_at(case, site, one) for one in axes]
    if axes[0].id == axes[1].id or any(len(shape) != 1 for shape in shapes):
        return False
    is_here = bound.cell == site.cell and can_take_lines(bound.site)
    return is_here and {one.id for one in axes} <= set(names_in(bound.value))
