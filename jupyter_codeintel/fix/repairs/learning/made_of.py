"""The calls that data is made by: what an estimator is asked about, and what it learned from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.learning.estimators import ASKS, FITS

_PAIRS = ("cosine_distances", "cosine_similarity", "euclidean_distances", "linear_kernel",
          "pairwise_distances", "paired_cosine_distances")  # fmt: skip
_DEEPEST = 5


class Made(NamedTuple):
    """A call that has a part in making data."""

    cell: str
    call: ast.Call


def asked_about(case: Case) -> list[Made]:
    """Return the calls that made what a failing call is given."""
    found: dict[ast.Call, Made] = {}
    for place in range(min(len(case.sites), 1)):
        site = case.sites[place]
        for call in site.nodes(ast.Call):
            if callee(call) in ASKS and isinstance(call.func, ast.Attribute):
                tables = call.args[:1] or [word.value for word in call.keywords[:1]]
            elif callee(call) in _PAIRS:
                tables = call.args
            else:
                continue
            for table in tables:
                found |= {one.call: one for one in _given(case, place, table)}
    return list(found.values())


def learned_from(case: Case) -> list[Made]:
    """Return the calls that made what the estimator of a failing call was fitted on."""
    found: dict[ast.Call, Made] = {}
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) in ASKS and isinstance(call.func, ast.Attribute):
                for above, fitting in _fittings(case, site, call.func.value):
                    for table in fitting.args[:1]:
                        found |= {one.call: one for one in _makers(case, above, table, 0)}
    return list(found.values())


def _given(case: Case, place: int, table: ast.expr) -> Iterator[Made]:
    """Yield the calls that made data, also where it is a parameter that a caller gives."""
    yield from _makers(case, case.sites[place], table, 0)
    for name in names_in(table):
        at, node = handed(case, place, ast.Name(name))
        if at != place:
            yield from _given(case, at, node)


def _fittings(case: Case, site: Site, owner: ast.expr) -> Iterator[tuple[Site, ast.Call]]:
    """Yield the calls that fit an estimator, with their places."""
    cells = [*case.failure.flow.order(case.failure.cell), case.failure.cell]
    bound = case.binding(site, owner)
    shown = ast.unparse(owner)
    for cell in cells:
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            if callee(call) not in FITS or not isinstance(call.func, ast.Attribute):
                continue
            is_bound = bound is not None and call is bound.value
            if is_bound or ast.unparse(call.func.value) == shown:
                yield Site(cell, text, call.lineno), call


def _makers(case: Case, site: Site, node: ast.expr, depth: int) -> Iterator[Made]:
    """Yield the calls in an expression, and in what its names were set to."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            yield Made(site.cell, call)
    for name in names_in(node) if depth < _DEEPEST else ():
        found = _set_to(case, site, name)
        if found is not None:
            yield from _makers(case, *found, depth + 1)


def _set_to(case: Case, site: Site, name: str) -> tuple[Site, ast.expr] | None:
    """Return what a name was set to last before a place, and where.

    Another cell may have set it to something else since, and the failing one see that.
    """
    function = site.inside
    if function is not None and any(name == one.arg for one in ast.walk(function.args)
                                    if isinstance(one, ast.arg)):  # fmt: skip
        return None
    if function is not None:
        for value, line in _values(function, name, site.line):
            return Site(site.cell, site.code, line), value
    order = [*case.failure.flow.order(case.failure.cell), case.failure.cell]
    last = order.index(site.cell) + 1 if site.cell in order else len(order)
    for cell in reversed(order[:last] if function is None else order):
        text = case.code(cell)
        limit = site.line if cell == site.cell and function is None else None
        for value, line in _values(text.tree, name, limit):
            return Site(cell, text, line), value
    return None


def _values(within: ast.AST, name: str, before: int | None) -> list[tuple[ast.expr, int]]:
    """Return what a scope sets a name to, with the lines, the last first."""
    found: list[tuple[ast.expr, int]] = []
    waiting = list(ast.iter_child_nodes(within))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Assign) and (before is None or node.lineno < before):
            pairs = (pair for target in node.targets for pair in _pairs(target, node.value))
            found += ((value, node.lineno) for target, value in pairs
                      if isinstance(target, ast.Name) and target.id == name)  # fmt: skip
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return sorted(found, key=lambda one: one[1], reverse=True)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield targets with what each is set to: ``a, b = f(x), f(y)``."""
    if not isinstance(target, ast.Tuple):
        yield target, value
    elif isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
        yield from zip(target.elts, value.elts, strict=True)
    else:
        yield from ((one, value) for one in target.elts)
