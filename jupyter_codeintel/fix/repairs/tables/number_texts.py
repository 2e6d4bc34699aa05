"""Columns that hold numbers as texts, and are reckoned with."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import line_above
from jupyter_codeintel.fix.repairs.tables.accessors import CODES
from jupyter_codeintel.fix.repairs.tables.text_columns import PLACEHOLDERS
from jupyter_codeintel.fix.repairs.written import written

OF_TEXT = re.compile(
    r"[Cc]ould not convert (?:string|'?\[)|reduction .* with string dtype|to numeric|dtype 'str'"
    r"|agg function failed|dtype->object"
)
_TEXTS = ("object", "str", "string")
_NUMBER = re.compile(
    r"[$€£]?\s?-?(?:\d{1,3}(?P<gap>[,' \u00a0\u202f])\d{3}(?:(?P=gap)\d{3})*|\d+)"
    r"(?:\.\d+)?\s?[$€£]?"
)
"""Thousands are parted by commas, apostrophes or spaces."""
_PLAIN = re.compile(r"[\d.\-]")
_NOTHING = PLACEHOLDERS | {"", "-", "n/a", "na", "nan", "none", "null"}
"""Those that pandas reads as missing from a file too, but not from a list."""


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


async def columns_of_known_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield a line that leaves missing what stands for nothing known among a column's numbers."""
    pandas = case.name_of("pandas")
    if not OF_TEXT.search(case.error.value) or pandas is None:
        return
    for site in case.sites[:1]:
        for frame, column in known_numbers_at(case, site):
            if site.statement not in site.code.tree.body:
                continue
            place = f"{frame}[{_quoted(site, column)}]"
            option = f"errors={_quoted(site, 'coerce')}"
            line = f"{place} = {pandas}.to_numeric({place}, {option})"
            change = line_above(site, line)
            says = f'"{column}" of "{frame}" holds numbers, and texts where nothing is known'
            yield repaired(site.cell, site.code, [change], says, "known_numbers")


def known_numbers_at(case: Case, site: Site) -> Iterator[tuple[str, str]]:
    """Yield frames of a failing statement, and their columns of numbers that lack some."""
    for frame, column in _text_columns(case, site):
        values = written(case, site, frame, column).values
        rest = [value for value in values if not isinstance(value, int | float)
                and not _NUMBER.fullmatch(str(value))]  # fmt: skip
        if len(values) > len(rest) > 0 and all(
            isinstance(value, str) and value.strip().lower() in _NOTHING for value in rest
        ):
            yield frame, column


def texts_of_numbers_at(case: Case, site: Site) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the live frames of a failing statement, their columns of such texts, and these."""
    for frame, column in _text_columns(case, site):
        texts = _texts(written(case, site, frame, column).values)
        if texts:
            yield frame, column, texts


def _text_columns(case: Case, site: Site) -> Iterator[tuple[str, str]]:
    for frame in names_in(site.statement) if site.statement is not None else ():
        live = case.variable(frame)
        for column, kind in live.columns if live is not None else ():
            if kind in _TEXTS and CODES.search(column.replace(" ", "_")) is None:
                yield frame, column


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
