"""Colours that are given as parts of 255, or as the names of groups."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines
from jupyter_codeintel.fix.repairs.live_kinds import kind_at
from jupyter_codeintel.fix.repairs.words import words_near

_NO_COLOUR = re.compile(
    r"argument must be a valid color|RGBA values should be within 0-1 range"
    r"|Invalid RGBA argument|is not a valid value for (?:\w*color|c)\b"
)
_NO_COLOURS = re.compile(
    r"'c' argument must be a color, a sequence of colors, or a sequence of numbers"
)
_COLOURS = ("c", "color", "colors", "ecolor", "edgecolor", "edgecolors", "facecolor",
            "facecolors", "markeredgecolor", "markerfacecolor")  # fmt: skip


async def colours_of_255(case: Case) -> AsyncIterator[Repair]:
    """Yield a colour whose parts of 255 are parts of 1."""
    if not _NO_COLOUR.search(case.error.value):
        return
    for site in case.sites[:1]:
        changes = [
            (site.code.span(word.value), f"tuple(v / 255 for v in {site.code.text(word.value)})")
            for call in site.code.nodes(ast.Call, site.inside)
            for word in call.keywords
            if word.arg in _COLOURS
            and call.lineno >= site.line - 1
            and _is_of_255(case, site, word.value)
        ]
        if changes:
            says = "the parts of a colour are from 0 to 1"
            yield repaired(site.cell, site.code, changes, says, "colour_of_255")


def _is_of_255(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression is written as three whole numbers of which one is more than 1."""
    bound = case.binding(site, node)
    parts = literal(node if bound is None else bound.value)
    return (
        isinstance(parts, tuple | list)
        and len(parts) == 3
        and all(type(one) is int and 0 <= one <= 255 for one in parts)
        and max(parts) > 1
    )


async def points_by_groups(case: Case) -> AsyncIterator[Repair]:
    """Yield points that are drawn group by group, each with its name for the legend."""
    if not _NO_COLOURS.search(case.error.value):
        return
    for site in case.sites[:1]:
        statement = site.statement
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            continue
        has_legend = any(callee(call) == "legend" for call in site.code.nodes(ast.Call))
        is_told = "legend" in words_near(case, site) or has_legend
        changes = list(_by_group(case, site, statement.value)) if is_told else []
        if changes:
            says = "the groups are drawn one after the other, each in its colour"
            yield repaired(site.cell, site.code, changes, says, "points_by_groups")


def _by_group(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a loop over the groups of a table around a call that draws points of it."""
    key = next((word for word in call.keywords if word.arg == "c"), None)
    frame = key.value.value if key is not None and isinstance(key.value, ast.Subscript) else None
    if key is None or frame is None or callee(call) != "scatter" or not can_take_lines(site):
        return
    if kind_at(case, site, frame) != "DataFrame" or not isinstance(frame, ast.Name):
        return
    if any(word.arg in ("cmap", "label", "norm") for word in call.keywords):
        return
    columns = [
        node
        for node in ast.walk(call)
        if isinstance(node, ast.Subscript)
        and ast.unparse(node.value) == frame.id
        and isinstance(node.slice, ast.Constant)
    ]
    names = [node for node in ast.walk(call) if isinstance(node, ast.Name) and node.id == frame.id]
    if len(names) != len(columns) or not isinstance(key.value.slice, ast.Constant):  # type: ignore[attr-defined]
        return
    column = site.code.text(key.value.slice)  # type: ignore[attr-defined]
    start = site.code.span(call)[0]
    indentation = site.code.source[site.code.line_span(call.lineno)[0] : start]
    loop = f"for name, group in {frame.id}.groupby({column}):\n{indentation}    "
    yield (start, start), loop
    for node in columns:
        if node is not key.value:
            yield site.code.span(node.value), "group"
    yield site.code.span(key), "label=name"
