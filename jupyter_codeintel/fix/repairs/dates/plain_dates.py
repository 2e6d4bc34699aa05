"""Dates of plain Python: beside times, as texts, and years that are added to them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.live_kinds import kind_of, texts_of

_DATES = r"datetime\.(?:date|datetime)"
_BESIDE = re.compile(
    r"for -: 'datetime\.(?:date' and 'datetime\.datetime|datetime' and 'datetime\.date)'"
    r"|can't compare datetime\.(?:datetime to datetime\.date|date to datetime\.datetime)$"
)
_PARTS = frozenset(("date", "day", "hour", "isocalendar", "isoweekday", "month", "strftime",
                    "timestamp", "toordinal", "weekday", "year"))  # fmt: skip
_NO_DATE = re.compile(r"'str' object has no attribute '(\w+)'")
_TEXTS = re.compile(
    rf"for -: 'str' and '(?:str|{_DATES}|datetime\.timedelta)'|for -: '{_DATES}' and 'str'"
    r"|can only concatenate str \(not \"datetime\.timedelta\"\) to str"
    rf"|instances of (?:'str' and '{_DATES}'|'{_DATES}' and 'str')"
)
_FORMATS = (
    (re.compile(r"\d{4}-\d\d?-\d\d?"), "%Y-%m-%d"),
    (re.compile(r"\d{4}/\d\d?/\d\d?"), "%Y/%m/%d"),
    (re.compile(r"\d\d?\.\d\d?\.\d{4}"), "%d.%m.%Y"),
    (re.compile(r"\d\d?-[A-Z][a-z]{2}-\d{4}"), "%d-%b-%Y"),
)
_TIMES = ((re.compile(r"\d\d?:\d\d"), "%H:%M"), (re.compile(r"\d\d?:\d\d:\d\d"), "%H:%M:%S"))
_FINER = ("total_seconds", "seconds", "hour", "hours", "minutes")
_MOVED = re.compile(r"'(years?|months?)' is an invalid keyword argument for")


async def dates_beside_times(case: Case) -> AsyncIterator[Repair]:
    """Yield ``now.date() - day`` for ``now - day``, of which only one has a time."""
    if not _BESIDE.search(case.error.value):
        return
    for site in case.sites[:1]:
        if any(node.attr in _FINER for node in site.nodes(ast.Attribute)):
            continue  # the time of the day counts
        changes: list[Change] = []
        for pair in _pairs(site):
            kinds = [await kind_of(case, site, one) for one in pair]
            timed = [n for n, kind in enumerate(kinds) if kind == "datetime"]
            dated = [n for n, kind in enumerate(kinds) if kind == "date"]
            if len(timed) == 1 or (not timed and len(dated) == 1):
                node = pair[timed[0] if timed else 1 - dated[0]]
                changes.append(_after(site.code, node, ".date()"))
        if changes:
            says = "a date and a time of a day are no match: their dates are"
            yield repaired(site.cell, site.code, changes, says, "date_beside_time")


async def texts_as_plain_dates(case: Case) -> AsyncIterator[Repair]:
    """Yield ``datetime.strptime(day, "%Y-%m-%d")`` for texts that are used as dates."""
    match = _NO_DATE.search(case.error.value)
    is_part = match is not None and match[1] in _PARTS
    if not is_part and not _TEXTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        changes: list[Change] = []
        read, imported = _reading(case, site)
        for node, other in _dates(site, match[1] if match and is_part else None):
            form = _format_of(texts_of(case, site, node))
            if form is not None:
                is_date = other is not None and await kind_of(case, site, other) == "date"
                quote = "'" if site.code.source.count("'") > site.code.source.count('"') else '"'
                new = f"{read}({site.code.text(node)}, {quote}{form}{quote})"
                changes.append((site.code.span(node), f"{new}.date()" if is_date else new))
        if changes:
            says = "the date is a text, which has to be read"
            yield repaired(site.cell, site.code, changes + imported, says, "text_as_plain_date")


def _dates(site: Site, part: str | None) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Yield what is used as a date, and what it is compared with."""
    if part is not None:
        yield from ((n.value, None) for n in site.nodes(ast.Attribute) if n.attr == part)
        return
    for left, right in _pairs(site):
        yield left, right
        yield right, left


def _pairs(site: Site) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in site.nodes(ast.expr):
        match node:
            case ast.BinOp(left=left, op=ast.Sub() | ast.Add(), right=right):
                yield left, right
            case ast.Compare(left=left, comparators=[right]):
                yield left, right


def _format_of(texts: list[str]) -> str | None:
    """Return the only format that texts have; None where the day could be the month."""
    found = {_format(text) for text in texts}
    return found.pop() if len(found) == 1 else None


