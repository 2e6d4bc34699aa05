"""Cells that do not parse: one small edit that makes them parse."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code, code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.syntax.brackets import brackets, quotes
from jupyter_codeintel.fix.repairs.syntax.indentation import indentation
from jupyter_codeintel.fix.repairs.syntax.statements import statements

_MOST = 3
_Edits = Callable[[Code, SyntaxError], Iterator[tuple[str, Change]]]
_EDITS: tuple[_Edits, ...] = (statements, brackets, quotes, indentation)


async def syntax_errors(case: Case) -> AsyncIterator[Repair]:
    """Yield edits after which a cell that does not parse does."""
    if not case.is_a("SyntaxError", "IndentationError", "TabError"):
        return
    cell = case.failure.cell
    text = case.code(cell)
    if text.error is None:
        return
    found = 0
    for edits in _EDITS:
        for says, change in edits(text, text.error):
            new = text.replaced(change)
            if code(new).error is None and found < _MOST:
                found += 1
                yield repaired(cell, text, [change], says, "syntax")
