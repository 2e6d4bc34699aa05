"""A part of a frame that is changed as if it were a frame of its own."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.wrong_objects import bindings_at
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired


async def missing_copies(case: Case) -> AsyncIterator[Repair]:
    """Yield ``.copy()`` where a part was taken that is changed later."""
    if not case.is_a("SettingWithCopyError", "SettingWithCopyWarning"):
        return
    for site in case.sites[:1]:
        for name, bound in bindings_at(case.failure, site):
            if isinstance(bound.value, ast.Subscript):
                end = bound.code.span(bound.value)[1]
                says = f'"{name}" is a part of another frame; it has to be a copy'
                change = ((end, end), ".copy()")
                yield repaired(bound.cell, bound.code, [change], says, "missing_copy")
