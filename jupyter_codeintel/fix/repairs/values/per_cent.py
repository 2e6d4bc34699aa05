"""Shares in per cent where fractions are wanted that sum to one."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.values.worked_out import Written, numbers_of, summed

HUNDREDTHS = re.compile(r"/\s*100(?:\.0*)?(?![\w.])|\*\s*0?\.01(?!\d)|\b1e-0?2\b")
_CLOSE = ("isclose", "allclose", "approx", "assert_allclose")


async def fractions_of_per_cent(case: Case) -> AsyncIterator[Repair]:
    """Yield ``{key: value / 100 for ...}`` for shares that sum to 100 and are to sum to one."""
    sources = (case.failure.source(one.id) for one in case.failure.document.cells)
    if any(HUNDREDTHS.search(source) for source in sources):
        return  # they are made fractions later
    for site in case.sites[:1]:
        for side in _beside_one(case, site):
            of = summed(_meant(case, site, side))
            found = numbers_of(case, site, of) if of is not None else None
            if found is None or not math.isclose(sum(found.numbers), 100):
                continue
            changes = list(_divided(found))
            if changes:
                says = "they are in per cent, and fractions are to sum to one"
                yield repaired(found.site.cell, found.site.code, changes, says, "per_cent")
            return


def _beside_one(case: Case, site: Site) -> Iterator[ast.expr]:
    """Yield what a check that fails compares with one."""
    statement = site.statement
    tests: list[ast.expr] = []
    if isinstance(statement, ast.Assert) and case.is_a("AssertionError"):
        tests = [statement.test]
    elif isinstance(statement, ast.Raise):
        tests = [one.test for one in site.code.nodes(ast.If) if one.body[0] is statement]
    elif isinstance(statement, ast.Expr) and case.is_a("AssertionError"):
        tests = [statement.value]
    for node in (inner for test in tests for inner in ast.walk(test)):
        sides: list[ast.expr] = []
        match node:
            case ast.Call(args=[first, second, *_]) if callee(node) in _CLOSE:
                sides = [first, second]
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                sides = [left, right]
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                sides = [left, right]
        ones = [getattr(side, "value", None) in (1, 1.0) for side in sides]
        if sorted(ones) == [False, True]:
            yield sides[ones.index(False)]


def _meant(case: Case, site: Site, node: ast.expr) -> ast.expr:
    """Return what is compared, also where it is rounded or has a name."""
    if isinstance(node, ast.Call) and callee(node) == "round" and node.args:
        node = node.args[0]
    bound = case.binding(site, node)
    return bound.value if bound is not None and bound.cell == site.cell else node


def _divided(found: Written) -> Iterator[Change]:
    """Yield the changes that make written numbers fractions."""
    text = found.site.code
    statement = found.site.statement
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case _:
            yield from _written(found)
            return
    end = text.line_span(statement.end_lineno or statement.lineno)[1]
    pad = "\n" + " " * statement.col_offset
    if value is not found.node:  # an array, or a list of as many
        is_array = isinstance(value, ast.Call) and callee(value) in ("array", "asarray", "Series")
        if is_array:
            yield (end, end), f"{pad}{name} = {name} / 100"
    if isinstance(value, ast.Dict) or getattr(getattr(value, "func", None), "id", "") == "dict":
        line = f"{name} = {{key: value / 100 for key, value in {name}.items()}}"
        yield (end, end), f"{pad}{line}"
    elif isinstance(value, ast.List) and value is found.node:
        yield (end, end), f"{pad}{name} = [value / 100 for value in {name}]"
    elif value is found.node:
        yield from _written(found)


def _written(found: Written) -> Iterator[Change]:
    """Yield the changes of the numbers themselves."""
    if isinstance(found.node, ast.List | ast.Tuple | ast.Dict):
        items = found.node.values if isinstance(found.node, ast.Dict) else found.node.elts
        for item, number in zip(items, found.numbers, strict=True):
            yield found.site.code.span(item), repr(number / 100)
