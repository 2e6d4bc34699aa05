"""Frames that are joined by numbers in one and texts in the other."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.date_texts import reading
from jupyter_codeintel.fix.repairs.tables.joined import Side, joinings
from jupyter_codeintel.fix.repairs.written import written

_NUMBERS = {
    "int": re.compile(r"-?(?:0|[1-9]\d*)"),
    "float": re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?"),
}


async def keys_to_merge_by(case: Case) -> AsyncIterator[Repair]:
    """Yield the numbers of a column of texts, by which a frame is joined with numbers.

    The texts have to be written in the notebook: one with a leading zero is no number.
    """
    for one in joinings(case):
        site, (frame, column) = one.site, one.texts
        kind = re.sub(r"\d+$", "", one.kind)
        if site.cell != case.failure.cell or site.inside is not None:
            continue
        texts = _texts(case, site, one.texts)
        form = reading(case, site, texts) if texts and kind == "datetime" else None
        are_numbers = kind in _NUMBERS and all(map(_NUMBERS[kind].fullmatch, texts))
        if not texts or (form is None and not are_numbers):
            continue
        assert site.statement is not None  # noqa: S101 - it has the call
        start, place = site.code.line_span(site.statement.lineno)[0], site.statement
        indentation = site.code.source[start : site.code.span(place)[0]]
        if not indentation.strip():
            part = f"{frame.id}[{_quoted(site, one.call, column)}]"
            pandas = case.name_of("pandas") or "pd"
            read = f"{pandas}.to_datetime({part}{form and f', format={form}'})"
            others = "dates" if kind == "datetime" else "numbers"
            new = read if kind == "datetime" else f"{part}.astype({kind})"
            line = f"{indentation}{part} = {new}\n"
            says = f'"{column}" of "{frame.id}" holds texts, and is joined with {others}'
            yield repaired(site.cell, site.code, [((start, start), line)], says, "merge_key")


def _texts(case: Case, site: Site, side: Side) -> list[str]:
    """Return the texts that a frame's column is written with; nothing if it is needed as such."""
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    if any(_is_used_as_text(node, side.column) for cell in cells
           for node in case.code(cell).nodes(ast.Attribute)):  # fmt: skip
        return []
    values = written(case, site, side.frame.id, side.column).values
    found = [value for value in values if isinstance(value, str)]
    return found if len(found) == len(values) else []


def _is_used_as_text(node: ast.Attribute, column: str) -> bool:
    match node:
        case ast.Attribute(value=ast.Subscript(slice=ast.Constant(value=key)), attr="str"):
            return key == column
    return False


def _quoted(site: Site, call: ast.Call, column: str) -> str:
    """Return a column's name in the quotes that a call has its texts in."""
    shown = f'"{column}"'
    return shown if shown in site.code.text(call) else repr(column)
