"""Generators that ask an iterator for more than it has, which is an error within them."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_RAISED = "generator raised StopIteration"


async def ended_generators(case: Case) -> AsyncIterator[Repair]:
    """Yield ``for a, b in zip(it, it):`` for ``while True:`` with two ``next(it)`` at its top."""
    if _RAISED not in case.error.value:
        return
    for site in case.sites:
        loop = next((one for one in site.code.nodes(ast.While) if _is_around(one, site.line)), None)
        if loop is None or getattr(loop.test, "value", False) not in (True, 1):
            continue
        taken = [_taken(one) for one in loop.body]
        count = next((place for place, one in enumerate(taken) if one is None), len(taken))
        first = [one for one in taken[:count] if one is not None]
        names, iterators = [one[0] for one in first], {one[1] for one in first}
        rest = loop.body[count:]
        if len(iterators) != 1 or not rest or loop.orelse:
            continue
        (iterator,) = iterators
        if any(getattr(node, "id", "") == iterator for one in rest for node in ast.walk(one)):
            continue
        several = iterator if len(names) == 1 else f"zip({', '.join([iterator] * len(names))})"
        head = f"for {', '.join(names)} in {several}:\n{' ' * rest[0].col_offset}"
        place = site.code.span(loop)[0], site.code.span(rest[0])[0]
        says = "a loop through an iterator ends with it"
        yield repaired(site.cell, site.code, [(place, head)], says, "ended_generator")
        return


def _is_around(loop: ast.While, line: int) -> bool:
    return loop.lineno < line <= (loop.end_lineno or loop.lineno)


def _taken(node: ast.stmt) -> tuple[str, str] | None:
    """Return the name that the next item is given, and the iterator that it is of."""
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Name(id="next"), args=[ast.Name(id=iterator)], keywords=[]),
        ):
            return name, iterator
    return None
