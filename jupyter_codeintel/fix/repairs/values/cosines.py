"""Cosines and sines that rounding takes a little beyond one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_DOMAIN = re.compile(
    r"math domain error|expected a number in range from -1 up to 1"
    r"|invalid value encountered in arc(?:cos|sin)"
)
_GOT = re.compile(r"expected a number in range from -1 up to 1, got (-?[\d.e+-]+)")
_INVERSES = ("acos", "arccos", "arcsin", "asin")
_FUNCTIONS = ("cos", "sin")
_DOTS = ("dot", "einsum", "inner", "sum", "vdot")
_DOT = re.compile(r"(?:^|_)(?:dot|inner|scalar)", re.IGNORECASE)
_NORMS = ("abs", "dist", "hypot", "length", "mag", "magnitude", "norm", "sqrt")
_NORM = re.compile(
    r"(?:^|_)(?:abs|len|length|mag|magnitude|norm|n)(?:$|_|\d)|^n\w?$", re.IGNORECASE
)
_UNIT = re.compile(r"normali[sz]e|(?:^|_)unit", re.IGNORECASE)
_ROUNDING = 1e-6
_MOST_NAMES = 4


async def rounded_cosines(case: Case) -> AsyncIterator[Repair]:
    """Yield a cosine kept between -1 and 1, where it is one and rounding takes it beyond."""
    if not _DOMAIN.search(case.error.value):
        return
    for site in case.sites[:1]:
        calls = [call for call in site.nodes(ast.Call) if callee(call) in _INVERSES]
        if len(calls) != 1 or len(calls[0].args) != 1:
            continue
        (given,) = calls[0].args
        value = _value(case, site, given)
        if value is None and not any(
            _is_cosine(case, site, one) for one in _forms(case, site, given)
        ):
            continue
        if value is not None and not 0 < abs(value) - 1 < _ROUNDING:
            continue
        says = "rounding may take a cosine a little beyond one"
        change = site.code.span(given), _kept(case, site, calls[0], given)
        yield repaired(site.cell, site.code, [change], says, "rounded_cosine")


def _value(case: Case, site: Site, node: ast.expr) -> float | None:
    """Return the number that was given to the function, if it is known."""
    got = _GOT.search(case.error.value)
    shown = got[1] if got is not None else None
    if isinstance(node, ast.Name) and shown is None:
        told = told_of(case.failure, site, node.id)
        live = case.variable(node.id) if case.path(site, node) is not None else None
        shown = live.value if live is not None else None
        shown = told.partition(" ")[2] if told is not None else shown
    try:
        return float(shown) if shown is not None else None
    except ValueError:
        return None


def _kept(case: Case, site: Site, call: ast.Call, node: ast.expr) -> str:
    """Return a value that stays in its bounds, in the notebook's own way."""
    text, numpy = site.code.text(node), case.name_of("numpy")
    is_of_numpy = callee(call).startswith("arc")
    uses = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    if numpy is not None and (is_of_numpy or numpy in uses):
        return f"{numpy}.clip({text}, -1.0, 1.0)"
    if is_of_numpy and isinstance(call.func, ast.Attribute):
        return f"{site.code.text(call.func.value)}.clip({text}, -1.0, 1.0)"
    return f"max(-1.0, min(1.0, {text}))"


def _forms(case: Case, site: Site, node: ast.expr, most: int = _MOST_NAMES) -> Iterator[ast.expr]:
    """Yield an expression, and what its name has its value from."""
    yield node
    bound = case.binding(site, node) if most else None
    if bound is not None:
        yield from _forms(case, site, bound.value, most - 1)


