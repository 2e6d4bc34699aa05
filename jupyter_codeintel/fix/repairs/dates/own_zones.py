"""Zones that a notebook sets up for its times, and never gives them."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case

_ZONES = ("ZoneInfo", "gettz", "timezone", "tzoffset")


def unused_zone(case: Case) -> str | None:
    """Return the one variable that stands for a zone, if nothing uses it yet.

    Parameters
    ----------
    case : Case
        A failure.
    """
    made: dict[str, int] = {}
    used: set[str] = set()
    below = case.failure.document.index(case.failure.cell) or 0
    for place, cell in enumerate(case.failure.document.cells):
        text = case.code(cell.id) if cell.type == "code" else case.code("")
        for node in text.nodes(ast.Name):
            if isinstance(node.ctx, ast.Load):
                used.add(node.id)
        for statement in text.tree.body if place <= below else ():
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    if callee_of(value) in _ZONES:
                        made[name] = made.get(name, 0) + 1
    free = [name for name, times in made.items() if times == 1 and name not in used]
    return free[0] if len(made) == 1 and free else None
