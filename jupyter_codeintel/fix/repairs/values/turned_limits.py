"""Limits the other way round, between which nothing can be: ``lo >= x >= hi``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near

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
_WITHIN = re.compile(r"\b(?:between|in|in range|inside|range|within|years old)\b")
_OUTSIDE = re.compile(r"\b(?:beyond|extremes?|invalid|not|outliers?|out of|outside|too)\b")


async def turned_limits(case: Case) -> AsyncIterator[Repair]:
    """Yield ``lo <= x <= hi`` for ``lo >= x >= hi``, that never holds, where nothing is found."""
    if not case.is_a(*_ERRORS):
        return
    names = names_in(case.code(case.failure.cell).tree)
    cells = [*case.failure.flow.slice(names, before=case.failure.cell), case.failure.cell]
    found = []
    for cell in dict.fromkeys([*cells, *(site.cell for site in case.sites)]):
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
            if _is_never(case, site, (first, signs[0]), (last, signs[1])):
                yield from _other_signs(site.code, node)
        case ast.BoolOp(op=ast.And(), values=[ast.Compare() as one, ast.Compare() as other]):
            yield from _of_two(case, site, one, other)
        case ast.BinOp(left=ast.Compare() as one, op=ast.BitAnd(), right=ast.Compare() as other):
            yield from _of_two(case, site, one, other)
        case ast.Call(args=[first, last]) if callee(node) in _BETWEEN and not node.keywords:
            is_written = isinstance(first, ast.Constant) and isinstance(last, ast.Constant)
            if _is_turned(case, site, last, first, by_numbers=is_written):
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
    inside = site.inside.name if site.inside is not None else ""
    targets = [ast.unparse(target) for target in getattr(site.statement, "targets", [])]
    words = f"{words_near(case, site)} {' '.join([inside, *targets])}".replace("_", " ").lower()
    is_within = _WITHIN.search(words) and not _OUTSIDE.search(words)
    if is_within and _is_turned(case, site, low.comparators[0], high.comparators[0]):
        yield from _other_signs(site.code, low)
        yield from _other_signs(site.code, high)


def _is_turned(
    case: Case, site: Site, low: ast.expr, high: ast.expr, *, by_numbers: bool = True
) -> bool:
    """Whether one expression is for certain the lower of two limits, by its number or its name."""
    one, other = _number(case, site, low), _number(case, site, high)
    if one is not None and other is not None and (by_numbers or one >= other):
        return one < other
    parts = [[part.lower() for part in _PARTS.findall(ast.unparse(one))] for one in (low, high)]
    if len(parts[0]) != len(parts[1]):
        return False
    differing = [pair for pair in zip(*parts, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and differing[0] in _PAIRS


def _number(case: Case, site: Site, node: ast.expr) -> float | None:
    """Return the number that an expression is for certain."""
    value = literal(node)
    if isinstance(node, ast.Name):
        live = case.variable(node.id) if case.path(site, node) is not None else None
        is_number = live is not None and live.type in ("int", "float")
        value = literal(ast.Name("?")) if live is None or not is_number else _read(live.value)
    return float(value) if isinstance(value, int | float) else None


def _read(shown: str | None) -> float | None:
    try:
        return float(shown or "")
    except ValueError:
        return None


def _other_signs(text: Code, node: ast.Compare) -> Iterator[Change]:
    """Yield the signs between what is compared the other way round."""
    for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
        start, end = text.span(left)[1], text.span(right)[0]
        for sign in _SIGN.finditer(text.source, start, end):
            yield sign.span(), _TURNED[sign[0]]


def _swapped(text: Code, first: ast.expr, last: ast.expr) -> Iterator[Change]:
    yield text.span(first), text.text(last)
    yield text.span(last), text.text(first)
