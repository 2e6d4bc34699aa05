"""Loops without an end that take things until nothing is left."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_EMPTY = re.compile(r"pop from (?:an )?empty (?:list|deque|set)|popitem\(\): dictionary is empty")
_OF_HEAPS = "index out of range"
_TAKING = ("pop", "popitem", "popleft")


async def loops_while_some_are_left(case: Case) -> AsyncIterator[Repair]:
    """Yield ``while queue:`` for ``while True:`` where each round begins with taking one."""
    is_heap = case.is_a("IndexError") and _OF_HEAPS in case.error.value
    if not _EMPTY.search(case.error.value) and not is_heap:
        return
    for site in case.sites[:1]:
        for loop in site.code.nodes(ast.While):
            is_first = site.statement is loop.body[0]
            if not is_first or getattr(loop.test, "value", None) is not True:
                continue
            owner = _taken_from(site, is_heap=is_heap)
            if owner and not _ends(loop):
                says = f'the loop is to end when nothing is left in "{owner}"'
                change = site.code.span(loop.test), owner
                yield repaired(site.cell, site.code, [change], says, "while_some_are_left")


def _taken_from(site: Site, *, is_heap: bool) -> str:
    """Return what a failing statement takes something from."""
    for call in site.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Attribute(value=owner)) if callee_of(call) in _TAKING:
                if not is_heap and isinstance(owner, ast.Name | ast.Attribute):
                    return site.code.text(owner)
            case ast.Call(args=[ast.Name(id=name)]) if callee_of(call) == "heappop":
                return name
    return ""


def _ends(loop: ast.While) -> bool:
    """Whether something else in a loop ends it."""
    return any(isinstance(node, ast.Break | ast.Return) for node in ast.walk(loop))
