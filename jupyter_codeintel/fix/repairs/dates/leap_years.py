"""Leap years that are told without the rule of the centuries."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_LEAP = re.compile(r"leap|schalt|bissext", re.IGNORECASE)
_JULIAN = re.compile(r"\bjulian calendar\b|\bevery fourth year\b", re.IGNORECASE)
_STEPS = (4, 100, 400)
_KNOWN = {1900: False, 2000: True, 2023: False, 2024: True}
_SAYS = "a year that ends a century is a leap year only every 400 years"


class _Test(NamedTuple):
    """An expression that asks by which numbers a year can be divided."""

    cell: str
    code: Code
    node: ast.expr
    year: str


async def leap_years(case: Case) -> AsyncIterator[Repair]:
    """Yield the whole rule of leap years for ``year % 4 == 0``, where a check says so.

    Also for one with other signs between its parts, as ``and`` before the last one.
    """
    if not case.is_a("AssertionError") or any(map(_JULIAN.search, all_words(case))):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    tests = [one for cell in cells for one in _tests(cell, case.code(cell))]
    if len(tests) == 1:
        cell, text, node, year = tests[0]
        new = f"{year} % 4 == 0 and ({year} % 100 != 0 or {year} % 400 == 0)"
        holders = [one for one in text.nodes(ast.expr) if node in ast.iter_child_nodes(one)
                   and isinstance(one, ast.BoolOp | ast.UnaryOp)]  # fmt: skip
        change = text.span(node), f"({new})" if holders else new
        yield repaired(cell, text, [change], _SAYS, "leap_year")


def _tests(cell: str, text: Code) -> Iterator[_Test]:
    """Yield the tests of leap years that are wrong for a year of which this is known.

    A function with several tests, one after the other, tells its rule in another way.
    """
    for function in [*text.nodes(ast.FunctionDef), *text.nodes(ast.Lambda)]:
        name = getattr(function, "name", "") or _name(text, function)
        whole = [*_outermost(function)]
        if len(whole) != 1 or not _LEAP.search(name):
            continue
        node = whole[0]
        years = {ast.unparse(one.left) for one in ast.walk(node)
                 if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mod)}  # fmt: skip
        told = {year: _is_true(node, year) for year in _KNOWN}
        steps = {literal(one) for one in ast.walk(node) if literal(one) in _STEPS}
        is_whole = told[2024] or len(steps) == len(_STEPS)
        is_about = is_whole and not told[2023] and len(years) == 1
        if is_about and told != _KNOWN:
            yield _Test(cell, text, node, years.pop())


def _name(text: Code, function: ast.AST) -> str:
    """Return the name that a function without one of its own is given."""
    return next((ast.unparse(one.targets[0]) for one in text.nodes(ast.Assign)
                 if one.value is function), "")  # fmt: skip


def _outermost(function: ast.AST) -> Iterator[ast.expr]:
    """Yield the tests that are no part of another one."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and _is_true(node, 2024) is not None:
            yield node
        else:
            waiting += ast.iter_child_nodes(node)


def _is_true(node: ast.expr, year: int) -> bool | None:
    """Return what a test says of a year; None if it asks for anything else."""
    match node:
        case ast.BoolOp(op=op, values=values):
            parts = [_is_true(one, year) for one in values]
            if any(one is None for one in parts):
                return None
            return all(parts) if isinstance(op, ast.And) else any(parts)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            found = _is_true(inner, year)
            return None if found is None else not found
        case ast.Compare(
            left=ast.BinOp(op=ast.Mod(), right=step),
            ops=[ast.Eq() | ast.NotEq() as op],
            comparators=[nothing],
        ):
            by = literal(step)
            if isinstance(by, int) and by in _STEPS and literal(nothing) == 0:
                return (year % by == 0) == isinstance(op, ast.Eq)
    return None
