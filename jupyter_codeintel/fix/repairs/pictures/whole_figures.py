"""What is done with a whole figure and is asked of one of its panels, and the other way round."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, missing_attribute

_OF_FIGURES = ("add_subplot", "autofmt_xdate", "savefig", "set_size_inches", "subplots_adjust",
               "suptitle", "tight_layout")  # fmt: skip
_OF_PANELS = (
    "axhline", "axis", "axvline", "bar", "barh", "boxplot", "contour", "contourf", "errorbar",
    "fill_between", "grid", "hist", "imshow", "loglog", "pcolormesh", "pie", "plot", "scatter",
    "semilogx", "semilogy", "set_title", "set_xlabel", "set_xlim", "set_xticks", "set_ylabel",
    "set_ylim", "set_yticks", "stem", "step", "tick_params",
)  # fmt: skip


class Drawn(NamedTuple):
    """Where a panel is made: the call, its cell, and the names of the figure and the panel."""

    cell: str
    code: Code
    call: ast.Call
    figure: str | None
    panel: str


async def parts_of_figures(case: Case) -> AsyncIterator[Repair]:
    """Yield ``fig.savefig`` for ``ax.savefig``, and ``ax.plot`` for ``fig.plot``."""
    missing = missing_attribute(case)
    if missing is None or missing[0] not in ("Axes", "Figure"):
        return
    others = _OF_FIGURES if missing[0] == "Axes" else _OF_PANELS
    if missing[1] not in others:
        return
    for site in case.sites[:1]:
        for node in attributes_at(site, missing[1])[:1]:
            new = _other(case, site, node)
            if new is None:
                continue
            shown = site.code.text(node.value)
            changes = [
                (site.code.span(one.value), new)
                for one in site.code.nodes(ast.Attribute, site.inside)
                if one.lineno >= node.lineno
                and one.attr in others
                and site.code.text(one.value) == shown
            ]
            says = f'"{missing[1]}" is of {new}, not of {shown}'
            yield repaired(site.cell, site.code, changes, says, "part_of_figure")


def _other(case: Case, site: Site, node: ast.Attribute) -> str | None:
    """Return the figure of a panel, or the only panel of a figure."""
    owner = node.value
    if node.attr in _OF_FIGURES:
        drawn = panel_made(case, site, owner) if isinstance(owner, ast.Name) else None
        if drawn is not None and drawn.figure is not None:
            return drawn.figure
        return f"{site.code.text(owner)}.figure"
    panels = {
        one.panel
        for one in panels_made(case, site)
        if isinstance(owner, ast.Name) and one.figure == owner.id and is_single(one.call)
    }
    return panels.pop() if len(panels) == 1 else None


def is_single(call: ast.Call) -> bool:
    """Whether a call makes one panel only."""
    if callee_of(call) != "subplots":
        return True
    counts = [*call.args[:2], *(one.value for one in call.keywords if one.arg in _COUNTS)]
    return all(isinstance(one, ast.Constant) and one.value == 1 for one in counts)


_COUNTS = ("ncols", "nrows")


def panel_made(case: Case, site: Site, owner: ast.Name) -> Drawn | None:
    """Return where the panel of a name was made last before a place."""
    found = None
    for one in panels_made(case, site):
        is_before = one.cell != site.cell or one.call.lineno <= site.line
        if one.panel == owner.id and is_before:
            found = one
    return found


def panels_made(case: Case, site: Site) -> Iterator[Drawn]:
    """Yield where panels get their names: in a function, or in the cells up to a failing one."""
    if site.inside is not None:
        yield from _made(site.cell, site.code, site.inside)
        return
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), site.cell)):
        yield from _made(cell, case.code(cell), None)


def _made(cell: str, text: Code, within: ast.AST | None) -> Iterator[Drawn]:
    assigned = sorted(text.nodes(ast.Assign, within), key=lambda node: node.lineno)
    for node in assigned:
        match node:
            case ast.Assign(
                targets=[ast.Tuple(elts=[ast.Name(id=figure), ast.Name(id=panel)])],
                value=ast.Call() as call,
            ) if callee_of(call) == "subplots":
                yield Drawn(cell, text, call, figure, panel)
            case ast.Assign(targets=[ast.Name(id=panel)], value=ast.Call() as call):
                if callee_of(call) in ("add_axes", "add_subplot", "axes", "gca", "subplot"):
                    owner = getattr(call.func, "value", None)
                    is_own = isinstance(owner, ast.Name) and callee_of(call).startswith("add")
                    yield Drawn(cell, text, call, owner.id if is_own and owner else None, panel)
