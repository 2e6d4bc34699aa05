"""Edges of bins beside what is counted in them: there is one more of them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_TOLD = re.compile(
    r"must have same first dimension, but have shapes \((\d+),\) and \((\d+),\)"
    r"|Mismatch is between .* with shape \((\d+),\) and .* with shape \((\d+),\)"
    r"|operands could not be broadcast together with shapes \((\d+),\) \((\d+),\)"
    r"|'x' has size (\d+), but 'y1' has an unequal size of (\d+)"
    r"|shapes \((\d+),\) and \((\d+),\) not aligned|\(size (\d+) is different from (\d+)\)"
)
_UNTOLD = re.compile(
    r"'?x'? and '?y'? (?:must (?:be|have) the same (?:size|length)|to have same length)"
    r"|fp and xp are not of the same length|Shapes? of weights",
    re.IGNORECASE,
)
_COUNTING = ("hist", "histogram")
_LEFT = re.compile(r"\b(?:left|lower) (?:bound|edge|end|limit)|\bstarts? of (?:\w+ )?bins?\b")
_RIGHT = re.compile(r"\b(?:right|upper) (?:bound|edge|end|limit)|\bends? of (?:\w+ )?bins?\b")
_CUMULATED = ("accumulate", "cumsum")
_MOST = 3  # names that are followed, one from the other


class Pair(NamedTuple):
    """What stands beside something else in one operation, and is to have its length."""

    whole: ast.expr
    x: ast.expr
    y: ast.expr


class _Bins(NamedTuple):
    """How the edges of bins, and what is counted in them, are written in a notebook."""

    edges: set[str]
    counts: set[str]


def pairs(site: Site) -> Iterator[Pair]:
    """Yield what is drawn over, averaged with or multiplied by what, in a failing statement."""
    for call in site.nodes(ast.Call):
        given = {word.arg: word.value for word in call.keywords}
        named = [given[name] for name in ("height", "y", "y1", "weights") if name in given]
        first = call.args[0] if call.args else given.get("x")
        second = call.args[1] if len(call.args) > 1 else next(iter(named), None)
        if first is not None and second is not None:
            yield Pair(call, first, second)
    for node in site.nodes(ast.BinOp):
        if isinstance(node.op, ast.Mult | ast.MatMult):
            yield Pair(node, node.left, node.right)
            yield Pair(node, node.right, node.left)


def may_be_one_too_many(case: Case, site: Site, pair: Pair) -> bool:
    """Whether the first of a pair may be one more than the second, as an error tells."""
    match = _TOLD.search(case.error.value)
    x, y = _length(case, site, pair.x), _length(case, site, pair.y)
    if match is not None:
        fewer, more = sorted(int(size) for size in match.groups() if size is not None)
        return more - fewer == 1 and x in (more, None) and y in (fewer, None)
    return _UNTOLD.search(case.error.value) is not None and (x is None or y is None or x - y == 1)


def origins(case: Case, site: Site, node: ast.expr, most: int = _MOST) -> Iterator[ast.expr]:
    """Yield an expression, and those that the names in it have their values from."""
    yield node
    for name in ast.walk(node) if most else ():
        bound = case.binding(site, name) if isinstance(name, ast.Name) else None
        if bound is not None and bound.value is not node:
            yield from origins(case, site, bound.value, most - 1)


async def bin_middles(case: Case) -> AsyncIterator[Repair]:
    """Yield the middles of bins for their edges, where these stand beside what is counted."""
    bins = _bins(case)
    for site in case.sites[:1] if bins.edges else ():
        for pair in pairs(site):
            found = _edges_of(case, site, pair.x, bins.edges)
            if found is None or not may_be_one_too_many(case, site, pair):
                continue
            if not _is_counted(case, site, pair.y, bins.counts):
                continue
            cell, text, edges = found
            new = _places(case, site, pair, text.text(edges), _is_list(case, site, edges))
            if new is not None:
                is_part = edges is not pair.x or isinstance(pair.whole, ast.BinOp)
                new = f"({new})" if is_part and text is site.code and " / " in new else new
                says = "there is one more edge than there are bins"
                yield repaired(cell, text, [(text.span(edges), new)], says, "bin_middles")
                return


def _bins(case: Case) -> _Bins:
    """Return the edges and counts of all histograms of a notebook."""
    found = _Bins(set(), set())
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        for node in text.nodes(ast.Assign):
            _add(found, node.targets[0], node.value)
        for call in text.nodes(ast.Call):
            if callee(call) in _COUNTING:
                bins = [word.value for word in call.keywords if word.arg == "bins"]
                found.edges.update(one.id for one in bins if isinstance(one, ast.Name))
                found.edges.update(one.id for one in call.args[1:2] if isinstance(one, ast.Name))
    return found


def _add(found: _Bins, target: ast.expr, value: ast.expr) -> None:
    """Add what an assignment has of a histogram."""
    written = ast.unparse(target)
    match target, value:
        case ast.Tuple(elts=[counts, edges, *_]), _ if callee_of(value) in _COUNTING:
            found.counts.add(ast.unparse(counts))
            found.edges.add(ast.unparse(edges))
        case _, ast.Subscript(value=ast.Call() as call, slice=ast.Constant(value=0 | 1 as place)):
            if callee(call) in _COUNTING:
                (found.edges if place else found.counts).add(written)
        case ast.Name(), _ if callee_of(value) in _COUNTING:
            found.counts.add(f"{written}[0]")
            found.edges.add(f"{written}[1]")
        case _, ast.Call() as call if callee(call) == "histogram_bin_edges":
            found.edges.add(written)


def _edges_of(
    case: Case, site: Site, x: ast.expr, edges: set[str]
) -> tuple[str, Code, ast.expr] | None:
    """Return where edges stand in what is reckoned with them, item by item."""
    found = [node for node in _items(x) if ast.unparse(node) in edges]
    if len(found) == 1:
        return site.cell, site.code, found[0]
    bound = case.binding(site, x)
    if bound is not None and isinstance(bound.value, ast.Name) and bound.value.id in edges:
        return bound.cell, bound.code, bound.value
    return None


def _items(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the arrays of which an expression takes each item by itself."""
    match node:
        case ast.BinOp(left=left, right=right):
            yield from _items(left)
            yield from _items(right)
        case ast.UnaryOp(operand=operand):
            yield from _items(operand)
        case _:
            yield node


