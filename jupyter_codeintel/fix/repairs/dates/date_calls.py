"""Calls of dates that need another method, another unit, or an order in time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.knowledge.zones import zones_of_cities
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.dates.iso_texts import is_iso
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.live_kinds import live_at
from jupyter_codeintel.fix.repairs.names.attributes import name_span
from jupyter_codeintel.fix.repairs.ways import Way, methods, option, rule_of
from jupyter_codeintel.fix.repairs.words import told_near

_IN_UTC = re.compile(r"(?<![A-Za-z])UTC(?![A-Za-z]| ?[+-] ?\d)", re.IGNORECASE)
_NOT_FROM_UTC = re.compile(
    r"\b(?:in|)to utc\b|(?:\bnot|n't) (?:in |)utc\b|\blocal\b|\bas utc\b|\bshow\w* (?:in )?utc\b",
    re.IGNORECASE,
)
_MISLABELLED = re.compile(r"\b(?:actually|in fact|mislabel\w*|really|wrong\w*)\b", re.IGNORECASE)
_MINUTES = re.compile(r"\bmin(?:ute)?s?\b", re.IGNORECASE)
_PARTS = {"M": "months", "Y": "years", "y": "years"}
_UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_YEARS = (1971, 2100)
_GAPS = {
    "shift_forward": re.compile(r"\bforwards?\b|\bnext valid\b", re.IGNORECASE),
    "shift_backward": re.compile(r"\bbackwards?\b|\b(?:last|previous) valid\b", re.IGNORECASE),
    "NaT": re.compile(r"\b(?:as|becomes?|be|to) (?:NaT|missing)\b", re.IGNORECASE),
}
_SURE_DATE = re.compile(
    r"^\d{4}-\d\d?-\d\d?\b|^\d{1,2}\.? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d{4}"
    r"|^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d{1,2},? \d{4}"
)
_TWO_WAYS = re.compile(r"['\",]\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b")
_WINDOW = re.compile(r"\d*(?:D|h|H|min|s|W)")


def _converted(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``tz_convert`` for ``tz_localize``."""
    if any(map(_MISLABELLED.search, told_near(case, site))):
        return
    for call, func in methods(site, "tz_localize"):
        if len(call.args) == 1 and not call.keywords and literal(call.args[0]) is not None:
            yield name_span(site, func), "tz_convert"
            return


