"""Totals that stand in the first or the last line of a text, among the parts that they are of."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.made_from import steps_to

_SIZES = re.compile(r"\((\d+),?\).{1,40}\((\d+),?\)|same (?:length|size)|\bzip\(\)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?![\w.])")
_FEWEST = 3


class _Lines(NamedTuple):
    """Where the lines of a text are gone through, and what the text is."""

    cell: str
    code: Code
    node: ast.expr
    text: str


async def totals_among_parts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``text.splitlines()[1:]`` where the first line is the sum of all others.

    Where the lengths of two things differ by one, or a check fails.
    """
    match = _SIZES.search(case.error.value)
    sizes = [int(one) for one in match.groups() if one is not None] if match is not None else []
    is_one_more = match is not None and (not sizes or abs(sizes[0] - sizes[1]) == 1)
    if not is_one_more and not case.is_a("AssertionError"):
        return
    found = [one for one in _gone_through(case) if _part(one.text)]
    if len({(one.cell, one.code.span(one.node)) for one in found}) == 1:
        cell, text, node, lines = found[0]
        says = "one of the lines is the sum of all others"
        end = text.span(node)[1]
        yield repaired(cell, text, [((end, end), _part(lines))], says, "total_among_parts")


def _gone_through(case: Case) -> Iterator[_Lines]:
    """Yield the lines that what fails is made of, one by one."""
    names = {name for site in case.sites if site.statement for name in names_in(site.statement)}
    own = {(site.cell, site.line) for site in case.sites}
    steps = [(one.cell, one.code, one.statement) for one in steps_to(case, names)]
    steps += [(cell, case.code(cell), one) for cell, line in own
              for one in case.code(cell).nodes(ast.For) if one.lineno <= line]  # fmt: skip
    for cell, text, statement in steps:
        heads = [loop.iter for loop in text.nodes(ast.comprehension, statement)]
        for head in (*heads, *(loop.iter for loop in _around(text, statement))):
            lines = _lines(case, cell, text, head)
            if lines is not None:
                yield _Lines(cell, text, head, lines)


def _around(text: Code, statement: ast.stmt) -> list[ast.For]:
    """Return the loops that a statement is in, or that it is."""
    last = statement.end_lineno or statement.lineno
    return [one for one in text.nodes(ast.For)
            if one.lineno <= statement.lineno and last <= (one.end_lineno or 0)]  # fmt: skip


def _lines(case: Case, cell: str, text: Code, node: ast.expr) -> str | None:
    """Return the text whose lines are gone through, if it is written in the notebook."""
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr="splitlines"), args=[]):
            pass
        case ast.Call(func=ast.Attribute(value=of, attr="split"), args=[ast.Constant(value="\n")]):
            pass
        case _:
            return None
    if isinstance(of, ast.Call) and getattr(of.func, "attr", "") == "strip":
        of = of.func.value if isinstance(of.func, ast.Attribute) else of
        return (_lines_of(case, cell, text, of) or "").strip()
    return _lines_of(case, cell, text, of)


def _lines_of(case: Case, cell: str, text: Code, node: ast.expr) -> str | None:
    bound = case.binding(Site(cell, text, node.lineno), node)
    value = literal(bound.value if bound is not None else node)
    return value if isinstance(value, str) else None


def _part(text: str) -> str:
    """Return which lines are parts, if the first or the last is their sum; else nothing."""
    found = [_NUMBER.findall(line) for line in text.splitlines()]
    if len(found) <= _FEWEST or any(len(numbers) != 1 for numbers in found):
        return ""
    values = [float(numbers[0]) for numbers in found]
    if any(value < 0 for value in values) or not any(values):
        return ""
    if math.isclose(values[0], sum(values[1:]), rel_tol=1e-9):
        return "[1:]"
    return "[:-1]" if math.isclose(values[-1], sum(values[:-1]), rel_tol=1e-9) else ""
