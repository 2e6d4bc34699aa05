"""Pairs that are put in order, and compared by their second part where the first is equal."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.values.tied_entries import (
    UNORDERED,
    other_order_is_told,
)

_DEEPEST = 4
_ORDERED = ("str", "int", "float", "list", "tuple", "set", "complex", "NoneType")
_ORDERING = ("max", "min", "nlargest", "nsmallest", "sort", "sorted")
_PASSING = ("list", "reversed", "sorted", "tuple")


async def ties_in_sorting(case: Case) -> AsyncIterator[Repair]:
    """Yield a key of the first part where pairs are put in order that end in a dict or the like."""
    match = UNORDERED.search(case.error.value)
    if match is None or match[1] in _ORDERED:
        return
    for site in case.sites[:1]:
        calls = [call for call in site.nodes(ast.Call) if callee(call) in _ORDERING]
        if len(calls) != 1 or other_order_is_told(case, site):
            continue
        things = _things(calls[0])
        size = _size(case, site, things, _DEEPEST) if things is not None else None
        if size is None or any(word.arg == "key" for word in calls[0].keywords):
            continue
        says = "pairs with the same first part are compared by what has no order"
        change = _keyed(site.code, calls[0], _key(case, size))
        yield repaired(site.cell, site.code, [change], says, "key_of_pairs")


def _things(call: ast.Call) -> ast.expr | None:
    """Return what a call puts in order."""
    if callee(call) == "sort":
        is_plain = isinstance(call.func, ast.Attribute) and not call.args
        return call.func.value if is_plain and isinstance(call.func, ast.Attribute) else None
    place = int(callee(call) in ("nlargest", "nsmallest"))
    return call.args[-1] if len(call.args) == place + 1 else None


def _size(case: Case, site: Site, node: ast.expr, deepest: int) -> int | None:
    """Return of how many parts the things are that an expression lists."""
    match node:
        case ast.ListComp(elt=ast.Tuple(elts=parts)) | ast.GeneratorExp(elt=ast.Tuple(elts=parts)):
            return len(parts)
        case ast.List(elts=items) | ast.Tuple(elts=items) if items:
            sizes = {len(one.elts) if isinstance(one, ast.Tuple) else 0 for one in items}
            return sizes.pop() or None if len(sizes) == 1 else None
        case ast.Call(args=[inner]) if callee(node) in _PASSING:
            return _size(case, site, inner, deepest - 1) if deepest else None
        case ast.Call(func=ast.Name(id="zip"), args=parts):
            is_open = any(isinstance(one, ast.Starred) for one in parts)
            return len(parts) if len(parts) > 1 and not is_open else None
        case ast.Name(id=name):
            bound = case.binding(site, node)
            found = None
            if bound is not None and deepest:
                found = _size(case, bound.site, bound.value, deepest - 1)
            return found or _size_of_added(site, name)
    return None


def _size_of_added(site: Site, name: str) -> int | None:
    """Return of how many parts the tuples are that are added to a list in the same cell."""
    added = [
        call.args[0]
        for call in site.code.nodes(ast.Call, site.inside)
        if callee(call) == "append" and len(call.args) == 1
        and isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == name
    ]  # fmt: skip
    sizes = {len(one.elts) if isinstance(one, ast.Tuple) else 0 for one in added}
    return sizes.pop() or None if len(sizes) == 1 else None


def _key(case: Case, size: int) -> str:
    """Return the key in the words that the notebook has for it."""
    getter = case.name_of("operator.itemgetter")
    if getter is not None and size == 2:
        return f"{getter}(0)"
    if size == 2:
        return "lambda pair: pair[0]"
    return f"lambda entry: entry[:{size - 1}]"


def _keyed(text: Code, call: ast.Call, key: str) -> Change:
    """Return the change that gives a call a key, before its other options."""
    if call.keywords:
        start = text.span(call.keywords[0])[0]
        return (start, start), f"key={key}, "
    if not call.args:
        end = text.span(call)[1] - 1
        return (end, end), f"key={key}"
    last = call.args[-1]
    start, end = text.span(last)
    if isinstance(last, ast.GeneratorExp) and (start, end)[1] == text.span(call)[1]:
        return (start, end), f"({text.text(last)}, key={key})"  # its brackets are the call's
    return (end, end), f", key={key}"
