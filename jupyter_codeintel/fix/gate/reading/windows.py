"""What is worked out for each place of the data, of those around it."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.reading.trees import callee


def is_of_a_window(call: ast.AST) -> bool:
    """Whether it is such a call: ``x.rolling(3).mean()``."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Call() as window)):
            return callee(window) in ("rolling", "ewm", "expanding")
    return False
