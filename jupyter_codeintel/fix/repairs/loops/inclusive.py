"""Ranges whose end is meant to be among them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import prose_of

_LENGTHS = re.compile(
    r"must have same first dimension, but have shapes \((?P<x>\d+),\) and \((?P<y>\d+),\)"
    r"|Length of values \((?P<values>\d+)\) does not match length of index \((?P<index>\d+)\)"
    r"|x and y must be the same size|arrays must (?:all )?be (?:of )?the same length"
    r"|array length (?P<given>\d+) does not match index length (?P<wanted>\d+)",
    re.IGNORECASE,
)
_INCLUDED = re.compile(
    r"\b(?:inclusive(?:ly)?|up to and including|included|\d+ through \d+)\b", re.IGNORECASE
)
_EXCLUDED = re.compile(r"\b(?:exclu\w+|not\s+includ\w+|without|half-open)\b", re.IGNORECASE)


class _Range(NamedTuple):
    """Numbers one after the other, with the part of its text that has to become more by one."""

    cell: str
    code: Code
    call: ast.Call
    end: int
    size: int
    part: ast.Constant


async def included_ends(case: Case) -> AsyncIterator[Repair]:
    """Yield the range with its end, where the person says so and just one value is missing."""
    match = _LENGTHS.search(case.error.value)
    if match is None:
        return
    told = {int(size) for size in match.groups() if size is not None}
    for site in case.sites[:1]:
        # In a function, what is live under a name is not what it was called with.
        found = list(dict.fromkeys(_ranges(case, site))) if site.inside is None else []
        short = [one for one in found if _is_short(case, site, one, told)]
        if len(short) == 1 and _is_said(case, short[0]):
            one = short[0]
            change = one.code.span(one.part), str(one.part.value + 1)  # type: ignore[operator]
            says = f"{one.end} is to be among the values"
            yield repaired(one.cell, one.code, [change], says, "included_end")


def _ranges(case: Case, site: Site) -> Iterator[_Range]:
    """Yield the ranges that a statement uses, in itself or by a name."""
    for call in site.nodes(ast.Call):
        yield from _read(case, site, site.cell, site.code, call)
    for name in names_in(site.statement) if site.statement is not None else ():
        bound = case.binding(site, ast.Name(name))
        value = bound.value if bound is not None else None
        if isinstance(value, ast.Call) and _is_named(value.func, "list") and len(value.args) == 1:
            value = value.args[0]
        if bound is not None and isinstance(value, ast.Call):
            yield from _read(case, site, bound.cell, bound.code, value)


def _read(case: Case, site: Site, cell: str, text: Code, call: ast.Call) -> Iterator[_Range]:
    """Yield what a call gives, if it is of whole numbers that follow each other."""
    numbers = [one for one in call.args if isinstance(one, ast.Constant)]
    values = [one.value for one in numbers if type(one.value) is int]
    if call.keywords or len(values) != len(call.args) or len(values) not in (2, 3):
        return
    first, last = values[:2]
    function = "range" if _is_named(call.func, "range") else ""
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        is_numpy = case.target(site, call.func.value.id) == "numpy"
        function = call.func.attr if is_numpy else ""
    if function in ("range", "arange") and len(values) == 2 and first < last:
        yield _Range(cell, text, call, last, last - first, numbers[1])
    # As many values as there are steps: with one more, the steps are of 1.
    if function == "linspace" and len(values) == 3 and values[2] == last - first > 1:
        yield _Range(cell, text, call, last, values[2], numbers[2])


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_short(case: Case, site: Site, one: _Range, told: set[int]) -> bool:
    """Whether the other values are all more by just one, by the error or as they are."""
    if told:
        return told == {one.size, one.size + 1}
    sizes = {len(node.elts) for node in site.nodes(ast.List) if _is_load(node)}
    for name in names_in(site.statement) if site.statement is not None else ():
        live = case.variable(name)
        if live is not None and live.shape is not None and len(live.shape) == 1:
            sizes.add(live.shape[0])
        elif live is not None and live.type in ("list", "tuple", "range"):
            sizes.add(live.length or 0)
    return sizes - {one.size} == {one.size + 1}


def _is_load(node: ast.List) -> bool:
    return isinstance(node.ctx, ast.Load)


def _is_said(case: Case, one: _Range) -> bool:
    """Whether words say that the end is included: they name it, or stand beside the range."""
    cells = dict.fromkeys((one.cell, case.failure.cell))
    told = [*(text for cell in cells for text in prose_of(case, cell)), case.failure.goal]
    lines = [line for text in told for line in text.splitlines() if _INCLUDED.search(line)]
    if any(_EXCLUDED.search(line) for line in lines):
        return False
    beside = one.code.source[one.code.span(one.call)[1] :].partition("\n")[0]
    return any(
        re.search(rf"(?<![\d.]){one.end}(?![\d.]\d)(?!\d)", line)
        or ("#" in beside and line in beside)
        for line in lines
    )
