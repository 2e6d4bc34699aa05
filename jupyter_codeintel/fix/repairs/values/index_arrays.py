"""Arrays that are used as indexes, and are of fractions, or index a list."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_MOST_NAMES = 4
_FRACTIONS = re.compile(
    r"arrays used as indices must be of integer"
    r"|Cannot cast array data from dtype\('float\d+'\) to dtype\('int\d+'\)"
)
_OF_LISTS = "only integer scalar arrays can be converted to a scalar index"
_COUNTING = {"bincount": 0, "choose": 0, "take": -1, "take_along_axis": 1}
_FLOATS = ("ceil", "floor", "linspace", "loadtxt", "rint", "round", "sqrt", "trunc", "zeros")
_ORDERS = ("argpartition", "argsort", "flatnonzero", "permutation")
_MASK = re.compile(
    r"(?:^|_)(?:is|good|bad|flags?|keep|masks?|sel\w*|valid|outliers?|inliers?)(?:_|$)"
)
_NEAREST = re.compile(
    r"\b(?:closest|nearest)\b|\bround(?:ed|s)? (?:\w+ )?(?:off|to (?:an? |the )?(?:integer|whole))"
)
_UPWARDS = re.compile(r"\bround(?:ed|s|ing)? up\b|\bceil(?:ing)?\b")


async def fractions_as_indexes(case: Case) -> AsyncIterator[Repair]:
    """Yield the whole numbers of an array of fractions that others are looked up by."""
    if not _FRACTIONS.search(case.error.value):
        return
    for site in case.sites[:1]:
        words = " ".join(told_near(case, site)).lower()
        found = [node for node in _indexes(site) if _is_float(case, site, node)]
        if _UPWARDS.search(words) or any(_is_mask(node) for node in found):
            continue
        numpy = case.name_of("numpy") if _NEAREST.search(words) else None
        shown = '" and "'.join(dict.fromkeys(site.code.text(node) for node in found))
        says = f'"{shown}" holds fractions, and an index is a whole number'
        for cell, text, places in _places(case, site, found):
            changes = [(text.span(place), _whole(text, place, numpy)) for place in places]
            yield repaired(cell, text, changes, says, "fractions_as_indexes")


async def lists_by_arrays(case: Case) -> AsyncIterator[Repair]:
    """Yield the items of a list that an array has the places of."""
    if _OF_LISTS not in case.error.value:
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            live = case.variable(node.value.id) if isinstance(node.value, ast.Name) else None
            if (
                live is None
                or live.type not in ("list", "tuple")
                or not isinstance(node.slice, ast.Name | ast.Call | ast.Subscript)
            ):
                continue
            kind = _kind_of(case, site, node.slice)
            owner, index = site.code.text(node.value), site.code.text(node.slice)
            says = f'"{owner}" is a list, and is asked for one place after the other'
            numpy = case.name_of("numpy")
            if kind == "int":
                new = f"[{owner}[i] for i in {index}]"
                change = site.code.span(node), new
                yield repaired(site.cell, site.code, [change], says, "list_by_array")
            if kind is not None and numpy is not None:
                start, end = site.code.span(node.value)
                change = (start, end), f"{numpy}.array({owner})"
                yield repaired(site.cell, site.code, [change], says, "list_by_array")


def _indexes(site: Site) -> Iterator[ast.expr]:
    """Yield what things are looked up by in a failing statement."""
    for node in site.nodes(ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        yield from (part for part in parts if not isinstance(part, ast.Slice | ast.Constant))
    for call in site.nodes(ast.Call):
        place = _COUNTING.get(callee(call))
        if place is not None and call.args:
            yield call.args[min(place, len(call.args) - 1)]


def _is_float(case: Case, site: Site, node: ast.expr, most: int = _MOST_NAMES) -> bool:
    """Whether an expression is an array of fractions, as far as that is known."""
    match node:
        case ast.Name(id=name):
            told = told_of(case.failure, site, name)
            if told is not None:
                return ", float" in told
            live = case.variable(name) if case.path(site, node) is not None else None
            if live is not None:
                return (live.dtype or "").startswith("float")
            bound = case.binding(site, node) if most else None
            return bound is not None and _is_float(case, site, bound.value, most - 1)
        case ast.BinOp(left=left, right=right):
            is_divided = isinstance(node.op, ast.Div)
            return is_divided or any(_is_float(case, site, one, most) for one in (left, right))
        case ast.Call():
            is_whole = any(word.arg == "dtype" for word in node.keywords)
            return callee(node) in _FLOATS and not is_whole
    return False


def _places(
    case: Case, site: Site, found: list[ast.expr]
) -> Iterator[tuple[str, Code, list[ast.expr]]]:
    """Yield where indexes can be made whole: where they are used, and where they come from."""
    if not found:
        return
    here = site.cell, site.code, found
    is_one = len({ast.unparse(node) for node in found}) == 1
    bound = case.binding(site, found[0]) if is_one else None
    if bound is None or not isinstance(bound.value, ast.Call | ast.BinOp):
        yield here
        return
    worked_out: list[ast.expr] = [bound.value]
    there = bound.cell, bound.code, worked_out
    written = ast.unparse(found[0])
    used = sum(ast.unparse(one) == written for one in _all_indexes(case))
    yield from (there, here) if used > 1 else (here, there)


def _is_mask(node: ast.expr) -> bool:
    """Whether an index tells what is true of each, and not where it is."""
    return isinstance(node, ast.Name) and _MASK.search(node.id) is not None


def _all_indexes(case: Case) -> Iterator[ast.expr]:
    for cell in case.failure.document.cells:
        if cell.type == "code":
            for node in case.code(cell.id).nodes(ast.Subscript):
                yield node.slice


def _whole(text: Code, node: ast.expr, numpy: str | None) -> str:
    shown = text.text(node)
    if numpy is not None:
        return f"{numpy}.rint({shown}).astype(int)"
    if isinstance(node, ast.BinOp | ast.UnaryOp | ast.IfExp):
        shown = f"({shown})"
    return f"{shown}.astype(int)"


def _kind_of(case: Case, site: Site, node: ast.expr) -> str | None:
    """Return whether an array is of places or of truth values."""
    if isinstance(node, ast.Subscript):
        return _kind_of(case, site, node.value)
    if callee_of(node) in _ORDERS:
        return "int"
    live = case.variable(node.id) if isinstance(node, ast.Name) else None
    is_array = live is not None and live.type.rpartition(".")[2] == "ndarray"
    if live is None or not is_array or len(live.shape or ()) != 1:
        return None
    return next((kind for kind in ("int", "bool") if (live.dtype or "").startswith(kind)), None)
