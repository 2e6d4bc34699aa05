"""The result of a call in place, which is None, is used as if it were the object."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.code import Code, Span
from jupyter_codeintel.fix.diagnosis.wrong_objects import (
    bindings_at,
    in_place_argument,
    none_method,
)
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_SAYS = "a call in place returns None, so its result is of no use"


async def in_place_results(case: Case) -> AsyncIterator[Repair]:
    """Yield the calls that return a new object, or the statements without the assignment."""
    if "NoneType" not in case.error.value and "inplace" not in case.error.value:
        return
    for site in case.sites:
        for call in site.nodes(ast.Call):
            keyword = in_place_argument(call)
            if keyword is not None and _is_used(site.statement, call):
                changes = [(argument_span(site.code, call, keyword), "")]
                yield repaired(site.cell, site.code, changes, _SAYS, "in_place_result")
        for _, bound in bindings_at(case.failure, site):
            changes = list(_changes(bound))
            if changes:
                yield repaired(bound.cell, bound.code, changes, _SAYS, "in_place_result")


def argument_span(text: Code, call: ast.Call, keyword: ast.AST) -> Span:
    """Return the place of an argument with the comma that goes with it."""
    arguments = sorted((*call.args, *call.keywords), key=text.span)
    place = next(number for number, one in enumerate(arguments) if one is keyword)
    start, end = text.span(keyword)
    if place > 0:
        return text.span(arguments[place - 1])[1], end
    if len(arguments) > 1:
        return start, text.span(arguments[1])[0]
    return start, end


def _changes(bound: Binding) -> Iterator[Change]:
    """Yield what makes an assignment of None into one of the object."""
    value = bound.value
    keyword = in_place_argument(value)
    if isinstance(value, ast.Call) and keyword is not None:
        yield argument_span(bound.code, value, keyword), ""
        return
    shuffled = _shuffled(value)
    if shuffled is not None and isinstance(bound.statement, ast.Assign):
        target = bound.code.text(bound.statement.targets[0])
        start, end = bound.code.span(value)
        if target == bound.code.text(shuffled):
            yield (bound.code.span(bound.statement)[0], start), ""
        return
    method = none_method(value)
    if (
        method is None
        or not isinstance(value, ast.Call)
        or not isinstance(bound.statement, ast.Assign)
    ):
        return
    assert isinstance(value.func, ast.Attribute)  # noqa: S101 - what `none_method` has seen
    changed = bound.code.text(value.func.value)
    start, end = bound.code.span(value)
    if any(bound.code.text(target) == changed for target in bound.statement.targets):
        yield (bound.code.span(bound.statement)[0], start), ""
    elif method == "sort":
        arguments = bound.code.source[bound.code.span(value.func)[1] : end][1:]
        comma = ", " if value.args or value.keywords else ""
        yield (start, end), f"sorted({changed}{comma}{arguments}"
    elif method == "reverse":
        yield (start, end), f"list(reversed({changed}))"


def _shuffled(value: ast.expr) -> ast.expr | None:
    """Return what a call of ``shuffle`` puts into another order, returning None."""
    if isinstance(value, ast.Call) and len(value.args) == 1:
        name = getattr(value.func, "attr", getattr(value.func, "id", ""))
        return value.args[0] if name == "shuffle" else None
    return None


def _is_used(statement: ast.stmt | None, call: ast.Call) -> bool:
    return not (isinstance(statement, ast.Expr) and statement.value is call)
