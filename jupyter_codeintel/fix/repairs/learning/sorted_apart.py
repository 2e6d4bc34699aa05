"""Samples from a table that has been sorted, and their labels from the one that has not."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding, names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_TOGETHER = (
    "corrcoef", "cross_val_score", "curve_fit", "fit", "lstsq", "linregress", "pearsonr", "polyfit",
    "score", "spearmanr", "train_test_split",
)  # fmt: skip
_TIES = ("groupby", "merge", "reindex", "join")
"""What pairs rows by their labels, whatever order they are in."""


async def sorted_together(case: Case) -> AsyncIterator[Repair]:
    """Yield both sides of a fit from the sorted table, where one is from the other table."""
    if not case.is_a("AssertionError"):
        return
    for site, call in _calls(case):
        given = [case.binding(site, node) for node in arguments_of(call)[:2]]
        if len(given) != 2 or given[0] is None or given[1] is None:
            continue
        for one, other in (given, given[::-1]):
            if one is None or other is None:
                continue
            change = _from_the_same(case, one, other)
            if change is not None:
                says = f'"{change[1]}" has the rows in another order than "{change[0]}"'
                pieces = [(other.code.span(node), change[1]) for node in _roots(other, change[0])]
                yield repaired(other.cell, other.code, pieces, says, "sorted_together")
                return


def _calls(case: Case) -> Iterator[tuple[Site, ast.Call]]:
    """Yield the calls of the notebook that take two sides of the same rows."""
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            site = Site(cell, text, call.lineno)
            if callee(call) in _TOGETHER and site.inside is None:
                yield site, call


def _from_the_same(case: Case, one: Binding, other: Binding) -> tuple[str, str] | None:
    """Return the table that one side is from, and the sorted one that the other side is from."""
    for name in names_in(one.value):
        bound = case.binding(one.site, ast.Name(name))
        source = _sorted(bound.value) if bound is not None else None
        if source is None or source == name or any(_roots(one, source)):
            continue
        if any(_roots(other, source)) and not any(_roots(other, name)):
            return source, name
    return None


def _sorted(value: ast.expr) -> str | None:
    """Return the table of which an expression is all rows in another order."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner, attr="reset_index" | "copy")):
            return _sorted(inner)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="sort_values")):
            return name
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=name), attr="sample"), keywords=words
        ) if any(word.arg == "frac" and literal(word.value) in (1, 1.0) for word in words):
            return name
    return None


def _roots(bound: Binding, name: str) -> list[ast.Name]:
    """Return where columns are taken from a table; nothing where rows are paired otherwise."""
    calls = bound.code.nodes(ast.Call, bound.value)
    if any(callee(call) in _TIES for call in calls):
        return []
    return [
        node.value
        for node in bound.code.nodes(ast.expr, bound.value)
        if isinstance(node, ast.Subscript | ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    ]
