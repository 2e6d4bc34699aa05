"""Groups of months, hours and the like, of which some have no rows."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near

_SIZES = re.compile(
    r"shape mismatch: objects cannot be broadcast|x and y must have same first dimension"
    r"|All arrays must be of the same length|Length of values \(\d+\) does not match"
    r"|operands could not be broadcast|incompatible sizes"
)
_ALL = {"month": (1, 13), "hour": (0, 24), "dayofweek": (0, 7), "weekday": (0, 7),
        "quarter": (1, 5), "minute": (0, 60)}  # fmt: skip
_COUNTED = ("count", "nunique", "size")
_OF_SOME = ("max", "mean", "median", "min", "std")
_ZERO = re.compile(
    r"\b(?:as|is|are|counts? as|with|shows?|to) (?:a )?(?:0|zeros?)\b|\bzeros? (?:for|where|if)\b"
)
_EMPTY = re.compile(r"\b(?:blank|empty|gaps?|holes?|missing|nan|no bars?)\b")


async def groups_without_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``reindex(range(1, 13))`` for sums of months, where all twelve are to be there.

    What a group without rows has is a count of 0, no mean, and a sum that the words tell.
    """
    if _SIZES.search(case.error.value) is None:
        return
    for site in case.sites[:1]:
        for place, call, size in _grouped(case, site):
            part = _part(case, call)
            first, end = _ALL.get(part, (0, 0))
            fill = _fill(callee(call), words_near(case, site))
            whole = end - first
            if fill is None or not whole or not _is_beside(case, site, whole, size):
                continue
            ends = f"{first}, {end}" if first else f"{end}"
            at = place.code.span(call)[1]
            says = f"there is a place for every {part}, and some have no rows"
            change = (at, at), f".reindex(range({ends}){fill})"
            yield repaired(place.cell, place.code, [change], says, "group_without_rows")
            return


def _grouped(case: Case, site: Site) -> Iterator[tuple[Site, ast.Call, int | None]]:
    """Yield what a statement uses that is worked out of groups, and for how many it was."""
    for node in site.nodes(ast.expr):
        bound = case.binding(site, node)
        live = case.variable(node.id) if isinstance(node, ast.Name) else None
        if bound is not None and isinstance(bound.value, ast.Call):
            size = live.shape[0] if live is not None and live.shape else None
            yield bound.site, bound.value, size
        elif isinstance(node, ast.Call):
            yield site, node, None


def _part(case: Case, call: ast.Call) -> str:
    """Return by which part of times the rows are grouped: ``"month"``."""
    node: ast.expr = call.func.value if isinstance(call.func, ast.Attribute) else call
    if isinstance(node, ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Call) or callee(node) != "groupby" or len(node.args) != 1:
        return ""
    key = node.args[0]
    column = literal(key)
    for cell in case.failure.document.cells if isinstance(column, str) else ():
        for made in case.code(cell.id).nodes(ast.Assign) if cell.type == "code" else ():
            target = made.targets[0]
            if isinstance(target, ast.Subscript) and literal(target.slice) == column:
                key = made.value
    match key:
        case ast.Attribute(value=ast.Attribute(attr="dt" | "index"), attr=part):
            return part
    return ""


def _fill(how: str, words: str) -> str | None:
    """Return the option by which groups without rows get a value; None where nothing tells."""
    is_zero, is_empty = _ZERO.search(words) is not None, _EMPTY.search(words) is not None
    if how in _OF_SOME:
        return None if is_zero else ""
    if is_zero:
        return ", fill_value=0" if how in (*_COUNTED, "sum") else None
    if how == "sum":
        return "" if is_empty else None
    return None if how not in _COUNTED else "" if is_empty else ", fill_value=0"


def _is_beside(case: Case, site: Site, whole: int, size: int | None) -> bool:
    """Whether there are fewer groups than all, which something else in the statement has."""
    numbers = {int(one) for one in re.findall(r"\d+", case.error.value)}
    lengths = {
        live.length or (live.shape or (None,))[0]
        for node in site.nodes(ast.Name)
        if (live := case.variable(node.id)) is not None
    }
    return whole in numbers | lengths and (size is None or size < whole)
