"""Medians of one's own that forget the two middle values of an even number, or the order."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.callers import called_by_checks
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_NAMED = re.compile(r"median", re.IGNORECASE)
_ELSE = re.compile(r"low|high|weighted|lower|upper|of_medians|filter|abs|mad", re.IGNORECASE)


async def own_medians(case: Case) -> AsyncIterator[Repair]:
    """Yield the mean of the two middle values where a median takes the one behind the middle."""
    if not case.is_a("AssertionError"):
        return
    asked = set(called_by_checks(case))
    for cell in case.failure.document.cells if asked else ():
        text = case.code(cell.id)
        for function in text.nodes(ast.FunctionDef) if cell.type == "code" else ():
            name = function.name
            if name not in asked or not _NAMED.search(name) or _ELSE.search(name):
                continue
            changes = _of_even(text, function)
            if changes:
                says = "the median of an even number of values is the mean of the two in the middle"
                yield repaired(cell.id, text, changes, says, "own_median")
                return


def _of_even(text: Code, function: ast.FunctionDef) -> list[Change]:
    """Return the changes of a function that returns the one value behind the middle."""
    returns = list(text.nodes(ast.Return, function))
    if len(returns) != 1 or any(isinstance(node, ast.If | ast.IfExp | ast.For | ast.While)
                                for node in ast.walk(function)):  # fmt: skip
        return []
    end = returns[0]
    match end.value:
        case ast.Subscript(value=ast.Name(id=values), slice=place):
            pass
        case _:
            return []
    if not _is_middle(text, function, place, values):
        return []
    start = text.span(end)[0]
    pad = "\n" + " " * end.col_offset
    lines = "" if _is_sorted(text, function, values) else f"{values} = sorted({values}){pad}"
    at = text.text(place)
    even = f"if len({values}) % 2 == 0:{pad}    return "
    return [((start, start), f"{lines}{even}({values}[{at} - 1] + {values}[{at}]) / 2{pad}")]


def _is_middle(text: Code, function: ast.FunctionDef, place: ast.expr, values: str) -> bool:
    """Whether a place is ``len(values) // 2``, maybe by other names."""
    set_to = {
        made.targets[0].id: made.value
        for made in text.nodes(ast.Assign, function)
        if len(made.targets) == 1 and isinstance(made.targets[0], ast.Name)
    }
    place = set_to.get(place.id, place) if isinstance(place, ast.Name) else place
    match place:
        case ast.Call(func=ast.Name(id="int"), args=[ast.BinOp(op=ast.Div()) as half]):
            place = half
        case ast.BinOp(op=ast.FloorDiv()):
            pass
        case _:
            return False
    match place:
        case ast.BinOp(left=whole, right=ast.Constant(value=2)):
            whole = set_to.get(whole.id, whole) if isinstance(whole, ast.Name) else whole
        case _:
            return False
    given = {one.arg for one in function.args.args}
    return callee_of(whole) == "len" and ast.unparse(getattr(whole, "args", [whole])[0]) in (
        {values} | given
    )


def _is_sorted(text: Code, function: ast.FunctionDef, values: str) -> bool:
    """Whether values are put in their order before."""
    return any(
        callee_of(made.value) == "sorted"
        and any(getattr(one, "id", "") == values for one in made.targets)
        for made in text.nodes(ast.Assign, function)
    ) or any(
        callee(call) == "sort" and ast.unparse(getattr(call.func, "value", call)) == values
        for call in text.nodes(ast.Call, function)
    )
