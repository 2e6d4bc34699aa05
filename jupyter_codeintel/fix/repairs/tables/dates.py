"""Dates that are not written as their format says, or that are text."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.date_parts import of_two_kinds, written_alike
from jupyter_codeintel.fix.repairs.dates.times import dtype_of

_MISMATCH = re.compile(
    r"time data ['\"]?(?P<date>.*?)['\"]? (?:doesn't|does not) match format "
    r"['\"](?P<format>.*?)['\"]"
)
_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y",
    "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%d %b %Y",
    "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%Y-%m", "%Y/%m", "%m/%Y",
    "%b %Y", "%B %Y", "%Y",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M:%S", "T%H:%M:%S.%f", "T%H:%M:%SZ",
          " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S%z", " %H:%M:%S%z")  # fmt: skip

_NUMBERS = ("float", "int", "uint")


async def date_formats(case: Case) -> AsyncIterator[Repair]:
    """Yield the format in which the date that the error shows is written, if it is but one."""
    match = _MISMATCH.search(case.error.value)
    if match is None:
        return
    texts = [match["date"], *written_alike(case, match["date"])]
    fitting = [
        day + time
        for day in _DAYS
        for time in _TIMES
        if all(_fits(text, day + time) for text in texts)
    ]
    if len(fitting) > 1:  # the day comes first, or the month: as it was written, if it tells
        places = [match["format"].find(part) for part in ("%Y", "%d", "%m")]
        first = places[1] < places[2]
        is_told = min(places[1:]) > -1 and places[0] != 0
        fitting = [one for one in fitting if is_told and (one.find("%d") < one.find("%m")) == first]
    if len(fitting) != 1 or of_two_kinds(case, match["format"], fitting[0]):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Constant):
            start, end = site.code.span(node)
            if site.code.source[start + 1 : end - 1] == match["format"]:
                says = f'"{match["date"]}" is written as "{fitting[0]}"'
                change = ((start + 1, end - 1), fitting[0])
                yield repaired(site.cell, site.code, [change], says, "date_format")


def _fits(date: str, written: str) -> bool:
    try:
        parsed = datetime.strptime(date, written)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    # "%m" also reads a single digit, so that "19690101" could be many things.
    return len(parsed.strftime(written)) == len(date) or "%f" in written or "/" in written


async def texts_as_dates(case: Case) -> AsyncIterator[Repair]:
    """Yield the dates of texts, where a part of them is taken or they are subtracted."""
    pandas = case.name_of("pandas")
    if pandas is None:
        return
    for site in case.sites[:1]:
        for texts in _used_as_dates(case, site):
            if any(dtype_of(case, site, node).startswith(_NUMBERS) for node in texts):
                continue
            shown = " and ".join(dict.fromkeys(map(site.code.text, texts)))
            changes = [
                (site.code.span(node), f"{pandas}.to_datetime({site.code.text(node)})")
                for node in texts
            ]
            says = f'"{shown}" is text, and used as dates'
            yield repaired(site.cell, site.code, changes, says, "text_as_date")


def _used_as_dates(case: Case, site: Site) -> Iterator[list[ast.expr]]:
    """Yield the expressions that have to become dates together."""
    if "Can only use .dt accessor" in case.error.value:
        columns = [node.value for node in site.nodes(ast.Attribute) if node.attr == "dt"]
        for shown in dict.fromkeys(map(site.code.text, columns)):
            yield [node for node in columns if site.code.text(node) == shown]
    elif "for -: 'str' and 'str'" in case.error.value:
        for operation in site.nodes(ast.BinOp):
            if isinstance(operation.op, ast.Sub):
                yield [operation.left, operation.right]
