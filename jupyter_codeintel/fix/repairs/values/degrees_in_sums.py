"""Angles in degrees that are added to, or taken from, one whose sine is taken beside them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_UNSOLVED = re.compile(
    r"must have different signs|[Ff]ailed to converge|not bracketed|did not converge"
    r"|same sign|tolerance"
)
_DEGREES = re.compile(r"_deg(?:rees?)?$|^deg_", re.IGNORECASE)
_SINES = ("cos", "sin", "tan")
_MODULES = ("math", "np", "numpy")
_SAYS = "the angle is in degrees, and the one beside it in radians"


async def degrees_beside_radians(case: Case) -> AsyncIterator[Repair]:
    """Yield ``E - e * sin(E) - radians(m_deg)`` for ``E - e * sin(E) - m_deg``."""
    if not case.is_a("AssertionError") and not _UNSOLVED.search(case.error.value):
        return
    found = [
        (cell, changes)
        for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
        for node in case.code(cell).nodes(ast.BinOp)
        if (changes := list(_changes(case.code(cell), node)))
    ]
    if found and len({cell for cell, _ in found}) == 1:
        cell = found[0][0]
        changes = [change for _, several in found for change in several]
        yield repaired(cell, case.code(cell), changes, _SAYS, "degrees_in_sum")


def _changes(text: Code, whole: ast.BinOp) -> Iterator[Change]:
    """Yield the changes of the degrees in a sum with an angle and its sine."""
    terms = list(_terms(whole))
    sines = [
        call for call in text.nodes(ast.Call, whole) if callee_of(call) in _SINES and call.args
    ]
    angles = {ast.unparse(call.args[0]) for call in sines if root(call.func) in _MODULES}
    is_sum = any(isinstance(one, ast.Name) and one.id in angles for one in terms)
    for one in terms if is_sum else ():
        if isinstance(one, ast.Name) and _DEGREES.search(one.id):
            yield text.span(one), f"{root(sines[0].func)}.radians({one.id})"


def _terms(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            yield from _terms(left)
            yield from _terms(right)
        case _:
            yield node
