"""Rows that are in two tables which are put together, where each is to be there once."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import root_name
from jupyter_codeintel.fix.diagnosis.origins import origin
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_KEEPING = ("reset_index", "sort_index", "sort_values")
"""Methods that leave all rows what they are."""


async def repeated_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``drop_duplicates()`` for a table of several, if an assert asks for no duplicates.

    Only rows that are the same in all columns go: two things may have the same number.
    """
    if not case.is_a("AssertionError"):
        return
    for site in case.sites[:1]:
        tests = [node.test for node in [site.statement] if isinstance(node, ast.Assert)]
        for table in dict.fromkeys(name for test in tests for name in _unique(test)):
            found = origin(case.failure, site, ast.Name(table, ast.Load()))
            if _is_put_together(found.value):
                end = found.code.span(found.value)[1]
                says = "what is in both tables is to be there once"
                change = (end, end), ".drop_duplicates()"
                yield repaired(found.cell, found.code, [change], says, "repeated_rows")


def _unique(test: ast.expr) -> Iterator[str]:
    """Yield the tables whose rows are to differ: ``t["id"].is_unique``."""
    match test:
        case ast.Attribute(value=of, attr="is_unique"):
            sides = [of]
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Attribute(value=of, attr="any"))):
            sides = _repeated(of)
        case ast.Compare(
            left=ast.Call(func=ast.Attribute(value=of, attr="sum")),
            ops=[ast.Eq()],
            comparators=[ast.Constant(value=0)],
        ):
            sides = _repeated(of)
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            sides = [*_counted(left, right), *_counted(right, left)]
        case _:
            sides = []
    names = (root_name(side) for side in sides)
    yield from (name for name in names if name is not None)


def _repeated(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr="duplicated")):
            return [of]
    return []


def _counted(one: ast.expr, other: ast.expr) -> list[ast.expr]:
    """Return what is counted, if one side counts its values and the other all of it."""
    match one:
        case ast.Call(func=ast.Attribute(value=of, attr="nunique")):
            pass
        case ast.Call(func=ast.Name(id="len"), args=[ast.Call(func=ast.Name(id="set"), args=[of])]):
            pass
        case _:
            return []
    match other:
        case ast.Call(func=ast.Name(id="len"), args=[whole]):
            return [of] if root_name(whole) == root_name(of) else []
    return []


def _is_put_together(value: ast.expr) -> bool:
    """Whether a table is made of others, the one below the other."""
    while isinstance(value, ast.Call) and callee(value) in _KEEPING:
        if not isinstance(value.func, ast.Attribute):
            return False
        value = value.func.value
    is_concat = isinstance(value, ast.Call) and callee(value) == "concat"
    words = [word.arg for word in value.keywords] if isinstance(value, ast.Call) else []
    return is_concat and "axis" not in words
