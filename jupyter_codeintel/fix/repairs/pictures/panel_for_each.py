"""Things drawn on an array of panels, one for each of them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import shape_at

_OF_ARRAY = re.compile(r"'numpy\.ndarray' object has no attribute '(\w+)'")
_DRAWN = frozenset(
    {"bar", "barh", "boxplot", "contour", "contourf", "errorbar", "fill_between", "hist", "hist2d",
     "imshow", "loglog", "matshow", "pcolormesh", "pie", "plot", "scatter", "semilogx", "semilogy",
     "stem", "step", "violinplot"}
)  # fmt: skip

_TOLD = ("annotate", "axhline", "axhspan", "axis", "axvline", "axvspan", "grid", "invert_yaxis",
         "legend", "margins", "text", "tick_params")  # fmt: skip


async def panel_for_each(case: Case) -> AsyncIterator[Repair]:
    """Yield a panel for each thing drawn, in their order, where there are as many of both.

    What is told of a panel after that, such as a title, belongs to the one drawn on last.
    """
    if not case.is_a("AttributeError") or not _OF_ARRAY.search(case.error.value):
        return
    for site in case.sites[:1]:
        for name in dict.fromkeys(node.id for node in site.nodes(ast.Name)):
            shape = _panels(case, site, name)
            changes = _changes(site, name, shape) if shape else []
            if changes:
                says = f'"{name}" holds several panels, and each is drawn on by itself'
                yield repaired(site.cell, site.code, changes, says, "panel_for_each")
                return


def _panels(case: Case, site: Site, name: str) -> tuple[int, ...]:
    """Return how many panels there are, by rows and columns if there are several of both."""
    bound = any(
        isinstance(node.targets[0], ast.Tuple)
        and callee_of(node.value) == "subplots"
        and any(isinstance(one, ast.Name) and one.id == name for one in node.targets[0].elts)
        for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), site.cell))
        for node in case.code(cell).nodes(ast.Assign)
    )
    return shape_at(case, site, ast.Name(name)) if bound else ()


def _changes(site: Site, name: str, shape: tuple[int, ...]) -> list[Change]:
    """Return the changes that give each thing its panel; none where that is not plain."""
    uses = sorted(
        (
            node
            for node in site.code.nodes(ast.Name)
            if node.id == name and isinstance(node.ctx, ast.Load)
        ),
        key=site.code.span,
    )
    at, changes = -1, []
    for node in uses:
        kind = _use(site, node)
        at += kind == "drawn"
        if not kind or at < 0:
            return []
        changes.append(((site.code.span(node)[1],) * 2, f"[{_place(at, shape)}]"))
    count = 1
    for size in shape:
        count *= size
    return changes if at + 1 == count and not _is_in_loop(site, uses) else []


def _use(site: Site, node: ast.Name) -> str:
    """Return whether a panel is drawn on, or told something; nothing if it is neither."""
    for call in site.code.nodes(ast.Call):
        if any(word.arg == "ax" and word.value is node for word in call.keywords):
            return "drawn"
        if isinstance(call.func, ast.Attribute) and call.func.value is node:
            is_told = callee(call).startswith("set_") or callee(call) in _TOLD
            return "drawn" if callee(call) in _DRAWN else "told" * is_told
    return ""


def _place(at: int, shape: tuple[int, ...]) -> str:
    return str(at) if len(shape) == 1 else ", ".join(map(str, divmod(at, shape[-1])))


def _is_in_loop(site: Site, uses: list[ast.Name]) -> bool:
    """Whether panels are used where a place may be reached more than once, or in a function."""
    kinds = (ast.For, ast.While, ast.FunctionDef, ast.Lambda, ast.comprehension)
    return any(
        isinstance(outer, kinds) and node in ast.walk(outer)
        for outer in ast.walk(site.code.tree)
        for node in uses
    )
