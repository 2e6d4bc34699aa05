"""Chances that are counted among outcomes without an order, which are not equally likely."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_DRAWN = re.compile(
    r"\b(?:coins?|dice|dies?|rolls?|throws?|thrown|tosses|tossed|spins?|independent|chances?"
    r"|probabilit(?:y|ies)|p)\b|probab|dice|throw|toss",
    re.IGNORECASE,
)
_UNORDERED = re.compile(r"\bunordered\b|\bwithout order\b|\border does not matter\b", re.IGNORECASE)


class _Drawn(NamedTuple):
    """A call that makes all outcomes without an order."""

    cell: str
    code: Code
    call: ast.Call


async def ordered_throws(case: Case) -> AsyncIterator[Repair]:
    """Yield ``product(faces, repeat=3)`` for ``combinations_with_replacement(faces, 3)``.

    Where a chance is counted among them, and a check finds that it is another one.
    """
    raised = isinstance(case.sites[0].statement, ast.Raise) if case.sites else False
    if not case.is_a("AssertionError") and not raised:
        return
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    found = [one for cell in cells for one in _drawn(cell, case.code(cell))]
    sources = [case.failure.goal, *(case.failure.source(cell) for cell in cells)]
    if len(found) != 1 or any(map(_UNORDERED.search, sources)):
        return
    cell, text, call = found[0]
    is_share = any(_is_counted_in(case.code(one), _name(text, call)) for one in cells)
    if is_share and any(map(_DRAWN.search, sources)):
        product, changes = _product(case, cell, text, call)
        items, several = (text.text(one) for one in call.args)
        changes.append((text.span(call), f"{product}({items}, repeat={several})"))
        says = "outcomes without an order are not equally likely; those with one are"
        yield repaired(cell, text, changes, says, "ordered_throws")


def _drawn(cell: str, text: Code) -> Iterator[_Drawn]:
    for call in text.nodes(ast.Call):
        if callee(call) == "combinations_with_replacement" and len(call.args) == 2:
            yield _Drawn(cell, text, call)


def _name(text: Code, call: ast.Call) -> str:
    """Return the name of the list of all outcomes."""
    for node in text.nodes(ast.Assign):
        if isinstance(node.targets[0], ast.Name) and call in ast.walk(node.value):
            return node.targets[0].id
    return ""


def _is_counted_in(text: Code, name: str) -> bool:
    """Whether something is divided by how many outcomes there are."""
    length = f"len({name})"
    for node in text.nodes(ast.expr):
        match node:
            case ast.BinOp(op=ast.Div(), right=right) if ast.unparse(right) == length:
                return bool(name)
            case ast.Call(args=[_, second]) if callee(node) == "Fraction":
                if ast.unparse(second) == length:
                    return bool(name)
    return False


def _product(case: Case, cell: str, text: Code, call: ast.Call) -> tuple[str, list[Change]]:
    """Return how a cell calls ``itertools.product``, and the import that this needs."""
    known = case.name_of("itertools.product")
    if known is not None:
        return known, []
    if isinstance(call.func, ast.Attribute):
        return f"{root(call.func)}.product", []
    for node in text.nodes(ast.ImportFrom):
        if node.module == "itertools":
            end = text.span(node.names[-1])[1]
            return "product", [((end, end), ", product")]
    start = text.span(call)[0]
    line = text.line_span(text.source[:start].count("\n") + 1)[0]
    return "product", [((line, line), "from itertools import product\n")]
