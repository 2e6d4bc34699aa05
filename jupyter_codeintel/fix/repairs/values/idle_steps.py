"""Times of steps in which nothing is to be done, at a speed of nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import last_name, words_near

_TIMES = re.compile(
    r"(?<![a-z])(?:hours?|minutes?|seconds?|days|times?|durations?|how long)(?![a-z])"
)
_RATES = re.compile(
    r"(?<![a-z])(?:flow|kmh|knots|kph|mph|pace|rates?|speeds?|throughput|velocit(?:y|ies)|v)(?![a-z])"
    r"|_per_|_p[sh]$",
    re.IGNORECASE,
)
_SAYS = "a step in which nothing is to be done takes no time, however slow it is"
_Row = dict[str, object]


async def steps_of_nothing(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(end - start) / rate if rate else 0.0``, where a rate of 0 has no way to go.

    All steps are written in the notebook, and times are asked for.
    """
    for site in case.sites[:1] if case.is_a("ZeroDivisionError") else ():
        divisions = [node for node in site.nodes(ast.BinOp) if isinstance(node.op, ast.Div)
                     and not isinstance(node.right, ast.Constant)]  # fmt: skip
        words = f"{words_near(case, site)} {site.code.source}".lower().replace("_", " ")
        rates = [last_name(one.right) for one in divisions]
        if len(rates) != 1 or not _RATES.search(rates[0]) or not _TIMES.search(words):
            continue
        divided, rows = divisions[0], _rows(case, site)
        idle = [row for row in rows if _number(divided.right, row) == 0]
        if idle and all(_number(divided.left, row) == 0 for row in idle):
            text = site.code
            new = f"{text.text(divided)} if {text.text(divided.right)} else 0.0"
            start, end = text.span(divided)
            above = text.source[:start].rstrip()
            is_left_open = isinstance(divided.left, ast.BinOp) and above.endswith("(")
            is_alone = isinstance(site.statement, ast.Assign) and site.statement.value is divided
            if is_left_open:
                continue
            change = (start, end), new if is_alone else f"({new})"
            yield repaired(site.cell, text, [change], _SAYS, "idle_step")


def _rows(case: Case, site: Site) -> list[_Row]:
    """Return what the innermost loop's names stand for in each turn."""
    loops = site.loops_around
    if not loops:
        return []
    loop = loops[0] if site.nodes(ast.comprehension) else loops[-1]
    bound = case.binding(site, loop.iter)
    items = literal(bound.value if bound is not None else loop.iter)
    found: list[_Row] = []
    for item in items if isinstance(items, list | tuple) else ():
        match loop.target:
            case ast.Name(id=name):
                found.append({name: item})
            case ast.Tuple(elts=names) if isinstance(item, list | tuple):
                found.append(dict(zip(map(ast.unparse, names), item, strict=False)))
    return found


def _number(node: ast.expr, row: _Row) -> float | None:
    """Return what an expression is in a turn of the loop."""
    match node:
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            one, other = _number(left, row), _number(right, row)
            return one - other if one is not None and other is not None else None
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=key)):
            value = _item(row.get(name), key)
        case ast.Name(id=name):
            value = row.get(name)
        case _:
            value = literal(node)
    return float(value) if isinstance(value, int | float) else None


def _item(owner: object, key: object) -> object:
    if isinstance(owner, dict):
        return owner.get(key)
    if isinstance(owner, list | tuple) and isinstance(key, int) and abs(key) < len(owner):
        return owner[key]
    return None
