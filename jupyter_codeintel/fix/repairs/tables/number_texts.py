"""Columns that hold numbers as texts, and are reckoned with."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.accessors import CODES
from jupyter_codeintel.fix.repairs.written import written

OF_TEXT = re.compile(
    r"[Cc]ould not convert (?:string|'?\[)|reduction .* with string dtype|to numeric|dtype 'str'"
    r"|agg function failed|dtype->object"
)
_TEXTS = ("object", "str", "string")
_NUMBER = re.compile(r"[$€£]?\s?-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?[$€£]?")
_PLAIN = re.compile(r"[\d.\-]")


async def columns_of_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield a line that makes numbers of a column whose texts are all numbers."""
    if not OF_TEXT.search(case.error.value):
        return
    for site in case.sites[:1]:
        for frame, column, texts in texts_of_numbers_at(case, site):
            if site.statement not in site.code.tree.body:
                continue
            start = site.code.span(site.statement)[0]
            place = f"{frame}[{_quoted(site, column)}]"
            says = f'"{column}" of "{frame}" holds numbers as texts'
            whole = not any("." in text for text in texts)
            for kind in ("int", "float") if whole else ("float",):
                line = f"{place} = {place}{_cleaned(texts)}.astype({kind})\n"
                change = (start, start), line
                yield repaired(site.cell, site.code, [change], says, "column_of_numbers")


def texts_of_numbers_at(case: Case, site: Site) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the live frames of a failing statement, their columns of such texts, and these."""
    if site.statement is None:
        return
    for frame in names_in(site.statement):
        live = case.variable(frame)
        for column, kind in live.columns if live is not None else ():
            if kind in _TEXTS and CODES.search(column.replace(" ", "_")) is None:
                texts = _texts(written(case, site, frame, column).values)
                if texts:
                    yield frame, column, texts


def _texts(values: list[object]) -> list[str]:
    """Return the values of a column if all are texts of numbers."""
    texts = [value for value in values if isinstance(value, str) and _NUMBER.fullmatch(value)]
    return texts if len(texts) == len(values) else []


def _cleaned(texts: list[str]) -> str:
    """Return the methods that take the signs away."""
    signs = "".join(sorted({sign for text in texts for sign in _PLAIN.sub("", text)}))
    if len(signs) == 1:
        return f'.str.replace("{signs}", "", regex=False)'
    return f'.str.replace(r"[{signs}]", "", regex=True)' if signs else ""


def _quoted(site: Site, column: str) -> str:
    """Return a column's name in the quotes that the cell has its texts in."""
    return repr(column) if '"' not in site.code.source else f'"{column}"'
