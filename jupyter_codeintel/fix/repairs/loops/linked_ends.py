"""Walks along linked nodes that go on after the last one, and what the words say of it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_NONE = re.compile(r"^'NoneType' object has no attribute '(\w+)'")
_TOLD = re.compile(
    r"(?P<value>-1|None|False)`*,? (?:if|when|where)\b[^.;\n]*?"
    r"(?:\bnot\b[^.;\n]*?\b(?:found|in|present|there)\b|\b(?:absent|missing)\b|n't)"
    r"|(?:if|when|where)\b[^.;,\n]*?\b(?:not (?:found|in|present|there)|absent|missing)\b"
    r"[^.;\n]*?,? (?:returns?|gives?|it is)? ?`*(?P<other>-1|None|False)\b"
)


async def ends_of_links(case: Case) -> AsyncIterator[Repair]:
    """Yield ``while node is not None and node.value != x``, and what there is without one."""
    match = _NONE.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        loop, function = site.statement, site.inside
        if not isinstance(loop, ast.While) or function is None or loop.orelse:
            continue
        name = _walker(loop, match[1])
        last = function.body[-1]
        value = _told(case, site)
        if name is None or value is None or not isinstance(last, ast.Return):
            continue
        if loop not in function.body or function.body.index(loop) != len(function.body) - 2:
            continue
        text, margin = site.code, " " * last.col_offset
        start, end = text.span(loop.test)[0], text.span(last)[0]
        found = f"if {name} is None:\n{margin}    return {value}\n{margin}"
        changes = [((start, start), f"{name} is not None and "), ((end, end), found)]
        says = f'after the last one "{name}" is None; then it is {value}, as the words say'
        yield repaired(site.cell, text, changes, says, "end_of_links")


def _walker(loop: ast.While, attribute: str) -> str | None:
    """Return the name that goes from one to the next until one is like something else."""
    match loop.test:
        case ast.Compare(
            left=ast.Attribute(value=ast.Name(id=name), attr=attr), ops=[ast.NotEq()]
        ) if attr == attribute:
            pass
        case _:
            return None
    for node in loop.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=target)], value=ast.Attribute(value=ast.Name(id=own))
            ) if target == own == name:
                return name
    return None


def _told(case: Case, site: Site) -> str | None:
    for words in told_near(case, site):
        match = _TOLD.search(" ".join(words.split()))
        if match is not None:
            return match["value"] or match["other"]
    return None
