"""Dates that are not written as their format says."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from datetime import datetime

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

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


async def date_formats(case: Case) -> AsyncIterator[Repair]:
    """Yield the format in which the date that the error shows is written, if it is but one."""
    match = _MISMATCH.search(case.error.value)
    if match is None:
        return
    fitting = [day + time for day in _DAYS for time in _TIMES if _fits(match["date"], day + time)]
    if len(fitting) > 1:  # the day comes first, or the month: as it was written
        first = match["format"].find("%d") < match["format"].find("%m")
        fitting = [one for one in fitting if (one.find("%d") < one.find("%m")) == first]
    for site in case.sites[:1] if len(fitting) == 1 else ():
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
