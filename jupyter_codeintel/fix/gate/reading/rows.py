"""Tables of a single row."""

from __future__ import annotations

import ast


def is_one_row(table: ast.expr) -> bool:
    """Whether an expression is one row: ``bottle.reshape(1, -1)``, ``[[5.1, 3.5]]``."""
    match table:
        case ast.Call(func=ast.Attribute(attr="reshape"), args=[ast.Constant(value=1), *_]):
            return True
        case ast.List(elts=[ast.List()]):
            return True
    return False
