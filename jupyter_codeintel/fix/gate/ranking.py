"""The first of what is sorted, taken in one step: ``nlargest(3, "points")``."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.change import CellChange
from jupyter_codeintel.fix.gate.reading import callee


def is_first_of_sorted(call: ast.Call, change: CellChange) -> bool:
    """Whether as many were taken of what was sorted by the same."""
    if callee(call) not in ("nlargest", "nsmallest"):
        return False
    had = [node for node in ast.walk(change.tree_before) if isinstance(node, ast.Call)]
    given = {ast.unparse(part) for part in (*call.args, *(word.value for word in call.keywords))}
    taken, sorted_by = (
        {ast.unparse(part) for old in had if callee(old) == name
         for part in (*old.args, *(word.value for word in old.keywords))}
        for name in ("head", "sort_values")
    )  # fmt: skip
    return bool(taken) and given <= taken | sorted_by
