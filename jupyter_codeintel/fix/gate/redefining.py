"""A function of another cell that the edited cell defines again."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.change import CellChange
from jupyter_codeintel.fix.gate.expectations import expectations
from jupyter_codeintel.fix.gate.reading import callee, is_literal, loads, tree_of_most


def is_repaired(name: str, change: CellChange) -> bool:
    """Whether the new function is the failing one, and does at least what that did.

    Asserts may show it; else all that it computes has to be there again, made of the same
    parameters.
    """
    old, new = _before(name, change), _function(name, change.tree_after)
    if old is None or new is None or _names(old) != _names(new):
        return False
    returned = [node.value for node in ast.walk(new) if isinstance(node, ast.Return)]
    if not returned or all(is_literal(value) for value in returned):
        return False
    if name in expectations(change.failure).functions:
        return True
    read = frozenset().union(*(loads(node) for node in new.body))
    return _steps(old) <= _steps(new) and frozenset(_names(new)) <= read


def _before(name: str, change: CellChange) -> ast.FunctionDef | None:
    cell = change.failure.flow.definitions(change.cell).get(name, ("", None))[0]
    return _function(name, tree_of_most(change.failure.source(cell))[0]) if cell else None


def _function(name: str, tree: ast.AST) -> ast.FunctionDef | None:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return next((node for node in nodes if node.name == name), None)


def _names(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]


def _steps(function: ast.FunctionDef) -> set[str]:
    """Return the operators and calls of a function, but for what it shows."""
    calls = {callee(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
    kinds = ast.operator | ast.cmpop | ast.unaryop
    operators = {type(node).__name__ for node in ast.walk(function) if isinstance(node, kinds)}
    return calls - {"print"} | operators
