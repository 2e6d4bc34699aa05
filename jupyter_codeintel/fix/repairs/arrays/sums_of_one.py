"""Shares that are to sum to one, and are divided by something else than their sum."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.diagnosis.origins import Origin, origin
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_CHANCES = re.compile(r"probabilities do not sum to 1", re.IGNORECASE)
_CLOSE = ("allclose", "approx", "assert_allclose", "assert_almost_equal", "isclose")
_REDUCING = ("len", "max", "mean", "size", "sum")


class _Sum(NamedTuple):
    """What is reduced, along which axis, and how that is written."""

    name: str
    of: ast.expr
    axis: str | None = None
    keeps: bool = False
    module: str = ""
    is_method: bool = False
    total: int = 1


async def divided_by_the_sum(case: Case) -> AsyncIterator[Repair]:
    """Yield the division by the sum that is asked for, where another value divides."""
    for site in case.sites[:1]:
        asked = list(_asked(case, site))
        if len(asked) != 1:
            continue
        found = origin(case.failure, site, asked[0].of)
        change = _changed(case, site, asked[0], found)
        if change is not None:
            says = "shares sum to one when they are divided by their sum"
            changes = [change, *_shifted(case, site, asked[0], found)]
            yield repaired(found.cell, found.code, changes, says, "divided_by_the_sum")


def _asked(case: Case, site: Site) -> Iterator[_Sum]:
    """Yield the sums that are to be one."""
    if case.is_a("AssertionError"):
        for node in site.nodes(ast.expr):
            for side, total in _beside_the_total(node):
                value = origin(case.failure, site, _unrounded(side)).value
                found = _reduction(_unrounded(value))
                if found is not None and found.name == "sum":
                    yield found._replace(total=total)
    elif _CHANCES.search(case.error.value):
        for call in site.nodes(ast.Call):
            for word in call.keywords:
                if word.arg == "p":
                    found = _of_chances(word.value)
                    name = found.of.id if isinstance(found.of, ast.Name) else ""
                    shape = shape_of(case.failure, site, name)
                    is_set = origin(case.failure, site, word.value).value is not word.value
                    is_row = not is_set and (shape is None or len(shape) == 2)
                    yield found if is_row else _Sum("sum", word.value, is_method=True)


def _of_chances(node: ast.expr) -> _Sum:
    """Return the sum of what are to be chances; those of a row sum along the rows."""
    match node:
        case (
            ast.Attribute(value=inner, attr="values")
            | ast.Call(func=ast.Attribute(value=inner, attr="to_numpy"), args=[])
        ):
            return _of_chances(inner)
        case ast.Subscript(value=ast.Attribute(value=ast.Name() as of, attr="loc" | "iloc")):
            axis = "1"
        case ast.Subscript(value=ast.Name() as of, slice=ast.Tuple(elts=[_, ast.Slice()])):
            axis = "1"
        case ast.Subscript(value=ast.Name() as of, slice=ast.Tuple(elts=[ast.Slice(), _])):
            axis = "0"
        case ast.Subscript(value=ast.Name() as of, slice=ast.Name() | ast.Subscript()):
            axis = "1"
        case _:
            return _Sum("sum", node, is_method=True)
    return _Sum("sum", of, axis, is_method=True)


def _beside_the_total(node: ast.expr) -> Iterator[tuple[ast.expr, int]]:
    """Yield what an expression compares with one, or with 100, and which it is."""
    sides: list[ast.expr] = []
    match node:
        case ast.Call(args=[first, second, *_]) if callee(node) in _CLOSE:
            sides = [first, second]
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            sides = [left, right]
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            sides = [left, right]
    totals = [_total(side) for side in sides]
    for side, total in zip(sides, reversed(totals), strict=True):
        if total is not None and None in totals:
            yield side, total


def _total(node: ast.expr) -> int | None:
    if isinstance(node, ast.Call):
        is_near = callee(node) == "approx" and bool(node.args)
        is_one = callee(node) in ("ones", "ones_like")
        return _total(node.args[0]) if is_near else 1 if is_one else None
    value = getattr(node, "value", None)
    return int(value) if value in (1, 100) and not isinstance(value, bool) else None


def _unrounded(node: ast.expr) -> ast.expr:
    return node.args[0] if isinstance(node, ast.Call) and callee(node) == "round" else node


def _reduction(node: ast.expr) -> _Sum | None:
    """Return what makes one value of many: ``p.sum(axis=1)``, ``np.max(p)``, ``len(p)``."""
    match node:
        case ast.Attribute(value=of, attr="size"):
            return _Sum("size", of, is_method=True)
        case ast.Call(func=ast.Name(id=name), args=[of], keywords=[]) if name in _REDUCING:
            return _Sum(name, _values(of))
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=[*args]) if name in _REDUCING:
            module = of.id if isinstance(of, ast.Name) and of.id in ("np", "numpy") else ""
            of = args.pop(0) if module and args else of
            words = {word.arg: ast.unparse(word.value) for word in node.keywords}
            axis = ast.unparse(args[0]) if args else words.get("axis")
            if not set(words) - {"axis", "keepdims"}:
                keeps = words.get("keepdims") == "True"
                return _Sum(name, of, axis, keeps, module, is_method=not module)
    return None


def _values(node: ast.expr) -> ast.expr:
    """Return the dict that values or items are of; anything else as it is."""
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr="items" | "values"), args=[]):
            return of
    return node


def _changed(case: Case, site: Site, asked: _Sum, found: Origin) -> Change | None:
    """Return the change of what divides, so that the sum that is asked for is one."""
    value = found.value
    whole: ast.expr | None = None
    if isinstance(value, ast.DictComp | ast.ListComp) and len(value.generators) == 1:
        whole = value.generators[0].iter
        value = value.value if isinstance(value, ast.DictComp) else value.elt
    if asked.total != 1:
        value = _of_hundred(value)
    if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Div):
        return None
    by = _reduction(origin(case.failure, found, value.right).value)
    shown = ast.unparse(_values(whole or value.left))
    if by is None or ast.unparse(by.of) != shown:
        return None
    place = found.code.span(value.right)
    if whole is not None:
        is_item = isinstance(value.left, ast.Name) or (
            isinstance(value.left, ast.Subscript) and ast.unparse(value.left.value) == shown
        )
        is_dict = isinstance(found.value, ast.DictComp) or _values(whole) is not whole
        new = f"sum({shown}.values())" if is_dict else f"sum({shown})"
        return (place, new) if is_item and by.name != "sum" else None
    return _of_arrays(case, site, asked, found, value, by)


def _of_hundred(value: ast.expr) -> ast.expr:
    """Return the quotient of a percentage: ``n / total`` of ``n / total * 100``."""
    match value:
        case ast.BinOp(ast.BinOp() as share, ast.Mult(), ast.Constant(100 | 100.0)):
            return share
        case ast.BinOp(ast.Constant(100 | 100.0), ast.Mult(), ast.BinOp() as share):
            return share
    return ast.Constant(None)


def _of_arrays(
    case: Case, site: Site, asked: _Sum, found: Origin, value: ast.BinOp, by: _Sum
) -> Change | None:
    text, place = found.code.text(value.left), found.code.span(value.right)
    if not isinstance(value.left, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        text = f"({text})"
    axis = asked.axis
    if _is_frame(case, asked.of):
        if axis in (None, "0"):
            return (place, f"{text}.sum()") if by.name != "sum" or by.axis == "1" else None
        new = f"{text}.div({text}.sum(axis=1), axis=0)"
        return None if found.in_place else (found.code.span(value), new)
    if by.name == "sum" and by.axis == axis and (by.keeps or axis not in ("1", "-1")):
        return None
    if axis is None:
        is_plain = not asked.is_method and not asked.module and not by.is_method
        return place, f"sum({text})" if is_plain and not by.module else _like(by, "sum", text, "")
    keeps = ", keepdims=True" if by.keeps or axis != "0" else ""
    words = f"axis={_axis(case, site, asked, found)}{keeps}"
    return place, _like(by, "sum", text, words)


def _axis(case: Case, site: Site, asked: _Sum, found: Origin) -> str | None:
    is_last = asked.axis == "1" and _is_used_elsewhere(case, site, asked, found)
    return "-1" if is_last else asked.axis


def _shifted(case: Case, site: Site, asked: _Sum, found: Origin) -> Iterator[Change]:
    """Yield the shift of a softmax, ``exp(z - z.max(axis=0))``: along its axis one for each."""
    axis = _axis(case, site, asked, found)
    if not isinstance(found.value, ast.BinOp) or axis is None:
        return
    above = origin(case.failure, found, found.value.left)
    if above.cell == found.cell:
        match above.value:
            case ast.Call(args=[ast.BinOp(left=of, op=ast.Sub(), right=shift)]) as call:
                most = _reduction(shift)
                if most and most.axis not in (None, axis) and callee(call) == "exp":
                    new = _like(most, most.name, found.code.text(of), f"axis={axis}, keepdims=True")
                    yield found.code.span(shift), new


def _like(by: _Sum, name: str, text: str, words: str) -> str:
    """Return a reduction in the way in which another one is written."""
    if by.module:
        return f"{by.module}.{name}({text}{', ' if words else ''}{words})"
    return f"{text}.{name}({words})"


def _is_frame(case: Case, node: ast.expr) -> bool:
    live = case.variable(node.id) if isinstance(node, ast.Name) else None
    return live is not None and live.type.endswith("DataFrame")


def _is_used_elsewhere(case: Case, site: Site, asked: _Sum, found: Origin) -> bool:
    """Whether a function that makes a table's shares may also be given a single row."""
    name = asked.of.id if isinstance(asked.of, ast.Name) else ""
    shape = shape_of(case.failure, site, name)
    if found.function is None or shape is None or len(shape) != 2:
        return False
    calls = [
        node
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Call)
        if callee(node) == found.function.name
    ]
    return len(calls) > 1
