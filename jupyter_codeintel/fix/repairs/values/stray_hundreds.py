"""Shares that are made in per cent where a check wants fractions, or the other way round."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.origins import Origin, origin
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.callers import argument
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.values.per_cent import HUNDREDTHS

_FRACTION = re.compile(
    r"\b(?:fractions?|probabilit\w+|proportions?|0 (?:and|to|\.\.) 1(?![\d.])"
    r"|sums? (?:up )?to (?:1|one)(?![\d.]))\b|\[0(?:\.0)?, ?1(?:\.0)?\]"
)
_PERCENT = re.compile(r"%|\bper ?cents?\b|\bpercentages?\b|\bpct\b|\bsums? (?:up )?to 100\b")
_NAMED = re.compile(r"percent|prozent|pct|perc(?![a-z])", re.IGNORECASE)
_SHOWN = re.compile(r"\{[^{}%]*\}\s*(?:%|per ?cent)|\df%%")
_LIMITS = ast.Lt | ast.LtE | ast.Gt | ast.GtE
_DEEPEST = 4


async def stray_hundreds(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sales / visits`` for ``100 * sales / visits``, which is checked to be a fraction."""
    if not case.is_a("ValueError", "AssertionError") or _is_used_in_per_cent(case):
        return
    for site in case.sites[:1]:
        test = _test(site)
        wanted = _wanted(case, site, test) if test is not None else None
        found = {
            (made.cell, *change): (made, change)
            for node in (ast.walk(test) if test is not None and wanted else ())
            if isinstance(node, ast.Name | ast.Subscript)
            for made in _made(case, site, node, 0)
            if (change := _changed(made, wanted or 0)) is not None
        }
        if len(found) == 1:
            made, change = next(iter(found.values()))
            meant = "fractions" if wanted == 1 else "per cents"
            says = f"what is checked is to be in {meant}"
            yield repaired(made.cell, made.code, [change], says, "stray_hundred")


def _is_used_in_per_cent(case: Case) -> bool:
    """Whether something is shown in per cent, or made a fraction, somewhere in the notebook."""
    sources = [case.failure.source(one.id) for one in case.failure.document.cells]
    return any(_SHOWN.search(one) or HUNDREDTHS.search(one) for one in sources)


def _test(site: Site) -> ast.expr | None:
    statement = site.statement
    if isinstance(statement, ast.Assert):
        return statement.test
    if isinstance(statement, ast.Raise):
        tests = [one.test for one in site.code.nodes(ast.If) if one.body[0] is statement]
        return tests[0] if len(tests) == 1 else None
    return None


def _wanted(case: Case, site: Site, test: ast.expr) -> int | None:
    """Return 1 where a check and its words want fractions, 100 where they want per cents."""
    numbers = {float(node.value) for node in ast.walk(test) if isinstance(node, ast.Constant)
               and isinstance(node.value, int | float)}  # fmt: skip
    inside = site.inside.name if site.inside is not None else ""
    said = " ".join([case.error.value, inside.replace("_", " ")]).lower()
    is_limit = any(
        isinstance(sign, _LIMITS)
        for node in ast.walk(test)
        if isinstance(node, ast.Compare)
        for sign in node.ops
    )
    is_sum = any(callee(one) == "sum" for one in ast.walk(test) if isinstance(one, ast.Call))
    fraction, percent = _FRACTION.search(said), _PERCENT.search(said)
    if 1 in numbers and 100 not in numbers and not percent and (is_sum or is_limit):
        return 1 if fraction or is_sum or 0 in numbers else None
    return 100 if 100 in numbers and is_sum and 1 not in numbers and not fraction else None


def _made(case: Case, site: Site, node: ast.expr, depth: int) -> Iterator[Origin]:
    """Yield the expressions that make a value, through loops, calls and names."""
    if depth > _DEEPEST or (isinstance(node, ast.Name) and _NAMED.search(node.id)):
        return
    name = node.id if isinstance(node, ast.Name) else ""
    looped = _looped(site, name)
    if looped is not None:
        for one in ast.walk(looped):
            if isinstance(one, ast.Name | ast.Subscript):
                yield from _made(case, site, one, depth + 1)
        return
    function = site.inside
    if function is not None and name in [one.arg for one in function.args.args]:
        for caller in case.sites[1:]:
            for call in caller.nodes(ast.Call):
                given = argument(call, function, name) if callee(call) == function.name else None
                if given is not None:
                    yield from _made(case, caller, given, depth + 1)
        return
    found = origin(case.failure, site, node)
    if found.value is not node or isinstance(node, ast.BinOp | ast.Call):
        yield found


def _looped(site: Site, name: str) -> ast.expr | None:
    """Return what the loop goes through that sets a name."""
    for loop in site.loops_around:
        if name in {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}:
            return loop.iter
    return None


def _changed(made: Origin, wanted: int) -> Change | None:
    """Return what takes a factor out, or puts one in, where a share is made of two amounts."""
    value = made.value
    if made.in_place:
        return None
    if isinstance(value, ast.DictComp):
        value = value.value
    elif isinstance(value, ast.ListComp | ast.GeneratorExp):
        value = value.elt
    if isinstance(value, ast.Call) and callee(value) == "round" and len(value.args) == 2:
        return None  # it would have to be rounded otherwise
    if wanted == 1:
        return _without(made, value)
    is_share = isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div)
    if not is_share or any(literal(one) in (100, 0.01) for one in ast.walk(value)):
        return None
    start = made.code.span(value)[0]
    return (start, start), "100 * "


def _without(made: Origin, value: ast.expr) -> Change | None:
    """Return the change that takes the one factor of a hundred out of a share."""
    factors = [node for node in ast.walk(value) if literal(node) == 100]
    if len(factors) != 1 or not any(
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) for node in ast.walk(value)
    ):
        return None
    text, node = made.code, value
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        is_product = isinstance(node.op, ast.Mult)
        if is_product and node.right is factors[0]:
            return (text.span(node.left)[1], text.span(node)[1]), _closing(made, node)
        if is_product and node.left is factors[0]:
            return (text.span(node)[0], text.span(node.right)[0]), _opening(made, node)
        node = node.left
    return None


def _closing(made: Origin, node: ast.BinOp) -> str:
    """Return the bracket that stands between the share and its factor."""
    between = made.code.source[made.code.span(node.left)[1] : made.code.span(node.right)[0]]
    return ")" * between.count(")")


def _opening(made: Origin, node: ast.BinOp) -> str:
    between = made.code.source[made.code.span(node.left)[1] : made.code.span(node.right)[0]]
    return "(" * between.count("(")
