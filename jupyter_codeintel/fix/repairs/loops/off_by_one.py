"""Counting one too far."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.loops.both_neighbours import changes_to_inner_places
from jupyter_codeintel.fix.repairs.loops.last_items import keeps_each_item
from jupyter_codeintel.fix.repairs.loops.small_tables import loops_of_small_tables
from jupyter_codeintel.fix.repairs.words import goes_round

_RESHAPE = re.compile(r"cannot reshape array of size (\d+) into shape \(([\d, ]+)\)")
_SIZES = re.compile(r"\b(?:length|shapes?|sizes?|dimensions?|broadcast)\b")
_SAYS = "it counts one too far"


async def one_too_far(case: Case) -> AsyncIterator[Repair]:
    """Yield ranges that end with the last index."""
    for site in case.sites[:1]:
        if case.is_a("IndexError"):
            for change in (*_ranges(case, site), *_last_items(site)):
                yield repaired(site.cell, site.code, [change], _SAYS, "off_by_one")
        if case.is_a("ValueError") and _SIZES.search(case.error.value):
            for cell, change in _upstream(case, site):
                yield repaired(cell, case.code(cell), [change], _SAYS, "off_by_one")
        match = _RESHAPE.search(case.error.value)
        if match is not None:
            sizes = [int(size) for size in re.findall(r"\d+", match[2])]
            surplus = int(match[1]) - math.prod(sizes)
            for change in _surplus(site, surplus):
                says = f"there are {match[1]} values for {math.prod(sizes)} places"
                yield repaired(site.cell, site.code, [change], says, "off_by_one")


def _ranges(case: Case, site: Site) -> Iterator[Change]:
    """Yield ``len(x)`` for ``len(x) + 1`` in the ranges of the indexes at the site."""
    used = names_in(site.statement) if site.statement is not None else {}
    is_one_sided = not goes_round(case, site.cell) and not changes_to_inner_places(case, site)
    is_one_sided = is_one_sided and not keeps_each_item(case, site)
    fitting = loops_of_small_tables(case, site)  # what they fill is too small
    loops: list[ast.For | ast.comprehension] = [
        loop for loop in site.code.nodes(ast.For) if loop not in fitting
    ]
    for loop in (*loops, *site.code.nodes(ast.comprehension)):
        if isinstance(loop.target, ast.Name) and loop.target.id in used:
            for node in _sums(loop.iter):
                yield site.code.span(node), site.code.text(node.left)
            ahead = _ahead(site, loop.target.id) if is_one_sided else 0
            if ahead and isinstance(loop.iter, ast.Call) and _is_range_of_length(loop.iter):
                end = site.code.span(loop.iter.args[-1])[1]
                yield (end, end), f" - {ahead}"


def _ahead(site: Site, index: str) -> int:
    """Return how far beyond an index a statement looks: 1 for ``x[i + 1]``."""
    steps = [
        node.right.value
        for node in site.nodes(ast.BinOp)
        if isinstance(node.op, ast.Add)
        and isinstance(node.left, ast.Name)
        and node.left.id == index
        and isinstance(node.right, ast.Constant)
        and isinstance(node.right.value, int)
    ]
    return max(steps, default=0)


def _is_range_of_length(call: ast.Call) -> bool:
    is_range = isinstance(call.func, ast.Name) and call.func.id == "range"
    return is_range and len(call.args) in (1, 2) and _is_length(call.args[-1])


def _upstream(case: Case, site: Site) -> Iterator[tuple[str, Change]]:
    """Yield ``len(x)`` for ``len(x) + 1`` in ranges that the failing statement's values use."""
    names = names_in(site.statement) if site.statement is not None else {}
    cells = case.failure.flow.slice(names, before=case.failure.cell)
    for cell in (site.cell, *reversed(cells)):
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            for node in _sums(call):
                yield cell, (text.span(node), text.text(node.left))


def _sums(iterated: ast.expr) -> Iterator[ast.BinOp]:
    """Yield the end of a range that is a length and one more."""
    if not isinstance(iterated, ast.Call) or not isinstance(iterated.func, ast.Name):
        return
    if iterated.func.id != "range" or not iterated.args:
        return
    end = iterated.args[min(1, len(iterated.args) - 1)]
    if not isinstance(end, ast.BinOp) or not isinstance(end.op, ast.Add):
        return
    if getattr(end.right, "value", None) == 1 and _is_length(end.left):
        yield end


def _last_items(site: Site) -> Iterator[Change]:
    """Yield ``x[len(x) - 1]`` for ``x[len(x)]``."""
    for node in site.nodes(ast.Subscript):
        index = node.slice
        if not isinstance(index, ast.Call) or not _is_length(index):
            continue
        if site.code.text(index.args[0]) == site.code.text(node.value):
            end = site.code.span(index)[1]
            yield (end, end), " - 1"


def _is_length(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "len"
        and len(node.args) == 1
    )


def _surplus(site: Site, surplus: int) -> Iterator[Change]:
    """Yield the counts of a statement without what they have too much."""
    for node in site.nodes(ast.BinOp):
        number = getattr(node.right, "value", None)
        sign = {ast.Add: 1, ast.Sub: -1}.get(type(node.op), 0)
        if isinstance(number, int) and number and sign * number == surplus:
            yield site.code.span(node), site.code.text(node.left)
