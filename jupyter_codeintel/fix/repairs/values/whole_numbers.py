"""Fractions where a whole number is needed: an index, a count, a size."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_WHOLE = re.compile(
    r"'(?:float|numpy\.float\d+)' object cannot be interpreted as an integer"
    r"|slice indices must be integers|Only integers accepted as `n`|`bins` must be an integer"
    r"|indices must be integers(?: or slices)?, not '?(?:float|numpy\.float\d+)"
    r"|^only integers, slices|'float' object cannot be interpreted as an index"
    r"|expected a sequence of integers or a single integer"
    r"|with a non-integer key|with these indexers \[[-\d.]+\] of type float"
)
_ALL = ("range", "islice", "reshape", "subplots", "eye", "head", "tail", "nlargest", "nsmallest",
        "sample", "shift")  # fmt: skip
"""Functions whose arguments by place are all counts."""
_AT = {"choice": 1, "empty": 0, "full": 0, "geomspace": 2, "histogram": 1, "linspace": 2,
       "logspace": 2, "normal": 2, "ones": 0, "rand": 0, "randint": 2, "randn": 0, "integers": 2,
       "repeat": 1, "split": 1, "uniform": 2, "zeros": 0}  # fmt: skip
"""Functions of which one argument is a count, and its place."""
_NAMED = ("bins", "k", "n", "ncols", "nrows", "num", "periods", "shape", "size", "window")
_ROOTS = ("ceil", "cbrt", "exp", "floor", "log", "log10", "log2", "rint", "round", "sqrt")
_NEAREST = re.compile(
    r"\bnearest\b|\bround(?:ed|s)? (?:\w+ )?(?:off|to (?:an? |the )?(?:integer|whole))"
)
_UPWARDS = re.compile(r"\bround(?:ed|s|ing)? up\b|\bceil(?:ing)?\b|\bat least\b")
_A_HAIR = 1e-6
_SAYS = "a whole number is needed, and / gives none"
_CUT = "a whole number is needed, and this may be a fraction"


async def whole_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield the division that leaves a whole number, or what cuts a fraction, where needed."""
    if not _WHOLE.search(case.error.value):
        return
    for site in case.sites[:1]:
        words = " ".join(told_near(case, site)).lower()
        cut = "round" if _NEAREST.search(words) else "int"
        if _UPWARDS.search(words):
            return
        found = [node for node in _needed(site) if _is_fraction(case, site, node)]
        for node in dict.fromkeys(found):
            for repair in _repairs(case, site, node, cut):
                yield repair
        if not found:
            for change in _divisions(site, site.nodes(ast.BinOp)):
                yield repaired(site.cell, site.code, [change], _SAYS, "whole_number")


def _repairs(case: Case, site: Site, node: ast.expr, cut: str) -> Iterator[Repair]:
    """Yield how one expression is made a whole number."""
    bound = case.binding(site, node)
    halved = _halved(node)
    if halved is not None and cut == "int":
        for change in _divisions(site, [halved]):
            yield repaired(site.cell, site.code, [change], _SAYS, "whole_number")
        return
    origin = _halved(bound.value) if bound is not None and cut == "int" else None
    if bound is not None and origin is not None:
        place = bound.site
        for change in _divisions(place, [origin]):
            yield repaired(bound.cell, bound.code, [change], _SAYS, "whole_number")
    if _is_nearly_whole(case, node):
        cut = "round"
    change = site.code.span(node), f"{cut}({site.code.text(node)})"
    yield repaired(site.cell, site.code, [change], _CUT, "whole_number")


def _is_nearly_whole(case: Case, node: ast.expr) -> bool:
    """Whether rounding alone keeps a number from being whole: 6.999999999999999."""
    live = case.variable(node.id) if isinstance(node, ast.Name) else None
    value = live.value if live is not None and live.type.endswith(("float", "float64")) else None
    try:
        number = float((value or "").removeprefix("np.float64(").removesuffix(")"))
        return abs(number - round(number)) < _A_HAIR
    except (OverflowError, ValueError):  # no number, or none that can be a count
        return False


def _needed(site: Site) -> Iterator[ast.expr]:
    """Yield what has to be a whole number in a failing statement."""
    for subscript in site.nodes(ast.Subscript):
        yield from _indexes(subscript.slice)
    for call in site.nodes(ast.Call):
        name = callee(call)
        place = _AT.get(name)
        for node in call.args if name in _ALL else ():
            yield from _indexes(node)
        if place is not None and place < len(call.args):
            yield from _indexes(call.args[place])
        for word in call.keywords:
            if word.arg in _NAMED:
                yield from _indexes(word.value)


def _indexes(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _indexes(part)
        case ast.Slice(lower=lower, upper=upper, step=step):
            yield from (part for part in (lower, upper, step) if part is not None)
        case _:
            yield node


def _is_fraction(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression is known to give no whole number, by its kind."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, float) and value.is_integer()
        case ast.BinOp(op=ast.Pow()):
            return False
        case ast.BinOp():
            return isinstance(node.op, ast.Div) or any(
                _is_fraction(case, site, side) or isinstance(getattr(side, "value", None), float)
                for side in (node.left, node.right)
            )
        case ast.Call(args=[_, *others]):
            is_rounded = ast.unparse(node.func) == "round" and bool(others)
            is_root = isinstance(node.func, ast.Attribute) and callee(node) in _ROOTS
            return is_rounded or (is_root and not _is_end_of_roots(site, node))
    return isinstance(node, ast.Name) and _is_float(case, site, node.id)


def _is_end_of_roots(site: Site, node: ast.expr) -> bool:
    """Whether a root alone is the end of a range: the one of a prime's square is left out."""
    ends = [call.args[-1] for call in site.nodes(ast.Call) if callee(call) == "range" and call.args]
    return any(end is node for end in ends) and callee_of(node) in ("cbrt", "sqrt")


def _is_float(case: Case, site: Site, name: str) -> bool:
    told = told_of(case.failure, site, name)
    if told is not None:
        return told.startswith("float")
    live = case.variable(name)
    if live is not None and case.path(site, ast.Name(name)) is not None:
        return live.type.rpartition(".")[2].startswith("float")
    bound = case.binding(site, ast.Name(name))
    return bound is not None and _halved(bound.value) is not None


def _halved(node: ast.expr) -> ast.BinOp | None:
    """Return the division that makes a fraction, if nothing else does: ``(a + b) / 2 - 1``."""
    match node:
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return node if _is_plain(left) and _is_plain(right) else None
        case ast.BinOp(op=ast.Add() | ast.Sub(), left=left, right=right):
            sides = [(left, right), (right, left)]
            found = [_halved(one) for one, other in sides if _is_plain(other)]
            return next((one for one in found if one is not None), None)
    return None


def _is_plain(node: ast.expr) -> bool:
    """Whether nothing in an expression makes a fraction of whole numbers."""
    return not any(
        (isinstance(one, ast.Constant) and isinstance(one.value, float))
        or (isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div | ast.Pow))
        or callee_of(one) in _ROOTS
        for one in ast.walk(node)
    )


def _divisions(site: Site, nodes: list[ast.BinOp]) -> Iterator[Change]:
    """Yield ``//`` for the ``/`` of divisions."""
    for node in nodes:
        if isinstance(node.op, ast.Div):
            start, end = site.code.span(node.left)[1], site.code.span(node.right)[0]
            between = site.code.source[start:end]
            yield (start, end), between.replace("/", "//", 1)
