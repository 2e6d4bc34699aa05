"""Sizes of live arrays, also of those of the function in which an error was raised."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.failure import Failure

Shape = tuple[int, ...]

_SHAPE = re.compile(r" of shape \(([\d, ]*)\)")
_LENGTH = re.compile(r"^(?:list|tuple|range) of length (\d+)")
_IS_NUMBER = re.compile(r"(?:numpy\.)?(?:float|int)\d*\b")
_NUMBER = re.compile(r"^int (\d+)$")


def told_of(failure: Failure, site: Site, name: str) -> str | None:
    """Return what is told of a variable of the frame that a site is."""
    for frame in reversed(failure.error.frames):
        if frame.cell == site.cell and frame.function == site.function and name in frame.locals:
            return frame.locals[name]
    return None


def shape_of(failure: Failure, site: Site, name: str) -> Shape | None:
    """Return the shape of an array or table that a name stands for at a site."""
    told = told_of(failure, site, name)
    if told is not None:
        found = _SHAPE.search(told)
        return None if found is None else tuple(int(size) for size in re.findall(r"\d+", found[1]))
    live = failure.namespace.variables.get(name) if failure.namespace is not None else None
    return None if live is None or _is_own(site, name) else live.shape


def length_of(failure: Failure, site: Site, name: str) -> int | None:
    """Return how many items there are in what a name stands for at a site."""
    told = told_of(failure, site, name)
    shape = shape_of(failure, site, name)
    if shape:
        return shape[0]
    if told is not None:
        found = _LENGTH.search(told)
        return None if found is None else int(found[1])
    live = failure.namespace.variables.get(name) if failure.namespace is not None else None
    if live is None or _is_own(site, name) or live.type not in ("list", "tuple", "range"):
        return None
    return live.length


def number_of(failure: Failure, site: Site, name: str) -> int | None:
    """Return the whole number that a name stands for at a site."""
    told = told_of(failure, site, name)
    if told is not None:
        found = _NUMBER.search(told)
        return None if found is None else int(found[1])
    live = failure.namespace.variables.get(name) if failure.namespace is not None else None
    if live is None or _is_own(site, name) or live.type != "int":
        return None
    return int(live.value) if live.value is not None and live.value.isdecimal() else None


def is_number(failure: Failure, site: Site, node: ast.expr) -> bool:
    """Whether an expression is of numbers alone, as far as that is known."""
    match node:
        case ast.Constant() | ast.Call(func=ast.Name(id="len")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape")):
            return True
        case ast.UnaryOp(operand=operand):
            return is_number(failure, site, operand)
        case ast.BinOp(left=left, right=right):
            return is_number(failure, site, left) and is_number(failure, site, right)
        case ast.Name(id=name):
            told = told_of(failure, site, name)
            live = failure.namespace.variables.get(name) if failure.namespace is not None else None
            kind = live.type if live is not None and not _is_own(site, name) else ""
            return _IS_NUMBER.match(kind if told is None else told) is not None
    return False


def _is_own(site: Site, name: str) -> bool:
    """Whether a name is bound by the function around a site."""
    return site.inside is not None and any(
        (isinstance(node, ast.arg) and node.arg == name)
        or (isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load))
        for node in ast.walk(site.inside)
    )
