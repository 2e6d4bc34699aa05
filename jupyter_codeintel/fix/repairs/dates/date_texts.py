"""Texts of dates as the notebook has them, and how they are read."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.dates.date_parts import read
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.words import all_words
from jupyter_codeintel.fix.repairs.written import written

_ISO = re.compile(r"\d{4}-\d\d(?:-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?)?")
_DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%d/%m/%y",
         "%m/%d/%y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
         "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y")  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S")
_DAY_FIRST = re.compile(
    r"\bday(?: |-|s )?(?:comes )?first\b|\bdd?.mm?.y{2,4}\b|\bday[./ -]month[./ -]year\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"\bmonth(?: |-)?(?:comes )?first\b|\bmm?.dd?.y{2,4}\b|\bmonth[./ -]day[./ -]year\b",
    re.IGNORECASE,
)


def way_of_reading(case: Case, site: Site, frame: str, column: str) -> str | None:
    """Return the option by which a column's texts are read as dates; None if they are none.

    Parameters
    ----------
    case : Case
        A failure.
    site : Site
        The place where the frame has its name.
    frame : str
        The name of the frame.
    column : str
        The name of the column.

    Returns
    -------
    str or None
        Nothing for ``2024-05-31``, ``"%d.%m.%Y"`` with its quotes for ``31.05.2024``.
    """
    found = written(case, site, frame, column).values
    found = found or list(_in_lines(case, column)) or _in_one_dict(case, column)
    texts = [one for one in found if isinstance(one, str)]
    if not texts or len(texts) != len(found):
        made = _formats_made(case, column)
        form = made.pop() if len(made) == 1 else None
        return "" if form is not None and form.startswith("%Y-%m") else None
    return reading(case, site, texts)


def reading(case: Case, site: Site, texts: list[str]) -> str | None:
    """Return the format of texts, nothing if they need none, None where they may be two things."""
    if all(_ISO.fullmatch(text) for text in texts):
        return ""
    forms = [day + time for day in _DAYS for time in _TIMES]
    fitting = [form for form in forms if all(read(text, form) for text in texts)]
    if len(fitting) > 1:
        said = all_words(case)
        is_day = any(_DAY_FIRST.search(one) for one in said)
        is_month = any(_MONTH_FIRST.search(one) for one in said)
        first = "%d" if is_day else "%m"
        fitting = [form for form in fitting if form.startswith(first) and is_day != is_month]
    return quoted(site.code, fitting[0]) if len(fitting) == 1 else None


def _in_lines(case: Case, column: str) -> Iterator[str]:
    """Yield what stands under a column in the one text of lines that has it."""
    tables = [
        lines
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Constant)
        if isinstance(node.value, str)
        and len(lines := node.value.strip().splitlines()) > 1
        and column in next(csv.reader(lines[:1]), [])
    ]
    for row in csv.DictReader(tables[0]) if len(tables) == 1 else ():
        yield row.get(column) or ""


def _in_one_dict(case: Case, column: str) -> list[object]:
    """Return what stands under a column in the one dict of lists that has it."""
    found = [value for value in _under(case, column) if isinstance(value, ast.List)]
    return [literal(one) for one in found[0].elts] if len(found) == 1 else []


def _under(case: Case, column: str) -> Iterator[ast.expr]:
    """Yield what the dicts of a notebook have under a key."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Dict) if cell.type == "code" else ():
            pairs = zip(node.keys, node.values, strict=True)
            yield from (value for key, value in pairs if literal(key) == column)


def _formats_made(case: Case, column: str) -> set[str]:
    """Return how the texts of a column are made of dates: by ``strftime("%Y-%m-%d")``."""
    return {form for value in _under(case, column) for form in _formats(value)}


def _formats(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.ListComp(elt=inner) | ast.Call(func=ast.Attribute(value=inner, attr="tolist")):
            yield from _formats(inner)
        case ast.Call(func=ast.Attribute(attr="strftime"), args=[ast.Constant(value=str(form))]):
            yield form
        case ast.Call(func=ast.Attribute(attr="isoformat"), args=[]):
            yield "%Y-%m-%d"
        case ast.JoinedStr(values=[ast.Constant(value=str(first)), *_]):
            yield "%Y-%m-%d" if re.match(r"\d{4}-(?:\d\d-)?$", first) else ""
