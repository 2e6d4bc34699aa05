"""The expression that a value comes from, through names, items and functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.bindings import root_name
from jupyter_codeintel.fix.diagnosis.code import Code, code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.failure import Failure

_DEEPEST = 4
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Origin:
    """An expression whose value is handed on as it is.

    Parameters
    ----------
    cell : str
        Where.
    code : Code
        Its text.
    line : int
        The line up to which what it uses is set.
    value : expr
        The expression; of ``x /= y``, what it stands for.
    function : FunctionDef or AsyncFunctionDef, optional
        The function that it is in.
    in_place : bool
        Whether it stands for ``x /= y``.
    """

    cell: str
    code: Code
    line: int
    value: ast.expr
    function: _Function | None = None
    in_place: bool = False


def origin(failure: Failure, at: Site | Origin, value: ast.expr) -> Origin:
    """Return where a value at a place comes from, the value itself if nothing sets it."""
    function = at.inside if isinstance(at, Site) else at.function
    found = Origin(at.cell, at.code, at.line, value, function)
    for _ in range(_DEEPEST):
        before = _returned(failure, found) or _set(failure, found)
        if before is None or found.in_place:
            break
        found = before
    return found


def _returned(failure: Failure, found: Origin) -> Origin | None:
    """Return the one value that a function of the notebook returns."""
    call = found.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None
    name = call.func.id
    cell = failure.flow.defining_cells([name], before=failure.cell).get(name) or failure.cell
    text = code(failure.source(cell))
    for function in text.nodes(ast.FunctionDef):
        values = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
        if function.name == name and len(values) == 1 and values[0].value is not None:
            return Origin(cell, text, values[0].lineno, values[0].value, function)
    return None


def _set(failure: Failure, found: Origin) -> Origin | None:
    """Return what a name or an item was set to last."""
    root = root_name(found.value) if isinstance(found.value, ast.Name | ast.Subscript) else None
    if root is None:
        return None
    cells = failure.flow.slice([root], before=failure.cell) if found.function is None else ()
    for cell in dict.fromkeys((found.cell, *reversed(cells))):
        text = code(failure.source(cell))
        setting = [
            node
            for node in _statements(text, found.function)
            if (cell != found.cell or node.lineno < found.line) and _sets(node, found.value)
        ]
        if setting:
            last = max(setting, key=lambda node: node.lineno)
            return _of_statement(last, cell, text, found.function)
    return None


def _statements(text: Code, function: _Function | None) -> Iterator[ast.Assign | ast.AugAssign]:
    """Yield the assignments of a function, or of a cell without those of its functions."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(function or text.tree))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Assign | ast.AugAssign):
            yield node
        elif not isinstance(node, _Function | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _sets(node: ast.Assign | ast.AugAssign, value: ast.expr) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return ast.unparse(value) in map(ast.unparse, targets)


def _of_statement(
    node: ast.Assign | ast.AugAssign, cell: str, text: Code, function: _Function | None
) -> Origin:
    value = node.value
    if isinstance(node, ast.AugAssign):
        value = ast.copy_location(ast.BinOp(node.target, node.op, node.value), node)
    in_place = isinstance(node, ast.AugAssign)
    return Origin(cell, text, node.lineno, value, function, in_place)
