"""Limits the other way round, between which nothing can be: ``lo >= x >= hi``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.values.limit_words import (
    OUTSIDE,
    WITHIN,
    are_outside,
    cells_with_limits,
    limit_of,
    words_of_limits,
)

_ERRORS = ("AssertionError", "IndexError", "StatisticsError", "StopIteration", "ValueError",
           "ZeroDivisionError")  # fmt: skip
_PAIRS = frozenset(
    {("begin", "end"), ("earliest", "latest"), ("first", "last"), ("from", "to"),
     ("from", "until"), ("least", "most"), ("lo", "hi"), ("low", "high"), ("lower", "upper"),
     ("min", "max"), ("minimum", "maximum"), ("since", "until"), ("smallest", "largest"),
     ("start", "end"), ("start", "finish"), ("start", "stop")}
)  # fmt: skip
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_LESS, _MORE = (ast.Lt, ast.LtE), (ast.Gt, ast.GtE)
_SIGN = re.compile(r"[<>]")
_TURNED = {"<": ">", ">": "<"}
_BETWEEN = ("between", "integers", "randint", "randrange")


async def turned_limits(case: Case) -> AsyncIterator[Repair]:
    """Yield ``lo <= x <= hi`` for ``lo >= x >= hi``, that never holds, where nothing is found."""
    if not case.is_a(*_ERRORS):
        return
    found = []
    for cell in cells_with_limits(case):
        text = case.code(cell)
        for node in text.nodes(ast.expr):
            changes = list(_changes(case, Site(cell, text, getattr(node, "lineno", 1)), node))
            if changes:
                found.append((cell, text, changes))
    if len(found) == 1:
        cell, text, changes = found[0]
        says = "nothing is between these limits, which are the other way round"
        yield repaired(cell, text, changes, says, "turned_limits")


def _changes(case: Case, site: Site, node: ast.expr) -> Iterator[Change]:
    """Yield what turns the limits that a value can never be between."""
    match node:
        case ast.Compare(left=first, ops=[_, _] as signs, comparators=[_, last]):
            is_never = _is_never(case, site, (first, signs[0]), (last, signs[1]))
            if is_never and not _are_apart(case, site, node.comparators[0], first, last):
                yield from _other_signs(site.code, node)
        case ast.BoolOp(op=ast.And(), values=[ast.Compare() as one, ast.Compare() as other]):
            yield from _of_two(case, site, one, other)
        case ast.BinOp(left=ast.Compare() as one, op=ast.BitAnd(), right=ast.Compare() as other):
            yield from _of_two(case, site, one, other)
        case ast.Call(args=[first, last]) if callee(node) in _BETWEEN and not node.keywords:
            is_written = isinstance(first, ast.Constant) and isinstance(last, ast.Constant)
            is_turned = _is_turned(case, site, last, first, by_numbers=is_written)
            what = getattr(node.func, "value", first)
            if is_turned and not _are_apart(case, site, what, first, last):
                yield from _swapped(site.code, first, last)
        case ast.Slice(lower=ast.expr() as first, upper=ast.expr() as last, step=None):
            is_picture = "upper" in ast.unparse(first)  # whose rows are counted from above
            if not is_picture and _is_turned(case, site, last, first, by_numbers=False):
                yield from _swapped(site.code, first, last)


def _is_never(
    case: Case, site: Site, first: tuple[ast.expr, ast.cmpop], last: tuple[ast.expr, ast.cmpop]
) -> bool:
    """Whether what is first in a chain of signs cannot be before what is last in it."""
    signs = (first[1], last[1])
    if all(isinstance(sign, _MORE) for sign in signs):
        return _is_turned(case, site, first[0], last[0])
    return all(isinstance(sign, _LESS) for sign in signs) and _is_turned(
        case, site, last[0], first[0]
    )


def _of_two(case: Case, site: Site, one: ast.Compare, other: ast.Compare) -> Iterator[Change]:
    """Yield the turned signs of ``x <= lo and x >= hi``, if the words are about what is within.

    Else what is outside may be meant, which would be an ``or``.
    """
    if len(one.ops) != 1 or len(other.ops) != 1:
        return
    if ast.unparse(one.left) != ast.unparse(other.left):
        return
    low, high = one, other
    if isinstance(one.ops[0], _MORE):
        low, high = other, one
    if not isinstance(low.ops[0], _LESS) or not isinstance(high.ops[0], _MORE):
        return
    words = words_of_limits(case, site)
    is_within = WITHIN.search(words) and not OUTSIDE.search(words)
    if _are_apart(case, site, one.left, low.comparators[0], high.comparators[0]):
        return
    if is_within and _is_turned(case, site, low.comparators[0], high.comparators[0]):
        yield from _other_signs(site.code, low)
        yield from _other_signs(site.code, high)


def _are_apart(case: Case, site: Site, what: ast.expr, one: ast.expr, other: ast.expr) -> bool:
    """Whether what is outside of two limits is meant, as of hours from 22 to 6."""
    limits = [limit_of(case, site, limit) for limit in (one, other)]
    known = sorted(limit for limit in limits if limit is not None)
    return len(known) == len(limits) and are_outside(case, site, what, known[0], known[1])


def _is_turned(
    case: Case, site: Site, low: ast.expr, high: ast.expr, *, by_numbers: bool = True
) -> bool:
    """Whether one expression is for certain the lower of two limits, by its number or its name."""
    one, other = limit_of(case, site, low), limit_of(case, site, high)
    if one is not None and other is not None and (by_numbers or one >= other):
        return one < other
    parts = [[part.lower() for part in _PARTS.findall(ast.unparse(one))] for one in (low, high)]
    if len(parts[0]) != len(parts[1]):
        return False
    differing = [pair for pair in zip(*parts, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and differing[0] in _PAIRS


def _other_signs(text: Code, node: ast.Compare) -> Iterator[Change]:
    """Yield the signs between what is compared the other way round."""
    for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
        start, end = text.span(left)[1], text.span(right)[0]
        for sign in _SIGN.finditer(text.source, start, end):
            yield sign.span(), _TURNED[sign[0]]


def _swapped(text: Code, first: ast.expr, last: ast.expr) -> Iterator[Change]:
    yield text.span(first), text.text(last)
    yield text.span(last), text.text(first)
