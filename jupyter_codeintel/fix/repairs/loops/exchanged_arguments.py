"""Recursions that are to go on with their arguments exchanged, and go on with the same ones."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


async def exchanged_arguments(case: Case) -> AsyncIterator[Repair]:
    """Yield ``return f(b, a)`` for ``return f(a, b)`` within ``if a < b`` of ``f(a, b)``."""
    if not case.is_a("RecursionError"):
        return
    for site in case.sites[:1]:
        function = site.inside
        if not isinstance(function, ast.FunctionDef):
            continue
        changes = list(_exchanged(site.code, function))
        if changes:
            says = f'"{function.name}" calls itself with just what it was given'
            yield repaired(site.cell, site.code, changes, says, "exchanged_arguments")


def _exchanged(text: Code, function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the changes of the only call that has the same arguments in the same order."""
    names = [one.arg for one in function.args.args]
    for test in text.nodes(ast.If, function):
        compared = [name for name in names_in(test.test) if name in names]
        orders = [op for one in text.nodes(ast.Compare, test.test) for op in one.ops]
        if len(compared) != 2 or len(orders) != 1 or not isinstance(orders[0], _ORDERS):
            continue
        match test.body:
            case [ast.Return(value=ast.Call() as call)] if callee(call) == function.name:
                given = [getattr(one, "id", "") for one in call.args]
                if given == names and not call.keywords:
                    first, second = (call.args[names.index(one)] for one in compared)
                    yield text.span(first), text.text(second)
                    yield text.span(second), text.text(first)
                    return
