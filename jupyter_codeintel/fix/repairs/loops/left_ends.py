"""Loops over places that leave the last one out, or the first, where a check finds too little."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired


async def ranges_of_all(case: Case) -> AsyncIterator[Repair]:
    """Yield ``range(len(x))`` for ``range(len(x) - 1)`` where a loop uses ``x[i]`` alone.

    Of several such loops none is taken.
    """
    statement = case.sites[0].statement if case.sites and case.is_a("AssertionError") else None
    if not isinstance(statement, ast.Assert):
        return
    cells = case.failure.flow.slice(names_in(statement), before=case.failure.cell)
    found = [(cell, text, change) for cell in (*cells, case.failure.cell)
             for text in [case.code(cell)] for change in _changes(text)]  # fmt: skip
    if len(found) == 1:
        cell, text, change = found[0]
        says = "the loop is to go through all of them"
        yield repaired(cell, text, [change], says, "range_of_all")


def _changes(text: Code) -> Iterator[Change]:
    """Yield what makes loops whole that look at no neighbour, and do nothing with an end."""
    for loop in text.nodes(ast.For):
        match loop.target, loop.iter:
            case ast.Name(id=index), ast.Call(func=ast.Name(id="range"), args=[*ends], keywords=[]):
                start = ends[0] if len(ends) == 2 else None
                through, less = _length(ends[-1]) if 0 < len(ends) < 3 else (None, 0)
            case _:
                continue
        first = literal(start) if start is not None else 0
        if through is None or (first, less) not in ((0, 1), (1, 0)):
            continue
        if _uses_each_alone(loop, index, through) and not _has_an_end(text, loop, through):
            yield text.span(loop.iter), f"range(len({through}))"


def _length(end: ast.expr) -> tuple[str | None, int]:
    """Return of what a number is the length, and how much less: ``len(x) - 1``."""
    match end:
        case ast.BinOp(left=left, op=ast.Sub(), right=ast.Constant(value=int(less))):
            return _length(left)[0], less
        case ast.Call(args=[ast.Name(id=name)]) if callee_of(end) == "len":
            return name, 0
    return None, 0


def _uses_each_alone(loop: ast.For, index: str, through: str) -> bool:
    """Whether a place is only ever that of an item."""
    nodes = [node for one in loop.body for node in ast.walk(one)]
    uses = sum(isinstance(node, ast.Name) and node.id == index for node in nodes)
    read = [node for node in nodes if isinstance(node, ast.Subscript)
            and ast.unparse(node) == f"{through}[{index}]"
            and isinstance(node.ctx, ast.Load)]  # fmt: skip
    is_left = any(isinstance(node, ast.Break | ast.Continue | ast.Return) for node in nodes)
    return len(read) == uses > 0 and not is_left


def _has_an_end(text: Code, loop: ast.For, through: str) -> bool:
    """Whether an end or a part of the data is used outside of a loop: ``total = x[0]``."""
    inner = {id(node) for node in ast.walk(loop)}
    return any(
        id(node) not in inner and ast.unparse(node.value) == through
        for node in text.nodes(ast.Subscript)
    )
