"""Columns that hold numbers as texts, and are reckoned with."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.accessors import CODES

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
            texts = list(_written(case, column)) if kind in _TEXTS else []
            is_of_codes = CODES.search(column.replace(" ", "_")) is not None
            if texts and not is_of_codes and all(map(_NUMBER.fullmatch, texts)):
                yield frame, column, texts


def _written(case: Case, column: str) -> Iterator[str]:
    """Yield the texts that the notebook has under a column's name; "" for what it works out."""
    for cell in case.failure.document.cells:
        text = case.code(cell.id) if cell.type == "code" else None
        for node in text.nodes(ast.Dict) if text is not None else ():
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == column:
                    values = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
                    yield from (str(getattr(one, "value", "")) for one in values)
        for place in text.nodes(ast.Subscript) if text is not None else ():
            is_column = isinstance(place.slice, ast.Constant) and place.slice.value == column
            if is_column and isinstance(place.ctx, ast.Store):
                yield ""


def _cleaned(texts: list[str]) -> str:
    """Return the methods that take the signs away."""
    signs = "".join(sorted({sign for text in texts for sign in _PLAIN.sub("", text)}))
    if len(signs) == 1:
        return f'.str.replace("{signs}", "", regex=False)'
    return f'.str.replace(r"[{signs}]", "", regex=True)' if signs else ""


def _quoted(site: Site, column: str) -> str:
    """Return a column's name in the quotes that the cell has its texts in."""
    return repr(column) if '"' not in site.code.source else f'"{column}"'
