"""Tables of values that have another key than the only one that the data lack there."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.written import written

_OF_MISSING = ("NaN", "non-finite", "missing", "NA")


async def mapped_values(case: Case) -> AsyncIterator[Repair]:
    """Yield ``map({"low": 1, "high": 3})`` for ``"hi": 3``, where the data have ``"high"``.

    So that no value is missing, as the error says, or a check that fails finds.
    """
    is_of_missing = any(word in case.error.value for word in _OF_MISSING)
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    for cell in cells if is_of_missing or case.is_a("AssertionError") else ():
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            key, value = next(_pairs(case, call), (None, ""))
            if key is not None:
                change = text.span(key), quoted(text, value)
                says = f'the data have "{value}", and no {literal(key)!r}'
                yield repaired(cell, text, [change], says, "mapped_value")
                return


def _pairs(case: Case, call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    """Yield the one key of a table that the data lack, and the one value that it lacks."""
    match call:
        case ast.Call(
            ast.Attribute(ast.Subscript(ast.Name(frame), ast.Constant(str(column)))), [given]
        ) if callee_of(call) == "map":
            site = case.sites[0] if case.sites else None
            if site is None or not isinstance(given, ast.Dict):
                return
            values = written(case, site, frame, column).values
            data = {one for one in values if isinstance(one, str)}
            idle = [key for key in given.keys if key is not None and literal(key) not in data]
            unknown = data - {literal(key) for key in given.keys}
            is_one = len(idle) == len(unknown) == 1 and len(data) > 1
            if is_one and isinstance(literal(idle[0]), str):
                yield idle[0], unknown.pop()
