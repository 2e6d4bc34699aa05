"""Data of which only the number is asked."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from jupyter_codeintel.fix.gate.reading.trees import callee, loads, root

_COUNTS = frozenset({"len", "type", "id", "isinstance", "hash", "ones_like", "zeros_like",
                     "full_like", "empty_like"})  # fmt: skip
_EXTENTS = frozenset({"shape", "columns", "size"})


def only_counted(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Return the names that are asked for their length or type alone."""
    counted: list[str] = []
    all_: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Slice) and isinstance(node.upper, ast.BinOp):
            all_ += loads(node.upper)  # how much of its ends is left out
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            all_.append(node.id)
        elif isinstance(node, ast.Call) and callee(node) in _COUNTS:
            asked = node.args[:1] if callee(node) == "isinstance" else node.args
            counted += [part.id for part in asked if isinstance(part, ast.Name)]
        elif isinstance(node, ast.Attribute) and node.attr in _EXTENTS:
            counted += [node.value.id] if isinstance(node.value, ast.Name) else []
        elif isinstance(node, ast.keyword) and ast.unparse(node.value).endswith(".index"):
            counted.append(root(node.value))  # as many rows as something has
    return frozenset(name for name in counted if counted.count(name) == all_.count(name))
