"""The zone of times without one, where the words say whose local time they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from jupyter_codeintel.fix.knowledge.zones import zones_of_places
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.dates.times import UTC
from jupyter_codeintel.fix.repairs.words import all_words, prose_of

_PLACE = r"(?:Africa|America|Asia|Atlantic|Australia|Europe|Pacific|US)/\w+"
_CLAUSES = re.compile(r"[.;:,()\n]|\s[-\u2013\u2014]\s|\b(?:and|but|while|whereas)\b")
LOCAL = re.compile(r"\b(?:local(?:ly)?|wall[ -]?clocks?)\b", re.IGNORECASE)
_SAYS_UTC = re.compile(r"\b(?:UTC|GMT|Zulu)\b(?![ -]?offsets?)(?! \+|[+-]\d)", re.IGNORECASE)
_WISHES = re.compile(
    r"^(?:then |please |also )?(?:convert|display|express|output|plot|print|report|show)\b",
    re.IGNORECASE,
)
MOVED = re.compile(
    r"tz_convert|astimezone|\b(?:brought|converted|moved|shifted|translated) (?:in)?to\b"
)
_OTHER_ZONES = re.compile(r"\b(?:E[SD]T|[CMP][SD]T|IST|JST|AEST|AEDT|local time of each)\b")
_OFFSET = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?P<sign>Z|UTC|[+-]\d\d(?::?\d\d)?)(?!\w)")
_NOUGHT = re.compile(r"Z|UTC|[+-]00(?::?00)?")


def local_zone(case: Case, known: set[str]) -> str:
    """Return the zone of the one city whose local time the times without a zone can be.

    Parameters
    ----------
    case : Case
        The failure.
    known : set of str
        Zones of the times that have one, as far as they are known.
    """
    words = [" ".join(one.replace("`", "").split()) for one in all_words(case)]
    sources = [cell.source for cell in case.failure.document.cells]
    if any(map(MOVED.search, (*sources, *words))) or any(map(_OTHER_ZONES.search, words)):
        return ""
    told = _claimed(words)
    if told is None:
        return ""
    if not told and any(map(LOCAL.search, words)):
        told = named_zones(words) or named_zones(_names(case))
    told -= known
    zone = told.pop() if len(told) == 1 else ""
    return zone if zone and _is_of_the_others(case, zone, known, words) else ""


@cache
def _city() -> str:
    names = "|".join(sorted(map(re.escape, zones_of_places()), key=len, reverse=True))
    return rf"(?P<city>{_PLACE}|(?<![\w/])(?i:{names})(?![\w/]))"


@cache
def _claims() -> tuple[re.Pattern[str], ...]:
    local = r"(?:local|wall[ -]?clock|civil|standard|summer|winter|railway|station)"
    return (
        re.compile(rf"{_city()}(?:'s)?[ -](?:{local}[ -])?(?:times?|clocks?|stamps?)\b"),
        re.compile(rf"{_city()}(?:'s)?[ -]{local}\b"),
        re.compile(rf"\b(?:[Ll]ocal|[Nn]aive|[Ww]all|[Cc]locks?)\b[^\d]{{0,30}}?{_city()}"),
        re.compile(rf"\b(?:are|is|logs?|runs?|was|were|writes?) (?:in|on) (?P<city>{_PLACE})"),
        re.compile(rf"\b(?:time ?zone|tz)(?: is|:|=| of)? {_city()}", re.IGNORECASE),
    )


def _zone(city: str) -> str:
    return city if "/" in city else zones_of_places()[city.casefold()]


def _claimed(words: list[str]) -> set[str] | None:
    """Return the zones whose time is spoken of; None where one is only to be shown."""
    found = set()
    for clause in (part.strip() for one in words for part in _CLAUSES.split(one)):
        zones = {_zone(hit["city"]) for claim in _claims() for hit in claim.finditer(clause)}
        if zones and (_WISHES.search(clause) or re.search(r"\b(?:not|n't)\b", clause)):
            return None
        found |= zones
    return found


def named_zones(words: list[str]) -> set[str]:
    """Return the zones of the cities that are spoken of."""
    return {_zone(hit["city"]) for one in words for hit in re.finditer(_city(), one)}


def of_a_city(case: Case, cell: str) -> bool:
    """Whether a cell's words, or any names of the notebook, speak of a place with a zone."""
    return bool(named_zones([*prose_of(case, cell), *_names(case)]))


def _names(case: Case) -> list[str]:
    """Return the names of variables and the short texts that may be names of columns."""
    return [name.replace("_", " ") for name in _all_names(case) if "_" in name]


def _all_names(case: Case) -> Iterator[str]:
    for text in (case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"):
        yield from (node.id for node in text.nodes(ast.Name))
        yield from (
            node.value
            for node in text.nodes(ast.Constant)
            if isinstance(node.value, str) and node.value.isidentifier()
        )


def _is_of_the_others(case: Case, zone: str, known: set[str], words: list[str]) -> bool:
    """Whether the times with a zone cannot be those of a city, so that the others are."""
    signs = {
        hit["sign"]
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Constant)
        if isinstance(node.value, str)
        for hit in _OFFSET.finditer(node.value)
    }
    says_utc = any(map(_SAYS_UTC.search, words))
    is_utc = all(map(_NOUGHT.fullmatch, signs))
    if known - {UTC}:
        return is_utc and not says_utc and not any(one.startswith("UTC") for one in known)
    if is_utc:
        return bool(known or signs) or says_utc
    return not says_utc and not signs & _offsets(zone)


def _offsets(zone: str) -> set[str]:
    """Return the offsets that a zone has in a year, as they are written."""
    found = set()
    for month in range(1, 13):
        offset = datetime(2024, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
        minutes = int(offset.total_seconds()) // 60
        hours, rest = divmod(abs(minutes), 60)
        sign = "-" if minutes < 0 else "+"
        found |= {f"{sign}{hours:02d}:{rest:02d}", f"{sign}{hours:02d}{rest:02d}"}
        found |= {f"{sign}{hours:02d}"}
    return found
