"""The first of what is sorted, taken in one step: ``nlargest(3, "points")``."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee


def is_first_of_sorted(call: ast.Call, change: CellChange) -> bool:
    """Whether as many were taken of what was sorted by the same."""
    if callee(call) not in ("nlargest", "nsmallest"):
        return False
    parts = list(change.nodes_before)
    sorts = [
        part for part in parts if isinstance(part, ast.Call) and callee(part).startswith("sort")
    ]
    taken = {ast.unparse(given) for part in parts if isinstance(part, ast.Call)
             and callee(part) == "head" for given in part.args}  # fmt: skip
    taken |= {ast.unparse(part.upper) for part in parts
              if isinstance(part, ast.Slice) and part.upper}  # fmt: skip
    known = {ast.unparse(part) for one in sorts for part in arguments_of(one)}
    known |= {ast.unparse(one.func.value) for one in sorts if isinstance(one.func, ast.Attribute)}
    asked = set(map(ast.unparse, arguments_of(call)))
    return bool(asked & taken) and bool(sorts) and asked <= taken | known
