"""Numbers that stand for no value, as the words say or by custom, and are counted as values."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Collection, Iterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words
from jupyter_codeintel.fix.repairs.written import written

_NOTHING = (
    r"(?:missing|unknown|unanswered|no (?:answer|data|measurement|reading|response|value)"
    r"|not (?:answered|available|given|known|measured|recorded|reported))"
)
_CODE = r"(?<![\w.])(-?\d+(?:\.\d+)?)"
_TOLD = re.compile(
    rf"{_CODE}\s*(?:=|:|means|is|stands for|marks|for)\s*(?:an? )?{_NOTHING}\b"
    rf"|\b{_NOTHING}[\w ]{{0,30}}?(?:=|:|as|is|are|with|by)\s*{_CODE}",
    re.IGNORECASE,
)
_USUAL = ("-99", "-999", "-9999")
"""Codes that stand for no value by custom."""


async def told_codes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["kg"] = df["kg"].replace(-999, np.nan)`` above where ``df["kg"]`` is used first.

    The words say that -999 stands for what was not measured, or say nothing of the kind, and the
    column is written with it.
    """
    told = (pair for words in all_words(case) for pair in _TOLD.findall(words))
    codes = {code for pair in told for code in pair if code} or _USUAL
    if not case.is_a("AssertionError"):
        return
    nothing = f"{case.name_of('numpy')}.nan" if case.name_of("numpy") else 'float("nan")'
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        for statement in text.tree.body:
            for column, code in _columns(case, statement, codes):
                start = text.span(statement)[0]
                shown = text.text(column)
                line = f"{shown} = {shown}.replace({code}, {nothing})\n"
                says = f"{code} stands for no value"
                yield repaired(cell, text, [((start, start), line)], says, "told_code")
                return


def _columns(
    case: Case, statement: ast.stmt, codes: Collection[str]
) -> Iterator[tuple[ast.Subscript, str]]:
    """Yield the columns that a statement reads which are written with a code among others."""
    site = case.sites[0] if case.sites else None
    for node in ast.walk(statement):
        match node:
            case ast.Subscript(ast.Name(frame), ast.Constant(str(column)), ast.Load()) if site:
                values = written(case, site, frame, column).values
                known = [code for code in codes if float(code) in values]
                if len(known) == 1 and any(value != float(known[0]) for value in values):
                    yield node, known[0]
