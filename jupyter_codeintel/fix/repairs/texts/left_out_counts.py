"""Numbers in a text that may be left out, where that means one: ``H2O``, ``3a2bc``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_EMPTY = "invalid literal for int() with base 10: ''"
_OPTIONAL = re.compile(r"(?:\\d|\[0-9\])\*|(?:\\d|\[0-9\])\+\)\?")
_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_COUNT = re.compile(
    r"\b(?:amount|cnt|coef\w*|count|factor|mult\w*|n|num|number|qty|quantity|reps?|repeat|times)\b"
)


async def left_out_counts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``int(count or 1)`` of how many there are, where no number need be written."""
    if _EMPTY not in case.error.value:
        return
    for site in case.sites[:1]:
        calls = [node for node in site.nodes(ast.Call) if callee_of(node) == "int"]
        given = {ast.unparse(one) for node in calls for one in node.args}
        if len(given) != 1 or any(len(node.args) != 1 for node in calls):
            continue
        for node in calls:
            name = node.args[0]
            if isinstance(name, ast.Name) and _is_left_out(case, site, name.id):
                if not _COUNT.search(name.id) and not _is_factor(site, node):
                    continue
                end = site.code.span(name)[1]
                says = f'where no "{name.id}" is written, there is one'
                yield repaired(site.cell, site.code, [((end, end), " or 1")], says, "left_out")


def _is_factor(site: Site, node: ast.expr) -> bool:
    return any(
        isinstance(one.op, ast.Mult) and node in (one.left, one.right)
        for one in site.nodes(ast.BinOp)
    )


def _is_left_out(case: Case, site: Site, name: str) -> bool:
    """Whether a name of a loop stands for digits of a pattern that need not be there."""
    loops: list[ast.For | ast.comprehension] = [*site.code.nodes(ast.For)]
    for loop in (*loops, *site.code.nodes(ast.comprehension)):
        if not isinstance(loop.target, ast.Tuple) or callee_of(loop.iter) != "findall":
            continue
        names = [getattr(one, "id", "") for one in loop.target.elts]
        pattern = _pattern(case, site, loop.iter)
        starts = [found.start() for found in _GROUP.finditer(pattern)]
        if name in names and len(starts) == len(names):
            group = pattern[starts[names.index(name)] + 1 :]
            return _OPTIONAL.match(group) is not None
    return False


def _pattern(case: Case, site: Site, call: ast.expr) -> str:
    """Return the pattern that is looked for: given to ``re``, or compiled before."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[one, *_]):
            bound = case.binding(site, one)
            found = literal(one if bound is None else bound.value)
        case ast.Call(func=ast.Attribute(value=ast.Name() as one)):
            bound = case.binding(site, one)
            made = bound.value if bound is not None else None
            found = literal(made.args[0]) if isinstance(made, ast.Call) and made.args else ""
        case _:
            return ""
    return found if isinstance(found, str) else ""