def _format(text: str) -> str | None:
    day, sign, time = text[:10], text[10:11], text[11:]
    is_timed = sign in ("T", " ") and time
    for pattern, form in _FORMATS:
        if pattern.fullmatch(text):
            return form
        for clock, end in _TIMES if is_timed and pattern.fullmatch(day) else ():
            if clock.fullmatch(time):
                return f"{form}{sign}{end}"
    slashed = re.fullmatch(r"(\d\d?)/(\d\d?)/\d{4}", text)
    if slashed is not None and max(int(slashed[1]), int(slashed[2])) > 12:
        return "%d/%m/%Y" if int(slashed[1]) > 12 else "%m/%d/%Y"
    return None


def _reading(case: Case, site: Site) -> tuple[str, list[Change]]:
    """Return how a notebook reads a date, and what it has to import for that."""
    name = case.name_of("datetime.datetime")
    if name is not None:
        return f"{name}.strptime", []
    module = case.name_of("datetime")
    if module is not None:
        return f"{module}.datetime.strptime", []
    for node in site.code.nodes(ast.ImportFrom):
        if node.module == "datetime" and node in site.code.tree.body:
            end = site.code.span(node.names[-1])[1]
            return "datetime.strptime", [((end, end), ", datetime")]
    new = inserted_import(site.code, "from datetime import datetime")
    return "datetime.strptime", [new]


async def formatted_by_themselves(case: Case) -> AsyncIterator[Repair]:
    """Yield ``day.strftime("%d.%m.")`` for ``time.strftime("%d.%m.", day)`` of a date."""
    if "Tuple or struct_time argument required" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "strftime" or len(call.args) != 2:
                continue
            form, day = call.args
            if await kind_of(case, site, day) in ("date", "datetime", "Timestamp"):
                says = "a date writes itself; the module is for times of another kind"
                shown = f"{_wrapped(site.code, day)}.strftime({site.code.text(form)})"
                change = site.code.span(call), shown
                yield repaired(site.cell, site.code, [change], says, "formatted_by_itself")


async def stripped_dates(case: Case) -> AsyncIterator[Repair]:
    """Yield ``strptime(line.strip(), ...)`` for a text with nothing but space around the date."""
    told = case.error.value
    start, sign, rest = told.partition("unconverted data remains: ")
    is_end = not start and bool(sign) and not rest.strip()
    is_around = re.match(r"time data ['\"](?:\s|\\[nrt])", told)
    if not is_end and is_around is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "strptime" or len(call.args) != 2:
                continue
            given = call.args[0]
            says = "there is space around the date"
            change = site.code.span(given), f"{_wrapped(site.code, given)}.strip()"
            yield repaired(site.cell, site.code, [change], says, "stripped_date")


async def years_of_spans(case: Case) -> AsyncIterator[Repair]:
    """Yield ``day.replace(year=day.year + 1)`` or a ``relativedelta`` for a span of years."""
    match = _MOVED.search(case.error.value)
    if match is None:
        return
    says = f'a span of days has no "{match[1]}", which are not all as long'
    for site in case.sites[:1]:
        for node in site.nodes(ast.BinOp):
            change = _replaced(site.code, node) if match[1].startswith("year") else None
            if change is not None:
                yield repaired(site.cell, site.code, [change], says, "years_of_span")
        for call in site.nodes(ast.Call):
            words = [word for word in call.keywords if word.arg in ("year", "month")]
            if callee(call) == "timedelta" and not call.args and root(call.func):
                name = case.name_of("dateutil.relativedelta.relativedelta")
                changes = [(site.code.span(call.func), name or "relativedelta")]
                ends = [site.code.span(word)[0] + len(word.arg or "") for word in words]
                changes += [((end, end), "s") for end in ends]
                if name is None:
                    line = "from dateutil.relativedelta import relativedelta"
                    changes.append(inserted_import(site.code, line))
                yield repaired(site.cell, site.code, changes, says, "years_of_span")


def _replaced(text: Code, node: ast.BinOp) -> Change | None:
    match node:
        case ast.BinOp(
            left=ast.Name() | ast.Attribute() as day,
            op=ast.Add() | ast.Sub() as op,
            right=ast.Call(args=[], keywords=[ast.keyword(value=number)]) as span,
        ) if callee(span) == "timedelta" and isinstance(number, ast.Name | ast.Constant):
            shown, sign = text.text(day), "+" if isinstance(op, ast.Add) else "-"
            new = f"{shown}.replace(year={shown}.year {sign} {text.text(number)})"
            return text.span(node), new
    return None


def _wrapped(text: Code, node: ast.expr) -> str:
    shown = text.text(node)
    plain = isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.Constant)
    return shown if plain else f"({shown})"


def _after(text: Code, node: ast.expr, added: str) -> Change:
    return text.span(node), f"{_wrapped(text, node)}{added}"
