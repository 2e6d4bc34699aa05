"""Numbers that are written with points between thousands, and a comma before decimals."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.loading import Reading
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.texts.signs_and_units import UNREADABLE, cleaned

_CURRENCY = re.compile(r"\s*(?:[$€£]|\bEUR\b|\bkr\b\.?)\s*")
_POINTED = r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+"
_EUROPEAN = re.compile(rf"{_POINTED},\d+")
_PARTED = re.compile(_POINTED)
_DECIMAL = re.compile(r"[+-]?\d+,\d+")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d+\.(?:\d{1,2}|\d{4,})")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?")
"""What a table that is read with points of thousands would take for a number."""
_PLAIN = re.compile(r"[+-]?\d+")
_LIKE = re.compile(r"[+-]?\d[\d.,]*")


async def european_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield texts without the points of thousands, and with a point before decimals."""
    found = [match for phrase in UNREADABLE if (match := phrase.search(case.error.value))]
    if not found:
        return
    text = found[0]["text"]
    number, written = _CURRENCY.sub("", text), list(_written(case))
    is_whole = "int()" in case.error.value
    if not _has_points(number, written, is_whole=is_whole):
        return
    has_comma = any("," in one for one in (number, *written))
    signs = sorted({sign for one in _texts(case, text) for sign in _signs(one)})
    for site in case.sites[:1]:
        says = f'"{text}" has points between thousands'
        changes = list(cleaned(site, _of_column(signs, has_comma), _of_text(signs, has_comma)))
        for change in changes:
            if not _is_of_array(case, site, change):
                yield repaired(site.cell, site.code, [change], says, "european_number")
        has_dates = any(_DATE.match(one) for one in _texts(case, text))
        for reading in () if changes or signs or has_dates else _tables(case, site):
            decimal = ', decimal=","' if has_comma else ""
            last = max((*reading.call.args, *reading.call.keywords), key=reading.code.span)
            end = reading.code.span(last)[1]
            change = (end, end), f'{decimal}, thousands="."'
            yield repaired(reading.cell, reading.code, [change], says, "european_number")


def _has_points(number: str, written: list[str], *, is_whole: bool) -> bool:
    """Whether points surely part thousands in a number, or in others that are written like it."""
    if any(_ENGLISH.fullmatch(one) for one in written):
        return False
    european = [one for one in (number, *written) if _EUROPEAN.fullmatch(one)]
    parted = {one for one in (number, *written) if _PARTED.fullmatch(one)}
    if _EUROPEAN.fullmatch(number):
        return True
    if _DECIMAL.fullmatch(number):
        return bool(european) or (bool(parted) and "," in number and len(number.split(",")[1]) != 3)
    if not _PARTED.fullmatch(number):
        return False
    return number.count(".") > 1 or bool(european) or (is_whole and len(parted) > 1)


def _texts(case: Case, text: str) -> Iterator[str]:
    """Yield the pieces of the texts of a notebook, as fields of tables are parted."""
    yield text
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        for node in case.code(cell).nodes(ast.Constant):
            if isinstance(node.value, str):
                yield from (piece.strip() for piece in re.split(r'[;\t\n|"]', node.value))


def _written(case: Case) -> Iterator[str]:
    """Yield the numbers with a point or comma that are written in texts, without currencies."""
    for piece in _texts(case, ""):
        number = _CURRENCY.sub("", piece)
        if _LIKE.fullmatch(number) and not _PLAIN.fullmatch(number):
            yield number


def _signs(text: str) -> list[str]:
    """Return the signs of currencies of a number that has some."""
    if not _LIKE.fullmatch(_CURRENCY.sub("", text)):
        return []
    return [found.strip() for found in _CURRENCY.findall(text) if found.strip()]


def _of_column(signs: list[str], has_comma: bool) -> str:
    """Return the methods that clean a column."""
    taken = [*signs, "."]
    cleaning = "".join(f'.str.replace("{sign}", "", regex=False)' for sign in taken)
    return cleaning + '.str.replace(",", ".", regex=False)' * has_comma


def _of_text(signs: list[str], has_comma: bool) -> str:
    """Return the methods that clean a single text."""
    cleaning = "".join(f'.replace("{sign}", "")' for sign in [*signs, "."])
    return cleaning + '.replace(",", ".")' * has_comma


def _is_of_array(case: Case, site: Site, change: Change) -> bool:
    """Whether a column's methods would be asked of an array, which has none of them."""
    for call in site.nodes(ast.Call):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(owner, ast.Name) and site.code.span(owner)[1] == change[0][0]:
            live = case.variable(owner.id)
            return live is not None and live.type.rpartition(".")[2] == "ndarray"
    return False


def _tables(case: Case, site: Site) -> Iterator[Reading]:
    """Yield what reads the tables of a failing statement, if its decimals are not told yet."""
    names = {node.id for node in site.nodes(ast.Name)}
    for cell in (site.cell, *reversed(case.failure.flow.slice(names, before=case.failure.cell))):
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            given = {word.arg for word in call.keywords}
            if callee(call) == "read_csv" and given.isdisjoint({"decimal", "dtype", "thousands"}):
                yield Reading(cell, text, call, ())
