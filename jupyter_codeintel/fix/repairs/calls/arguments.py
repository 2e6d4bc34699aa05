"""Arguments that belong together: into one list, or one tuple."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_OF_A_LIST = frozenset(
    {"column_stack", "concat", "concatenate", "dstack", "hstack", "stack", "vstack"}
)
_OF_A_SHAPE = frozenset({"empty", "ones", "zeros"})
_SIGNS = (
    "positional argument", "scalar index", "iterable of pandas objects", "as a data type",
    "data type", "must be a sequence",
)  # fmt: skip


async def grouped_arguments(case: Case) -> AsyncIterator[Repair]:
    """Yield ``concatenate([a, b])`` for ``concatenate(a, b)``, ``zeros((2, 3))`` likewise."""
    if not case.is_a("TypeError") or not any(sign in case.error.value for sign in _SIGNS):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if len(call.args) < 2 or name not in _OF_A_LIST | _OF_A_SHAPE:
                continue
            start, end = site.code.span(call.args[0])[0], site.code.span(call.args[-1])[1]
            inner = site.code.source[start:end]
            new = f"[{inner}]" if name in _OF_A_LIST else f"({inner})"
            says = f'"{name}" takes them all in one argument'
            yield repaired(site.cell, site.code, [((start, end), new)], says, "grouped_arguments")
