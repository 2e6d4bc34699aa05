"""Neighbours in a row of values that a candidate takes by slices, and not one by one."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item


def takes_neighbours(item: Item, balance: Balance) -> bool:
    """Whether a slice is one of several that leave out as many: ``x[2:] - x[:-2]``."""
    place = item.above[0]
    if not balance.is_of("IndexError") or not isinstance(place, ast.Subscript):
        return False
    match item.above[1:2]:
        case (ast.Call() as call,) if callee(call) == "zip":
            name = ast.unparse(place.value)
            shifted = [name, *(f"{name}[{n}:]" for n in range(1, len(call.args)))]
            if [ast.unparse(part) for part in call.args] == shifted:
                return True
    slices = [part.slice for part in item.statement.parts() if isinstance(part, ast.Subscript)
              and ast.unparse(part.value) == ast.unparse(place.value)]  # fmt: skip
    left_out = list(map(_left_out, slices))
    return len(left_out) > 1 and len(set(left_out)) == 1 and left_out[0] > 0


def _left_out(part: ast.expr) -> int:
    """Return how many values a slice leaves out at both ends; 0 where it cannot be told."""
    if not isinstance(part, ast.Slice):
        return 0
    ends = [0 if end is None else literal(end) for end in (part.lower, part.upper)]
    match ends:
        case [int(first), int(last)] if first >= 0 >= last:
            return first - last
    return 0
