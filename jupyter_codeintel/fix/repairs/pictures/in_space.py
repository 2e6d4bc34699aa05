"""Panels that are flat, and that something in space is drawn on."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, missing_attribute
from jupyter_codeintel.fix.repairs.pictures.whole_figures import Drawn, is_single, panel_made

_IN_SPACE = frozenset(
    {"add_collection3d", "bar3d", "contour3D", "contourf3D", "plot3D", "plot_surface",
     "plot_trisurf", "plot_wireframe", "scatter3D", "set_zlabel", "set_zlim", "set_zscale",
     "set_zticks", "set_zticklabels", "text2D", "tricontourf3D", "view_init", "voxels", "zaxis"}
)  # fmt: skip
"""What only panels in space know."""
_OF_SPACE = re.compile(r"\.set\(\) got an unexpected keyword argument '(?:zdir|zs)'")


async def panels_in_space(case: Case) -> AsyncIterator[Repair]:
    """Yield ``projection="3d"`` for a panel on which something in space is drawn."""
    missing = missing_attribute(case)
    name = missing[1] if missing is not None and missing[0] == "Axes" else ""
    if name not in _IN_SPACE and not _OF_SPACE.search(case.error.value):
        return
    for site in case.sites[:1]:
        for owner in _owners(site, name if name in _IN_SPACE else None):
            drawn = panel_made(case, site, owner)
            change = _in_space(drawn) if drawn is not None else None
            if drawn is not None and change is not None:
                says = f'"{owner.id}" is to be a panel in space'
                yield repaired(drawn.cell, drawn.code, [change], says, "panel_in_space")
                return


def _owners(site: Site, attribute: str | None) -> Iterator[ast.Name]:
    """Yield the names of the panels that a failing statement draws on."""
    nodes: list[ast.Attribute] = attributes_at(site, attribute) if attribute is not None else []
    for call in site.nodes(ast.Call) if attribute is None else ():
        given = {word.arg for word in call.keywords}
        if isinstance(call.func, ast.Attribute) and given & {"zdir", "zs"}:
            nodes.append(call.func)
    yield from (node.value for node in nodes if isinstance(node.value, ast.Name))


def _in_space(drawn: Drawn) -> Change | None:
    """Return the change of the call that makes a panel, so that it is one in space."""
    text, call = drawn.code, drawn.call
    quote = "'" if "'" in text.source and '"' not in text.source else '"'
    space = f"{quote}3d{quote}"
    given = {word.arg for word in call.keywords}
    if not is_single(call) or given & {"projection", "polar", "subplot_kw"}:
        return None
    if callee(call) == "subplots":
        return with_option(text, call, "subplot_kw", f"{{{quote}projection{quote}: {space}}}")
    if callee(call) != "gca":
        return with_option(text, call, "projection", space)
    if not isinstance(call.func, ast.Attribute) or call.args or call.keywords:
        return None
    owner = text.text(call.func.value)
    made = "axes" if owner in ("plt", "pyplot") else "add_subplot"
    return text.span(call), f"{owner}.{made}(projection={space})"
