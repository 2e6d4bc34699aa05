"""Zones by the name of a city, and formats of dates that words tell."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from zoneinfo import available_timezones

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.date_parts import written_alike
from jupyter_codeintel.fix.repairs.live_kinds import texts_of
from jupyter_codeintel.fix.repairs.words import all_words

_NO_ZONE = re.compile(r"No time zone found with key (?P<key>[\w /+-]+)|^'?(?P<pytz>[\w /+-]+)'?$")
_ZONE_ERRORS = ("UnknownTimeZoneError", "ZoneInfoNotFoundError")
_UNFIT = re.compile(r"time data '(?P<text>[^']+)' does not match format '(?P<format>[^']+)'")
_ORDERS = {
    "%d{0}%m{0}%Y": re.compile(
        r"\bday(?: |s? )?first\b|\bdd?.mm?.y{2,4}\b|\bday[./ -]month[./ -]year\b"
    ),
    "%m{0}%d{0}%Y": re.compile(r"\bmonth first\b|\bmm?.dd?.y{2,4}\b|\bmonth[./ -]day[./ -]year\b"),
}
_PARTED = re.compile(r"\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)\d{4}")


async def zones_of_cities(case: Case) -> AsyncIterator[Repair]:
    """Yield ``ZoneInfo("Europe/Paris")`` for ``ZoneInfo("Paris")``."""
    match = _NO_ZONE.search(case.error.value.strip("'\"")) if case.is_a(*_ZONE_ERRORS) else None
    if match is None:
        return
    told = (match["key"] or match["pytz"]).strip()
    name = told.replace(" ", "_").lower()
    zones = sorted(available_timezones())
    same = [zone for zone in zones if zone.lower() == name]
    found = same or [zone for zone in zones if zone.lower().rpartition("/")[2] == name]
    areas = [zone for zone in found if not zone.startswith(("posix/", "right/"))]
    for text, cell, node in _constants(case, told) if len(areas) == 1 else ():
        quote = text.text(node)[-1]
        says = f'the zone of "{told}" is "{areas[0]}"'
        change = text.span(node), f"{quote}{areas[0]}{quote}"
        yield repaired(cell, text, [change], says, "zone_of_city")


def _constants(case: Case, told: str) -> Iterator[tuple[Code, str, ast.Constant]]:
    """Yield where a text is written; nothing where it is in more than one place."""
    found: list[tuple[Code, str, ast.Constant]] = []
    for site in case.sites[:1]:
        same = [node for node in site.nodes(ast.Constant) if literal(node) == told]
        found += ((site.code, site.cell, node) for node in same)
        for name in site.nodes(ast.Name):
            bound = case.binding(site, name)
            value = bound.value if bound is not None else None
            if bound is not None and isinstance(value, ast.Constant) and value.value == told:
                found.append((bound.code, bound.cell, value))
    places = {(cell, text.span(node)) for text, cell, node in found}
    if len(places) == 1:  # a name may be used more than once
        yield found[0]


async def told_formats(case: Case) -> AsyncIterator[Repair]:
    """Yield the format of a date whose order of day and month is told in words, or clear."""
    match = _UNFIT.search(case.error.value)
    sign = _PARTED.fullmatch(match["text"]) if match is not None else None
    if match is None or sign is None:
        return
    words = [one.lower() for one in all_words(case)]
    fits = [form.format(sign["sign"]) for form in _ORDERS]
    told = [
        form.format(sign["sign"])
        for form, pattern in _ORDERS.items()
        if any(pattern.search(one) for one in words)
    ]
    for site in case.sites[:1]:
        texts = [match["text"], *written_alike(case, match["text"])]
        for call in site.nodes(ast.Call):
            if callee(call) == "strptime" and call.args:
                texts += texts_of(case, site, call.args[0])
        fits = [form for form in fits if all(_is_of(one, form) for one in texts)]
        new = next(iter([one for one in told if one in fits]), None) if len(told) == 1 else None
        new = new or (fits[0] if len(fits) == 1 and not told else None)
        for text, cell, node in _constants(case, match["format"]) if new is not None else ():
            quote = text.text(node)[-1]
            says = f'"{match["text"]}" is written in this way'
            change = text.span(node), f"{quote}{new}{quote}"
            yield repaired(cell, text, [change], says, "told_format")


def _is_of(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True
