"""Functions that are given to others: in the wrong place, or called before they are given."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_NOT_GONE_THROUGH = ("'function' object is not iterable", "reduce() arg 2 must support iteration")
_MISSING = re.compile(r"^(?:[\w.<>]+\.)?(?P<name>\w+)\(\) missing \d+ required positional argument")
_FIRST = ("applymap", "apply", "filter", "map", "reduce", "transform")
_BY_NAME = ("default_factory", "func", "key", "target")


async def functions_first(case: Case) -> AsyncIterator[Repair]:
    """Yield ``map(square, numbers)`` for ``map(numbers, square)``."""
    if not any(sign in case.error.value for sign in _NOT_GONE_THROUGH):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) not in ("filter", "map", "reduce") or len(call.args) < 2:
                continue
            values, function = call.args[:2]
            is_function = isinstance(function, ast.Lambda) or _is_function(case, function)
            if not is_function or isinstance(values, ast.Lambda) or _is_function(case, values):
                continue
            changes = [
                (site.code.span(values), site.code.text(function)),
                (site.code.span(function), site.code.text(values)),
            ]
            says = f'"{callee(call)}" takes the function first'
            yield repaired(site.cell, site.code, changes, says, "function_first")


async def functions_themselves(case: Case) -> AsyncIterator[Repair]:
    """Yield ``map(square, numbers)`` for ``map(square(), numbers)``."""
    match = _MISSING.match(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            for given in _given(call):
                is_bare = isinstance(given, ast.Call) and not given.args and not given.keywords
                if is_bare and isinstance(given, ast.Call) and callee(given) == match["name"]:
                    place = site.code.span(given.func)[1], site.code.span(given)[1]
                    says = f'"{match["name"]}" itself is given, and called later'
                    yield repaired(site.cell, site.code, [(place, "")], says, "function_itself")


def _is_function(case: Case, node: ast.expr) -> bool:
    if not isinstance(node, ast.Name):
        return False
    live = case.variable(node.id)
    return live is not None and live.type in ("function", "builtin_function_or_method")


def _given(call: ast.Call) -> Iterator[ast.expr]:
    """Yield what a call takes as a function."""
    if callee(call) in _FIRST:
        yield from call.args[:1]
    yield from (word.value for word in call.keywords if word.arg in _BY_NAME)