def _from_utc(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``tz_localize("UTC")`` before ``tz_convert``, where words say that it is UTC."""
    for call, func in methods(site, "tz_convert"):
        target = literal(call.args[0]) if call.args else None
        named = site.code.text(func.value).replace("_", " ")
        told = [words for words in [named, *told_near(case, site)] if _IN_UTC.search(words)]
        if not isinstance(target, str) or target.upper() in ("UTC", "GMT", "ETC/UTC"):
            continue
        words = " ".join(told_near(case, site))
        zones = {zones_of_cities().get(one) for one in words.casefold().split()}
        if told and not _NOT_FROM_UTC.search(words) and zones <= {None, target}:
            end = site.code.span(func.value)[1]
            is_column = isinstance(func.value, ast.Attribute) and func.value.attr == "dt"
            yield (end, end), f".tz_localize({quoted(site.code, 'UTC')})" + ".dt" * is_column
            return


def _named_period(_: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield the alias that the message names."""
    for node in site.nodes(ast.Constant):
        if node.value == match["old"]:
            yield site.code.span(node), quoted(site.code, match["new"])


def _calendar(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``DateOffset(months=3)`` for ``Timedelta(3, unit="M")``."""
    for call, func in methods(site, "Timedelta"):
        part = _PARTS.get(str(literal(option(call, "unit", 1))))
        value = option(call, "value", 0)
        if part is None or value is None:
            continue
        if part == "months" and any(map(_MINUTES.search, told_near(case, site))):
            continue
        text = site.code
        yield text.span(call), f"{text.text(func.value)}.DateOffset({part}={text.text(value)})"
        return


def _in_order(_: Case, site: Site, __: re.Match[str]) -> Iterator[Change]:
    """Yield ``sort_index()`` before a span of dates, or what needs an order, is asked for."""
    for node in site.nodes(ast.Subscript):
        if isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
            of: ast.expr = node.value
            if isinstance(of, ast.Attribute) and of.attr == "loc":
                of = of.value
            end = site.code.span(of)[1]
            yield (end, end), ".sort_index()"
            return
    for _call, func in methods(site, "truncate", "asof"):
        end = site.code.span(func.value)[1]
        yield (end, end), ".sort_index()"
        return


def _sorted_sides(_: Case, site: Site, __: re.Match[str]) -> Iterator[Change]:
    """Yield both sides of ``merge_asof`` sorted by their keys."""
    for call, _func in methods(site, "merge_asof"):
        for place, side in enumerate(("left", "right")):
            frame = option(call, side, place)
            key = option(call, "on") or option(call, f"{side}_on")
            if frame is None or callee_of(frame) in ("sort_index", "sort_values"):
                continue
            end = site.code.span(frame)[1]
            if key is not None:
                yield (end, end), f".sort_values({site.code.text(key)})"
            elif literal(option(call, f"{side}_index")) is True:
                yield (end, end), ".sort_index()"
        return


def _gap(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield what words say of an hour that does not exist."""
    words = " ".join(told_near(case, site))
    told = [name for name, pattern in _GAPS.items() if pattern.search(words)]
    if len(told) == 1:
        for call, _func in methods(site, "tz_localize"):
            yield with_option(site.code, call, "nonexistent", quoted(site.code, told[0]))
            return


def _window(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``df.rolling("7D", on="day")["n"]`` for ``df["n"].rolling("7D")``."""
    text = site.code
    for call, func in methods(site, "rolling"):
        span = option(call, "window", 0)
        frame, column = _taken(func.value)
        live = live_at(case, site, frame)
        days = [name for name, kind in live.columns if kind.startswith("datetime")] if live else []
        is_span = _WINDOW.fullmatch(str(literal(span))) if span is not None else None
        if len(days) == 1 and is_span and option(call, "on") is None:
            yield with_option(text, call, "on", quoted(text, days[0]))
            if column is not None:
                yield (text.span(frame)[1], text.span(func.value)[1]), ""
                end = text.span(call)[1]
                yield (end, end), f"[{text.text(column)}]"
            return


def _taken(node: ast.expr) -> tuple[ast.expr, ast.expr | None]:
    """Return the frame that a column is taken from, and the column."""
    match node:
        case ast.Subscript(value=frame, slice=ast.Constant(value=str()) as column):
            return frame, column
    return node, None


def _unit(_: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield the unit by which seconds since 1970 that are far too many make a date of now."""
    for call in site.nodes(ast.Call):
        unit = option(call, "unit")
        old = literal(unit) if unit is not None else None
        if not isinstance(old, str) or old not in _UNITS or unit is None:
            continue
        factors = (many / _UNITS[old] for many in _UNITS.values() if many > _UNITS[old])
        found = [_of_factor(old, factor) for factor in factors if _is_now(match, factor, old)]
        if len(found) == 1:
            yield site.code.span(unit), quoted(site.code, found[0])
            return
    for call, _func in methods(site, "fromtimestamp", "utcfromtimestamp"):
        if match.re.groupindex.get("year") and call.args and _is_now(match, 1000, "s"):
            node = call.args[0]
            shown = site.code.text(node)
            is_one = isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
            shown = shown if is_one or isinstance(node, ast.Constant) else f"({shown})"
            yield site.code.span(node), f"{shown} / 1000"
            return


def _of_factor(old: str, factor: float) -> str:
    return next(name for name, many in _UNITS.items() if many == _UNITS[old] * factor)


def _is_now(match: re.Match[str], factor: float, old: str) -> bool:
    """Whether a moment that is divided by a factor is in the years of today's data."""
    told = match.groupdict()
    if told.get("year"):
        return _YEARS[0] <= 1970 + (int(told["year"]) - 1970) / factor <= _YEARS[1]
    seconds = int(told.get("number") or 0) / _UNITS[old] / factor
    return _YEARS[0] <= 1970 + seconds / 31_556_952 <= _YEARS[1]


def _each_in_its_way(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``format="mixed"`` where no date can be read in two ways."""
    form, date = match["form"], match["date"]
    cells = (cell.source for cell in case.failure.document.cells if cell.type == "code")
    is_sure = form.startswith("%Y") or "%b" in form.lower()
    if is_iso(match):
        return  # `iso_dates` reads them all
    if not is_sure or not _SURE_DATE.search(date) or any(map(_TWO_WAYS.search, cells)):
        return
    for call, _func in methods(site, "to_datetime"):
        if option(call, "format") is None and option(call, "dayfirst") is None:
            yield with_option(site.code, call, "format", quoted(site.code, "mixed"))
            return


date_calls = rule_of(
    Way(r"use tz_convert (?:to convert|for conversions)", _converted,
        "what is in a zone already is converted to another one", "converted_zone"),
    Way(r"Cannot convert tz-naive [Tt]imestamps?, use tz_localize", _from_utc,
        "the words say that the times are in UTC", "from_utc"),
    Way(r"(?:for Period, )?please use '(?P<new>\w+)' instead of '(?P<old>\w+)'", _named_period,
        "the message names the alias of such periods", "named_period"),
    Way(r"Units 'M', 'Y',? and 'y' (?:are no longer supported|do not represent)", _calendar,
        "months and years are of several lengths: DateOffset counts them in the calendar",
        "calendar_offset"),
    Way(r"Value based partial slicing on non-monotonic|(?:truncate|asof) requires a sorted index",
        _in_order, "a span of dates is asked of those in order", "dates_in_order"),
    Way(r"(?:left|right) keys must be sorted", _sorted_sides,
        "merge_asof needs its keys in order", "sorted_sides"),
    Way(r"^NonExistentTimeError", _gap,
        "the words say what becomes of an hour that does not exist", "missing_hour"),
    Way(r"window must be an integer 0 or greater", _window,
        "a window of days goes by the column of dates", "window_of_days"),
    Way(r"Out of bounds nanosecond timestamp: (?P<year>\d{5,})-"
        r"|cannot convert input (?P<number>\d+) with the unit"
        , _unit,
        "the numbers make dates of these years by another unit", "unit_of_dates"),
    Way(r"year (?P<year>\d{5,}) is out of range", _unit,
        "the numbers make dates of these years as milliseconds", "unit_of_dates"),
    Way(r"time data \"(?P<date>[^\"]+)\" doesn't match format \"(?P<form>[^\"]+)\"",
        _each_in_its_way, "each date is read in the way that it is written", "mixed_dates"),
)  # fmt: skip
"""Repairs calls of dates by what the message says."""
