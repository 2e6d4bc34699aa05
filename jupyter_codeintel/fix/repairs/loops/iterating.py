"""What a loop goes through is changed in the loop."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, root
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_ADDS = frozenset({"add", "append", "appendleft", "extend", "update"})
_TAKES = frozenset({"clear", "discard", "pop", "popleft", "remove"})


async def changed_while_iterating(case: Case) -> AsyncIterator[Repair]:
    """Yield the loop through a list of the items that there are at its beginning.

    One that puts items behind the others goes on until none is left.
    """
    if "during iteration" not in case.error.value:
        return
    for site in case.sites[:1]:
        loop = site.statement
        if not isinstance(loop, ast.For):
            continue
        text = site.code.text(loop.iter)
        done = _done(loop, ast.unparse(loop.iter))
        if not done & _ADDS:
            change = site.code.span(loop.iter), f"list({text})"
            says = "what the loop goes through is changed in it"
            yield repaired(site.cell, site.code, [change], says, "changed_while_iterating")
        elif _is_queue(case, loop.iter) and not done & _TAKES:
            yield _until_none_is_left(site, loop, text)


def _done(loop: ast.For, name: str) -> set[str]:
    """Return the methods that a loop calls of what it goes through."""
    calls = (node for inner in loop.body for node in ast.walk(inner) if isinstance(node, ast.Call))
    return {callee(call) for call in calls
            if isinstance(call.func, ast.Attribute) and root(call.func) == name}  # fmt: skip


def _is_queue(case: Case, node: ast.expr) -> bool:
    live = case.variable(node.id) if isinstance(node, ast.Name) else None
    return live is not None and live.type.endswith("deque")


def _until_none_is_left(site: Site, loop: ast.For, text: str) -> Repair:
    start, first = site.code.span(loop)[0], site.code.span(loop.body[0])[0]
    indent = " " * loop.body[0].col_offset
    new = f"while {text}:\n{indent}{site.code.text(loop.target)} = {text}.popleft()\n{indent}"
    says = "what is put behind the others is taken from the queue as well"
    return repaired(site.cell, site.code, [((start, first), new)], says, "until_none_is_left")
