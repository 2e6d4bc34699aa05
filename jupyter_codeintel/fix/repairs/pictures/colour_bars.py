"""Bars of colours that are not told what they are of."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.pictures.whole_figures import panel_made

_UNTOLD = re.compile(
    r"No mappable was found to use for colorbar creation"
    r"|colorbar\(\) missing 1 required positional argument: 'mappable'"
)
_OF_PANEL = "'Axes' object has no attribute 'colorbar'"
_NAMES = {
    "contour": "contours", "contourf": "contours", "hexbin": "bins", "imshow": "image",
    "matshow": "image", "pcolor": "mesh", "pcolormesh": "mesh", "scatter": "points",
}  # fmt: skip


class _Coloured(NamedTuple):
    """What has colours: the statement, the call that draws it, and the name that it has."""

    statement: ast.stmt
    call: ast.Call
    name: str | None


async def bars_of_colours(case: Case) -> AsyncIterator[Repair]:
    """Yield a bar of the colours of what is drawn, where there is one such thing."""
    is_of_panel = _OF_PANEL in case.error.value
    if not is_of_panel and not _UNTOLD.search(case.error.value):
        return
    for site in case.sites[:1]:
        bars = [call for call in site.nodes(ast.Call) if callee(call) == "colorbar"]
        drawn = list(_coloured(site))
        if not bars or len(drawn) != 1 or not isinstance(bars[0].func, ast.Attribute):
            continue
        changes = list(_told(case, site, bars[0], drawn[0]))
        if is_of_panel:
            changes += _of_figure(case, site, bars[0].func)
        if changes:
            says = "a bar of colours is told what it is of"
            yield repaired(site.cell, site.code, changes, says, "bar_of_colours")


def _coloured(site: Site) -> Iterator[_Coloured]:
    """Yield what is drawn in colours before a place, each with its own panel."""
    for node in site.code.nodes(ast.stmt, site.inside):
        value = node.value if isinstance(node, ast.Assign | ast.Expr) else None
        if not isinstance(value, ast.Call) or callee(value) not in _NAMES:
            continue
        given = {word.arg for word in value.keywords}
        if node.lineno >= site.line or (callee(value) == "scatter" and not given & {"c"}):
            continue
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield _Coloured(node, value, name)
            case ast.Expr():
                yield _Coloured(node, value, None)


def _told(case: Case, site: Site, bar: ast.Call, drawn: _Coloured) -> Iterator[Change]:
    """Yield the changes that hand to a bar what it is of."""
    if bar.args:
        return
    text, name, panel = site.code, drawn.name, getattr(drawn.call.func, "value", None)
    if name is None:
        name = _NAMES[callee_of(drawn.call)]
        taken = {node.id for node in text.nodes(ast.Name)}
        if name in taken or case.variable(name) is not None:
            return
        start = text.span(drawn.statement)[0]
        yield (start, start), f"{name} = "
    given = {word.arg for word in bar.keywords}
    is_placed = panel is None or given & {"ax", "cax"} or text.text(panel) in ("plt", "pyplot")
    new = name if is_placed or panel is None else f"{name}, ax={text.text(panel)}"
    place = text.span(bar.func)[1] + 1
    yield (place, place), f"{new}, " if bar.keywords else new


def _of_figure(case: Case, site: Site, function: ast.Attribute) -> list[Change]:
    """Return the change to the figure of a panel."""
    owner = function.value
    drawn = panel_made(case, site, owner) if isinstance(owner, ast.Name) else None
    figure = drawn.figure if drawn is not None else None
    return [(site.code.span(owner), figure or f"{site.code.text(owner)}.figure")]