def _is_counted(case: Case, site: Site, y: ast.expr, counts: set[str]) -> bool:
    """Whether a value comes from what a histogram counted."""
    return any(
        ast.unparse(node) in counts or callee_of(node) in _COUNTING
        for origin in origins(case, site, y)
        for node in ast.walk(origin)
        if isinstance(node, ast.Name | ast.Subscript | ast.Attribute | ast.Call)
    )


def _places(case: Case, site: Site, pair: Pair, edges: str, is_list: bool) -> str | None:
    """Return the place of each bin: its middle, or the edge that the code or words say."""
    styles = " ".join(_styles(pair.whole))
    words = " ".join(told_near(case, site)).lower()
    inner = (node for one in origins(case, site, pair.y) for node in ast.walk(one))
    if any(callee_of(node) in _CUMULATED for node in inner):
        return f"{edges}[1:]"
    if "post" in styles or "edge" in styles or (_LEFT.search(words) and not _RIGHT.search(words)):
        return f"{edges}[:-1]"
    if "pre" in styles or (_RIGHT.search(words) and not _LEFT.search(words)):
        return f"{edges}[1:]"
    if callee_of(pair.whole) == "step" and "mid" not in styles:
        return None  # its steps begin or end at the places, whichever is meant
    if is_list:
        return f"[(a + b) / 2 for a, b in zip({edges}, {edges}[1:])]"
    return f"({edges}[:-1] + {edges}[1:]) / 2"


def _styles(node: ast.expr) -> Iterator[str]:
    """Yield how a drawing places its bars and steps."""
    for word in node.keywords if isinstance(node, ast.Call) else ():
        if word.arg in ("align", "drawstyle", "ds", "step", "where"):
            yield str(getattr(word.value, "value", ""))


def _is_list(case: Case, site: Site, edges: ast.expr) -> bool:
    live = case.variable(edges.id) if isinstance(edges, ast.Name) else None
    bound = case.binding(site, edges)
    if bound is not None and isinstance(bound.value, ast.List | ast.ListComp):
        return True
    return live is not None and live.type in ("list", "range", "tuple")


def _length(case: Case, site: Site, node: ast.expr) -> int | None:
    return length_of(case.failure, site, node.id) if isinstance(node, ast.Name) else None
