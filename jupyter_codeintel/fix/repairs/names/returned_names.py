"""A name of a function's own that is asked for outside, where its result is not kept."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_UNDEFINED = re.compile(r"^name '(?P<name>\w+)' is not defined$")
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


async def results_by_name(case: Case) -> AsyncIterator[Repair]:
    """Yield ``best = search(xs)`` for ``search(xs)`` that returns the ``best`` asked for later."""
    match = _UNDEFINED.match(case.error.value)
    if match is None or not case.is_a("NameError") or not case.sites:
        return
    site = case.sites[0]
    if site.inside is not None or site.cell != case.failure.cell:
        return
    found = []
    for cell in (*case.failure.flow.order(case.failure.cell), site.cell):
        text = case.code(cell)
        for statement, name in _dropped(text):
            is_before = cell != site.cell or statement.lineno < site.line
            kept = _kept(case, cell, name)
            if is_before and match["name"] in kept:
                found.append((cell, text, statement, name, kept))
    places = {(cell, statement.lineno) for cell, _, statement, _, _ in found}
    if len(places) == 1:
        cell, text, statement, name, kept = found[0]
        start = text.span(statement)[0]
        says = f'"{name}" returns "{match["name"]}", which is not kept where it is called'
        change = (start, start), f"{', '.join(kept)} = "
        yield repaired(cell, text, [change], says, "result_by_name")


def _dropped(text: Code) -> Iterator[tuple[ast.Expr, str]]:
    """Yield the calls outside of functions whose result nothing has, with what is called."""
    waiting: list[ast.AST] = [text.tree]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
                yield node, name
        waiting += [one for one in ast.iter_child_nodes(node) if not isinstance(one, _INNER)]


def _kept(case: Case, cell: str, name: str) -> list[str]:
    """Return the names that a function always returns; none where it returns something else."""
    found: set[tuple[str, ...]] = set()
    for one in (*case.failure.flow.order(case.failure.cell), cell):
        for function in case.code(one).nodes(ast.FunctionDef):
            if function.name == name:
                found = {_returned(node.value) for node in _ends(function)}
    names = found.pop() if len(found) == 1 else ()
    return list(names) if len(set(names)) == len(names) else []


def _ends(function: ast.FunctionDef) -> Iterator[ast.Return]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            yield node
        if not isinstance(node, _INNER):
            waiting += ast.iter_child_nodes(node)


def _returned(value: ast.expr | None) -> tuple[str, ...]:
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    names = [one.id for one in parts if isinstance(one, ast.Name)]
    return tuple(names) if len(names) == len(parts) else ()
