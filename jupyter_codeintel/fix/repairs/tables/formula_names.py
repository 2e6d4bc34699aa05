"""Columns that a formula of a model names otherwise than the table: ``educ`` for ``education``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.fix.repairs.tables.formulas import (
    RESULTS,
    columns_beside,
    formulas_of,
    texts_of,
)

_UNKNOWN = re.compile(r"name '(\w+)' is not defined|`(\w+)` is not present")
_SHORTEST = 3


async def columns_of_formulas(case: Case) -> AsyncIterator[Repair]:
    """Yield a formula with the name that the table has for a column.

    Results that are taken by the name are taken by the other one then.
    """
    match = _UNKNOWN.search(case.error.value)
    if match is None or not case.is_a("PatsyError", "NameError", "FactorEvaluationError"):
        return
    wrong = match[1] or match[2]
    for place, site in enumerate(case.sites):
        for call in site.nodes(ast.Call):
            columns = columns_beside(case, place, call)
            for at, node in formulas_of(case, place, call) if columns else ():
                texts = texts_of(node)
                said = set(re.findall(r"\w+", " ".join(map(at.code.text, texts))))
                right = _right(wrong, columns, said)
                if right is None or wrong not in said:
                    continue
                changes = [
                    change
                    for text in texts
                    for change in _renamed(at.code.span(text), at.code.text(text), wrong, right)
                ]
                edits = {at.cell: changes}
                for cell, change in _of_results(case, wrong, right):
                    edits.setdefault(cell, []).append(change)
                says = f'the column is called "{right}"'
                new = {cell: case.code(cell).replaced(*dict.fromkeys(several))
                       for cell, several in edits.items()}  # fmt: skip
                yield Candidate(new, "rule", says, "column_of_formula")
                return


def _right(wrong: str, columns: list[str], said: set[str]) -> str | None:
    """Return the one column that a name is meant to be, and that is not in the formula yet."""
    free = [name for name in columns if name not in said and name.isidentifier()]
    same = [name for name in free if _plain(name) == _plain(wrong)]
    longer = [name for name in free if _is_short_for(wrong, name)]
    for found in (same, longer):
        if found:
            return found[0] if len(found) == 1 else None
    return meant(wrong, free)


def _plain(name: str) -> str:
    return name.casefold().replace("_", "")


def _is_short_for(wrong: str, name: str) -> bool:
    """Whether one of two names is the other one cut short: ``educ`` and ``education``."""
    short, long = sorted((wrong.casefold(), name.casefold()), key=len)
    is_number = long[len(short) : len(short) + 1].isdigit() or short[-1:].isdigit()
    return len(short) >= _SHORTEST and long.startswith(short) and not is_number


def _renamed(span: tuple[int, int], shown: str, wrong: str, right: str) -> Iterator[Change]:
    new = re.sub(rf"(?<![\w.]){wrong}(?![\w(])", right, shown)
    if new != shown:
        yield span, new


def _of_results(case: Case, wrong: str, right: str) -> Iterator[tuple[str, Change]]:
    """Yield the names by which results are taken of a model: ``fit.params["educ"]``."""
    for cell in case.failure.document.cells:
        text = case.code(cell.id)
        for node in text.nodes(ast.Subscript) if cell.type == "code" else ():
            key = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            name = key.value if isinstance(key, ast.Constant) else None
            if isinstance(name, str) and RESULTS.search(ast.unparse(node.value)):
                for change in _renamed(text.span(key), text.text(key), wrong, right):
                    yield cell.id, change
