"""Decompositions of a series that are not told after how many values it repeats."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterable

from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.words import all_words, told_near

_PHRASE = re.compile(
    r"You must specify a (?P<option>period|freq) or x must be|Unable to determine period from endog"
    r"|Unable to detect season automatically; please specify `(?P<other>seasonal_periods)`"
)
_CALLED = ("ExponentialSmoothing", "STL", "seasonal_decompose")
_MEASURED = {
    "hour": r"hourly|(?:each|every|per|by) hour|hour by hour",
    "day": r"daily|(?:each|every|per|by) day|day by day",
    "week": r"weekly|(?:each|every|per|by) week|week by week",
    "month": r"monthly|(?:each|every|per|by) month|month by month",
    "quarter": r"quarterly|(?:each|every|per|by) quarter|quarter by quarter",
}
_REPEATS = {
    "day": r"daily|diurnal|(?:each|every|within a|within the|same) day|day and night"
    r"|(?:hour|time) of (?:the )?day|24[- ]h(?:ours?)?",
    "week": r"weekly|(?:each|every|within a|within the|same) week|days? of the week|weekdays?"
    r"|weekends?",
    "year": r"yearly|annual(?:ly)?|(?:each|every|within a|within the|same) year"
    r"|(?:month|season|time|quarter)s? of (?:a |the )?year|year after year|christmas|summers?"
    r"|winters?",
}
_SHAPE = re.compile(
    r"\b(?:course|cycle|pattern|rhythm|season|shape)s? (?:in|of|over|through|within) "
    r"(?:an?|one|the) (?P<unit>day|week|year)\b"
)
_PERIODS = {
    ("hour", "day"): 24,
    ("day", "week"): 7,
    ("week", "year"): 52,
    ("month", "year"): 12,
    ("quarter", "year"): 4,
}
_COUNT = (
    r"\b(?P<count>\d+|two|three|four|five|six|seven|eight|nine|ten)(?: \w+)? (?P<unit>{unit})s\b"
)
_SPELLED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NAMED = re.compile(
    r"(?:seasonal_)?period|seasonal_periods|season(?:_length|_len|ality)|cycle_len(?:gth)?"
    r"|\w+_(?:per|in)_(?:a_)?(?:day|week|year|cycle|period|season)",
    re.IGNORECASE,
)
"""Variables that hold after how many values a series repeats."""


async def periods_as_told(case: Case) -> AsyncIterator[Repair]:
    """Yield the period that the words, or a variable, give for a series."""
    match = _PHRASE.search(case.error.value)
    if match is None or not case.is_a("ValueError"):
        return
    option = match["option"] or match["other"] or "period"
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            given = {word.arg: word.value for word in call.keywords}
            if callee(call) in _CALLED and literal(given.get(option, ast.Constant(None))) is None:
                told = _given(case, site, call)
                if told is not None:
                    change = with_option(site.code, call, option, told)
                    says = f"the series repeats after {told} values"
                    yield repaired(site.cell, site.code, [change], says, "period")
                return


def _given(case: Case, site: Site, call: ast.Call) -> str | None:
    """Return the one variable that is called after what is missing, or what the words say."""
    told = _told(case, site, call)
    namespace = case.failure.namespace
    found = [
        live
        for live in (namespace.variables.values() if namespace is not None else ())
        if live.type == "int"
        and _NAMED.fullmatch(live.name)
        and case.path(site, ast.Name(live.name))
    ]
    if not found:
        return told
    is_as_told = len(found) == 1 and told in (None, found[0].value)
    return found[0].name if is_as_told and found[0].value not in ("0", "1") else None


def _told(case: Case, site: Site, call: ast.Call) -> str | None:
    """Return how many values the words name for one turn, if it is one number."""
    names = [node.id for node in site.nodes(ast.Name)]
    names += [str(literal(node)) for node in site.nodes(ast.Constant)]
    size = _size(case, site, call)
    for texts in (told_near(case, site), all_words(case)):
        text = " ".join([*texts, *names]).replace("_", " ").lower()
        text = " ".join(text.split())
        found = _periods(text) or _periods_by_size(text, size)
        if found:
            period = found.pop()
            is_long = size is None or size >= 2 * period
            return str(period) if not found and is_long else None
    return None


def _periods(text: str) -> set[int]:
    """Return the periods of what is measured and what repeats, by the words for both."""
    measured, repeats = _mentioned(text, _MEASURED), _mentioned(text, _REPEATS)
    return {number for (each, whole), number in _PERIODS.items()
            if each in measured and whole in repeats}  # fmt: skip


def _periods_by_size(text: str, size: int | None) -> set[int]:
    """Return the periods of which a series has as many as the words say: four years."""
    found = set()
    measured = _mentioned(text, _MEASURED)
    for (each, whole), number in _PERIODS.items():
        for match in re.finditer(_COUNT.format(unit=whole), text) if each in measured else ():
            word = match["count"]
            count = int(word) if word.isdecimal() else _SPELLED.index(word) + 2
            if count * number == size:
                found.add(number)
    return found


def _mentioned(text: str, words: dict[str, str]) -> set[str]:
    found = {unit for unit, said in words.items() if re.search(rf"\b(?:{said})\b", text)}
    if words is _REPEATS:
        found |= {match["unit"] for match in _SHAPE.finditer(text)}
    return found


def _size(case: Case, site: Site, call: ast.Call) -> int | None:
    """Return how many values a series has, as far as it is known."""
    named: Iterable[ast.expr] = (word.value for word in call.keywords if word.arg in ("endog", "x"))
    series = next(iter([*call.args, *named]), None)
    while isinstance(series, ast.Attribute | ast.Subscript | ast.Call):
        series = series.func if isinstance(series, ast.Call) else series.value
    at, series = handed(case, 0, series) if series is not None else (0, series)
    while isinstance(series, ast.Attribute | ast.Subscript):
        series = series.value
    name = series.id if isinstance(series, ast.Name) else ""
    return length_of(case.failure, case.sites[at], name)
