"""Loops that a candidate lets end too early."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import callee


def ending_early(change: CellChange) -> Iterator[Objection]:
    """Yield objections where the last value, or none, is looked at any more."""
    for call in change.new(ast.Call):
        if _starts_at_the_end(call):
            yield refuse("empties", "It takes nothing of the data.")
    for new in change.added:
        if isinstance(new.node, ast.Return | ast.Break) and _is_in_each_round(new, change):
            yield doubt("empties", f"It ends in the first round: {new.line}")
    for old, new in change.altered if change.is_of("IndexError") else ():
        if bound := _two_steps(old, new):
            yield doubt("drops", f"It leaves the last out: range({bound}).")
        if data := _counted_from_one(old, new, change):
            yield doubt("drops", f"It leaves the last of {data} out.")


def _is_in_each_round(new: Statement, change: CellChange) -> bool:
    """Whether a loop ends with a statement that leaves it, and that no condition is around."""
    loop = new.around[-1].node if new.around else None
    if not isinstance(loop, ast.For | ast.While) or new.node is not loop.body[-1]:
        return False
    goes_on = (s.node for s in change.after if new.around[-1] in s.around)
    return not any(isinstance(node, ast.Continue) for node in goes_on)


def _starts_at_the_end(call: ast.Call) -> bool:
    """Whether a range goes on from the length of the data: ``range(len(x), len(x) - 1)``."""
    match call:
        case ast.Call(args=[ast.Call() as start, end]) if callee(call) in ("range", "arange"):
            is_less = not any(isinstance(node, ast.Add | ast.Mult) for node in ast.walk(end))
            return callee(start) == "len" and ast.unparse(start) in ast.unparse(end) and is_less
    return False


def _counted_from_one(old: Statement, new: Statement, change: CellChange) -> str:
    """Return what a loop counted from one and looked at rightly, and ends too early now."""
    match old.node, new.node:
        case ast.For(target=ast.Name(id=name), iter=was), ast.For(iter=now):
            found = re.fullmatch(r"range\(1, len\((.+)\) \+ 1\)", ast.unparse(was))
            is_less = found and ast.unparse(now) == f"range(1, len({found[1]}))"
            place = f"{found[1]}[{name} - 1]" if found and is_less else ""
            inner = (n for s in change.after if new in s.around for n in s.parts())
            if place and any(ast.unparse(n) == place for n in inner if isinstance(n, ast.expr)):
                return place.partition("[")[0]
    return ""


def _two_steps(old: Statement, new: Statement) -> str:
    """Return the bound of a loop that was one too large and is one too small now."""
    before, after = (
        {ast.unparse(bound.left): type(bound.op) for call in statement.parts()
         if isinstance(call, ast.Call) and callee(call) == "range"
         for bound in call.args if isinstance(bound, ast.BinOp)}
        for statement in (old, new)
    )  # fmt: skip
    moved = (n for n, op in after.items() if op is ast.Sub and before.get(n) is ast.Add)
    return next((f"{name} - 1" for name in moved), "")
