"""Frames that are joined by numbers, and by the same numbers written as codes: ``007``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.joined import Side, joinings
from jupyter_codeintel.fix.repairs.written import Written, written

_CODE = re.compile(r"(?P<prefix>(?:[A-Za-z]+[-_ #]?)?)(?P<number>\d+)")


class _Form(NamedTuple):
    """How codes are made of numbers: what stands before, and how many digits there are."""

    prefix: str
    width: int


async def codes_of_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield the numbers to join by as the codes that they are in the other frame.

    The codes have to be written in the notebook: all of one width, or all after one prefix.
    """
    for one in joinings(case):
        codes, numbers = one.texts, one.numbers
        if not re.fullmatch(r"u?int\d+", one.kind) or _is_calculated_with(case, numbers):
            continue
        form = _form(_written(case, one.place, codes), _written(case, one.place, numbers))
        if form is not None:
            change = _change(one.site, one.call, numbers, form)
            says = f'"{codes.column}" is a code in one of the tables, and a number in the other'
            yield repaired(one.site.cell, one.site.code, [change], says, "merge_codes")
            return


def _written(case: Case, place: int, side: Side) -> Written:
    """Return what a frame's column is written with, also where a caller gives the frame."""
    at, frame = handed(case, place, side.frame)
    if not isinstance(frame, ast.Name):
        return Written([], None)
    return written(case, case.sites[at], frame.id, side.column)


def _form(codes: Written, numbers: Written) -> _Form | None:
    """Return how codes are made of numbers, if there is one way only."""
    texts = [value for value in codes.values if isinstance(value, str)]
    found = [_CODE.fullmatch(text) for text in texts]
    if codes.width is not None and not texts:
        return _Form("", codes.width)
    if not texts or len(texts) != len(codes.values) or codes.width is not None:
        return None
    matches = [match for match in found if match is not None]
    prefixes = {match["prefix"] for match in matches}
    widths = {len(match["number"]) for match in matches}
    is_padded = any(len(match["number"]) > 1 and match["number"][0] == "0" for match in matches)
    if len(matches) != len(texts) or len(prefixes) != 1 or (is_padded and len(widths) != 1):
        return None
    form = _Form(prefixes.pop(), widths.pop() if is_padded else 0)
    whole = [value for value in numbers.values if isinstance(value, int)]
    fits = not whole or any(f"{form.prefix}{str(n).zfill(form.width)}" in texts for n in whole)
    return form if fits and any(form) and numbers.width is None else None


def _is_calculated_with(case: Case, side: Side) -> bool:
    """Whether a column of numbers is compared or worked with as such."""
    return any(
        isinstance(part, ast.Subscript)
        and isinstance(part.value, ast.Name)
        and part.value.id == side.frame.id
        and isinstance(part.slice, ast.Constant)
        and part.slice.value == side.column
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.expr)
        for part in _operands(node)
    )


def _operands(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(left=left, right=right):
            yield from (left, right)
        case ast.Compare(left=left, comparators=others):
            yield from (left, *others)


def _change(site: Site, call: ast.Call, side: Side, form: _Form) -> Change:
    """Return a line above that makes codes of numbers, or makes them where they are joined.

    A prefix would be set twice where the cell is run twice, and a function may not change what
    it is given.
    """
    assert site.statement is not None  # noqa: S101 - it has the call
    frame, quote = side.frame.id, '"' if '"' in site.code.text(call) else "'"
    part = f"{frame}[{quote}{side.column}{quote}]"
    new = f"{part}.astype(str)" + (f".str.zfill({form.width})" if form.width else "")
    start = site.code.line_span(site.statement.lineno)[0]
    indentation = site.code.source[start : site.code.span(site.statement)[0]]
    if not form.prefix and site.inside is None and not indentation.strip():
        return (start, start), f"{indentation}{part} = {new}\n"
    if form.prefix:
        new = f"{quote}{form.prefix}{quote} + {new}"
    key = f"{side.column}={new}"
    if not side.column.isidentifier():
        key = f"**{{{quote}{side.column}{quote}: {new}}}"
    return site.code.span(side.frame), f"{frame}.assign({key})"
