"""The functions of a text by their names, methods with their class's."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.reading.trees import callee


def functions_of(tree: ast.AST) -> dict[str, ast.FunctionDef]:
    """Return the functions of a text: ``area``, ``Circle.area``, ``Circle.radius.setter``."""
    return dict(_functions(tree, ""))


def _functions(node: ast.AST, owner: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.FunctionDef):
            role = {one.attr for one in inner.decorator_list if isinstance(one, ast.Attribute)}
            ends = "".join(f".{one}" for one in sorted(role & {"setter", "deleter"}))
            yield f"{owner}{inner.name}{ends}", inner
        own = f"{owner}{inner.name}." if isinstance(inner, ast.ClassDef) else owner
        yield from _functions(inner, own)


def never_ends(call: ast.Call, function: ast.FunctionDef) -> bool:
    """Whether a function calls itself with just what it was given."""
    given = [argument.arg for argument in function.args.args]
    return callee(call) == function.name and list(map(ast.unparse, call.args)) == given