def _is_cosine(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression is one of those that are never beyond one, but for rounding."""
    match node:
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            if _is_trace(left) and ast.unparse(right) in ("2", "2.0"):
                return True
            factors = _factors(case, site, right)
            return _is_dot(case, site, left, whole=True) and len(factors) == 2
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return all(_is_product(case, site, one) for one in _terms(node))
        case ast.Call() if callee(node) == "sqrt" and len(node.args) == 1:
            forms = _forms(case, site, node.args[0])
            return any(_is_half_chord(one) for one in forms)
    return _is_dot_of_units(case, site, node)


def _factors(case: Case, site: Site, node: ast.expr) -> set[str]:
    """Return the two lengths that an expression multiplies."""
    for form in _forms(case, site, node):
        match form:
            case ast.BinOp(op=ast.Mult(), left=left, right=right):
                sides = [left, right]
                lengths = [one for one in sides if _is_length(case, site, one)]
                return {ast.unparse(one) for one in lengths}
    return set()


def _is_length(case: Case, site: Site, node: ast.expr) -> bool:
    if any(callee_of(form) in _NORMS for form in _forms(case, site, node)):
        return True
    return isinstance(node, ast.Name | ast.Call) and _NORM.search(_name(node)) is not None


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else callee_of(node)


def _is_dot(case: Case, site: Site, node: ast.expr, *, whole: bool) -> bool:
    """Whether an expression is the sum of the products of two vectors."""
    for form in _forms(case, site, node):
        match form:
            case ast.BinOp(op=ast.MatMult()):
                return True
            case ast.BinOp(op=ast.Add()):
                return whole and all(
                    isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mult)
                    for one in _terms(form)
                )
            case ast.Call() if callee(form) in _DOTS:
                return callee(form) != "sum" or _sums_products(form)
    return isinstance(node, ast.Name | ast.Call) and _DOT.search(_name(node)) is not None


def _sums_products(call: ast.Call) -> bool:
    given = call.args[0] if call.args else getattr(call.func, "value", None)
    item = given.elt if isinstance(given, ast.GeneratorExp | ast.ListComp) else given
    return isinstance(item, ast.BinOp) and isinstance(item.op, ast.Mult)


def _is_dot_of_units(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression is the product of two vectors that were made of length one."""
    match node:
        case ast.BinOp(op=ast.MatMult(), left=left, right=right):
            sides = [left, right]
        case ast.Call(args=[left, right]) if callee(node) in ("dot", "inner", "vdot"):
            sides = [left, right]
        case ast.Call(func=ast.Attribute(value=left, attr="dot"), args=[right]):
            sides = [left, right]
        case _:
            return False
    return all(_is_unit(case, site, one) for one in sides)


def _is_unit(case: Case, site: Site, node: ast.expr) -> bool:
    forms = list(_forms(case, site, node))
    return any(
        (isinstance(one, ast.Call) and _UNIT.search(callee(one)) is not None)
        or (
            isinstance(one, ast.BinOp)
            and isinstance(one.op, ast.Div)
            and _is_length(case, site, one.right)
        )
        for one in forms
    )


def _terms(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what is added up, or taken away."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield from _terms(node.left)
        yield from _terms(node.right)
    else:
        yield node


def _is_product(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression multiplies cosines and sines alone."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult):
        return False
    sides = [node.left, node.right]
    return all(
        _is_product(case, site, one)
        or any(callee_of(form) in _FUNCTIONS for form in _forms(case, site, one))
        for one in sides
    )


def _is_half_chord(node: ast.expr) -> bool:
    """Whether an expression is that of the haversine formula."""
    inner = [callee_of(one) for one in ast.walk(node)]
    is_sum = isinstance(node, ast.BinOp) and len(list(_terms(node))) == 2
    return is_sum and inner.count("sin") >= 2 and inner.count("cos") >= 2


def _is_trace(node: ast.expr) -> bool:
    """Whether an expression is what a rotation's angle is worked out from."""
    is_less = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)
    if (
        not isinstance(node, ast.BinOp)
        or not is_less
        or ast.unparse(node.right) not in ("1", "1.0")
    ):
        return False
    return callee_of(node.left) == "trace" or len(list(_terms(node.left))) == 3
