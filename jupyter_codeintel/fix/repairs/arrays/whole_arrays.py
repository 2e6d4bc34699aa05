"""Arrays of whole numbers that are given fractions, or what is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.words import told_near

_NO_CAST = re.compile(
    r"Cannot cast ufunc '\w+' output from dtype\('(?:float|complex)\d+'\) to "
    r"dtype\('(?P<kind>u?int|float)(?P<bits>\d+)'\)"
)
_OF_LIMITS = re.compile(
    r"\b(?:8|16|eight|sixteen)[- ]bits?\b|\bbytes?\b|\bceilings?\b|\bclip\w*|\bsaturat\w*"
    r"|\bwhite\b|\b255\b|\b65535\b",
    re.IGNORECASE,
)
"""What is said of pictures that stay of their type."""
_NO_WHOLE = re.compile(r"cannot convert float (?:NaN|infinity) to integer")
_SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.Mod: "%",
    ast.FloorDiv: "//", ast.MatMult: "@",
}  # fmt: skip
_PLAIN = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)
_MAKERS = ("arange", "array", "asarray", "empty", "empty_like", "full", "full_like", "ones",
           "ones_like", "zeros", "zeros_like")  # fmt: skip
_SEEING = ("asarray", "diagonal", "ravel", "reshape", "squeeze", "swapaxes", "transpose", "view")
"""Methods whose result changes along with what it was taken from."""


async def fractions_in_whole_arrays(case: Case) -> AsyncIterator[Repair]:
    """Yield a new array for one of whole numbers that is changed in place, or one of floats."""
    match, missing = _NO_CAST.search(case.error.value), _NO_WHOLE.search(case.error.value)
    if match is None and missing is None:
        return
    is_whole = match is None or match["kind"] != "float"
    says = "an array of whole numbers cannot keep what is no whole number"
    for site in case.sites[:1]:
        statement = site.statement
        limited = list(_limited(case, site, match)) if match is not None else []
        for one in limited:
            told = "what a picture's type cannot hold is cut, and it stays of its type"
            yield repaired(site.cell, site.code, [one], told, "picture_of_its_type")
        if limited:
            return
        if match is not None and isinstance(statement, ast.AugAssign):
            change = _apart(case, site, statement)
            if change is not None:
                yield repaired(site.cell, site.code, [change], says, "whole_array_in_place")
        target = _target(case, site, statement) if is_whole else None
        if target is None or (missing is not None and not _holds_whole(case, target)):
            continue
        bound = case.binding(site, target)
        if bound is not None and not _is_view(bound.value) and _is_not_of_whole(site, target):
            changes = [_of_floats(bound.code, bound.value)]
            yield repaired(bound.cell, bound.code, changes, says, "array_of_floats")


def _limited(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``x = np.clip(x * 1.4, 0, 255).astype(np.uint8)`` for ``x *= 1.4``, also rounded."""
    numpy = case.name_of("numpy")
    change: Change | None = None
    if match["kind"] == "uint" and match["bits"] in ("8", "16") and numpy is not None:
        is_told = any(map(_OF_LIMITS.search, told_near(case, site)))
        if is_told and isinstance(site.statement, ast.AugAssign):
            change = _apart(case, site, site.statement)
    if change is None:
        return
    name, _, value = change[1].partition(" = ")
    most = 2 ** int(match["bits"]) - 1
    for shown in (f"{numpy}.rint({value})", value):
        kept = f"{numpy}.clip({shown}, 0, {most}).astype({numpy}.uint{match['bits']})"
        yield change[0], f"{name} = {kept}"


def _apart(case: Case, site: Site, statement: ast.AugAssign) -> Change | None:
    """Return ``x = x / y`` for ``x /= y``, where nothing else is to change along with ``x``."""
    target, text = statement.target, site.code
    if not isinstance(target, ast.Name) or type(statement.op) not in _SIGNS:
        return None
    bound = case.binding(site, target)
    if _is_view(bound.value) if bound is not None else not _is_returned(site, target.id):
        return None
    value = text.text(statement.value)
    if not isinstance(statement.value, _PLAIN):
        is_sum = isinstance(statement.op, ast.Add) and isinstance(statement.value, ast.BinOp)
        value = value if is_sum and _is_above(statement.value) else f"({value})"
    return text.span(statement), f"{target.id} = {target.id} {_SIGNS[type(statement.op)]} {value}"


def _is_above(node: ast.expr) -> bool:
    """Whether an operation is worked out before a sum that it stands in."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div | ast.Pow)


def _is_returned(site: Site, name: str) -> bool:
    """Whether a function returns what it makes of its parameter."""
    function = site.inside
    if function is None:
        return False
    given = {one.arg for one in site.code.nodes(ast.arg, function.args)}
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    return name in given and any(
        value is not None and name in names_in(value) for value in returned
    )


def _is_view(value: ast.expr) -> bool:
    """Whether a value may change along with what it was taken from."""
    match value:
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return True
        case ast.Call(func=ast.Attribute(value=ast.Call() as made, attr=name)):
            return name in _SEEING and _is_view(made)
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _SEEING
    return False


def _target(case: Case, site: Site, statement: ast.stmt | None) -> ast.Name | None:
    """Return the name of the array that a statement changes in place."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = [one for one in statement.targets if isinstance(one, ast.Subscript)]
    elif isinstance(statement, ast.AugAssign):
        targets = [statement.target]
    for target in targets:
        inner = target
        while isinstance(inner, ast.Subscript):
            inner = inner.value
        if isinstance(inner, ast.Name):
            return _gone_through(site, inner) or inner
    return None


def _gone_through(site: Site, name: ast.Name) -> ast.Name | None:
    """Return the array whose rows a loop goes through under a name."""
    for loop in site.code.nodes(ast.For, site.inside):
        if isinstance(loop.target, ast.Name) and loop.target.id == name.id:
            return loop.iter if isinstance(loop.iter, ast.Name) else None
    return None


def _holds_whole(case: Case, node: ast.Name) -> bool:
    """Whether a live array is of whole numbers."""
    live = case.variable(node.id)
    return live is not None and live.type.endswith("ndarray") and "int" in (live.dtype or "")


def _is_not_of_whole(site: Site, node: ast.Name) -> bool:
    """Whether nothing in the cell needs the array to hold whole numbers: as indexes."""
    return not any(
        isinstance(one.slice, ast.Name) and one.slice.id == node.id
        for one in site.code.nodes(ast.Subscript)
    )


def _of_floats(text: Code, value: ast.expr) -> Change:
    """Return the change of what makes an array of whole numbers, so that it is of floats."""
    if isinstance(value, ast.Call):
        given = [word for word in value.keywords if word.arg == "dtype"]
        if given:
            return text.span(given[0].value), "float"
        most = 2 if callee(value) in ("full", "full_like") else 1
        is_ranged = callee(value) == "arange"
        if callee(value) in _MAKERS and (is_ranged or len(value.args) <= most):
            return with_option(text, value, "dtype", "float")
    start, end = text.span(value)
    shown = text.source[start:end]
    is_plain = isinstance(value, _PLAIN)
    return (start, end), f"{shown if is_plain else f'({shown})'}.astype(float)"
