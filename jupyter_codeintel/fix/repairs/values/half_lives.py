"""Logarithms of another base than the time goes by that they are multiplied with."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_HALF = re.compile(r"half_?life|t_?half|t12|doubling_?time|t_?double", re.IGNORECASE)


async def half_lives(case: Case) -> AsyncIterator[Repair]:
    """Yield ``mean_life * log(x)`` for ``log2(x)``, and ``half_life * log2(x)`` for ``log(x)``.

    A mean life is a half-life divided by ``log(2)``; a check has to fail.
    """
    raised = isinstance(case.sites[0].statement, ast.Raise) if case.sites else False
    if not case.is_a("AssertionError") and not raised:
        return
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    found = [
        (cell, case.code(cell), *one)
        for cell in cells
        for one in _logarithms(case, cell, case.code(cell))
    ]
    if len(found) == 1:
        cell, text, call, new = found[0]
        shown = text.text(call.func)
        head = shown[: len(shown) - len(callee(call))]
        says = f'with such a time goes "{new}"'
        if head or case.name_of(f"math.{new}") is not None:
            change = text.span(call.func), f"{head}{new}"
            yield repaired(cell, text, [change], says, "half_life")


def _logarithms(case: Case, cell: str, text: Code) -> Iterator[tuple[ast.Call, str]]:
    """Yield the logarithms that are of another base than a time beside them."""
    for node in text.nodes(ast.BinOp):
        if not isinstance(node.op, ast.Mult | ast.Div):
            continue
        left, right = (one.operand if isinstance(one, ast.UnaryOp) else one
                       for one in (node.left, node.right))  # fmt: skip
        for time, value in ((left, right), (right, left)):
            if not isinstance(time, ast.Name) or not isinstance(value, ast.Call):
                continue
            if len(value.args) != 1 or literal(value.args[0]) in (2, 2.0):
                continue
            base, wanted = callee(value), _base_of(case, cell, text, time)
            is_time = isinstance(node.op, ast.Mult) or time is right
            if is_time and base in ("log", "log2", "log10") and wanted not in ("", base):
                yield value, wanted


def _base_of(case: Case, cell: str, text: Code, time: ast.Name) -> str:
    """Return the logarithm that goes with a time: by what it is made of, or by its name."""
    bound = case.binding(Site(cell, text, time.lineno), time)
    made = list(ast.walk(bound.value)) if bound is not None else []
    if any(callee_of(one) == "log" and literal(one.args[0]) in (2, 2.0)
           for one in made if isinstance(one, ast.Call) and one.args):  # fmt: skip
        return "log"
    others = [one for one in text.nodes(ast.Call) if callee(one) == "log" and one.args]
    has_two = any(literal(one.args[0]) in (2, 2.0) for one in others)
    is_plain = bound is not None and isinstance(literal(bound.value), int | float)
    return "log2" if _HALF.search(time.id) and is_plain and not has_two else ""
