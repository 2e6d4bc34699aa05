"""Formats of dates that are right but for one part: the seconds, a separator, the order."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from jupyter_codeintel.fix.diagnosis.bindings import binding
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option

_MISMATCH = re.compile(
    r"time data ['\"]?(?P<date>.*?)['\"]? (?:doesn't|does not) match format "
    r"['\"](?P<format>.*?)['\"]"
)
_REMAINS = re.compile(
    r"unconverted data remains(?: when parsing with format \"(?P<format>.*?)\": \"(?P<rest>.+?)\""
    r"(?:,|$)|: (?P<told>.+))"
)
_DIRECTIVE = re.compile(r"%[-#]?[aAbBdHIjmMpSyYzZf]")
_TIME = re.compile(
    r"([ T])(\d\d?:\d\d)(:\d\d)?(\.\d{1,9})?(?: ?([AaPp][Mm]))?( ?)(Z|[+-]\d\d:?\d\d)?"
)
_TAIL = re.compile(r"(:\d\d)?(\.\d{1,9})?(?: ?([AaPp][Mm]))?( ?)(Z|[+-]\d\d:?\d\d)?")
_ENDS = (" %H:%M:%S", " %H:%M", "T%H:%M:%S", ":%S.%f", ".%f", ":%S", " %p", " %z", "%z", "Z")
_PIECES = re.compile(r"[^,;|\t\n\"'\[\](){}]+")
_MOST_PIECES = 5000


async def formats_nearly_right(case: Case) -> AsyncIterator[Repair]:
    """Yield the format that reads all dates of the notebook, and differs in one part."""
    for site, node in _formats(case):
        old = str(node.value)
        new = _new_format(case, old, _texts(case))
        if new is None or of_two_kinds(case, old, new) or _loses_parts(case, old, new):
            continue
        start, end = site.code.span(node)
        shown = site.code.source[start:end]
        if shown.count(old) == 1:
            at = start + shown.index(old)
            says = f'the texts are written as "{new}"'
            yield repaired(site.cell, site.code, [((at, at + len(old)), new)], says, "date_part")


def _loses_parts(case: Case, old: str, new: str) -> bool:
    """Whether parts of seconds would be read, and be forgotten where the seconds are taken."""
    code = "".join(cell.source for cell in case.failure.document.cells if cell.type == "code")
    is_taken = re.search(r"\.second\b", code) is not None and ".microsecond" not in code
    return is_taken and "%f" in new and "%f" not in old


async def days_first(case: Case) -> AsyncIterator[Repair]:
    """Yield the format with the day first, where pandas took the first text for month and day."""
    match = _MISMATCH.search(case.error.value)
    if match is None or not case.is_a("ValueError"):
        return
    for site in case.sites[:1]:
        new = _new_format(case, match["format"], _texts(case))
        calls = [call for call in site.nodes(ast.Call) if callee(call) == "to_datetime"]
        if new != _swapped(match["format"]) or of_two_kinds(case, match["format"], new):
            continue
        told = {word.arg for call in calls for word in call.keywords}
        if len(calls) == 1 and not told & {"format", "dayfirst", "yearfirst", None}:
            quote = "'" if site.code.text(calls[0]).count("'") else '"'
            change = with_option(site.code, calls[0], "format", f"{quote}{new}{quote}")
            says = f'"{match["date"]}" has the day first'
            yield repaired(site.cell, site.code, [change], says, "day_first")


def of_two_kinds(case: Case, old: str, new: str) -> bool:
    """Whether the notebook has dates that are written as a format says, and not as a new one."""
    return any(read(text, old) and not read(text, new) for text in _texts(case))


def texts_read(case: Case, written: str) -> list[str]:
    """Return the texts of the notebook that a format reads."""
    return [text for text in _texts(case) if read(text, written)]


def written_alike(case: Case, date: str) -> list[str]:
    """Return the texts of the notebook with as many numbers, signs and words as a date."""
    return [text for text in _texts(case) if _shape(text) == _shape(date)]


def read(text: str, written: str) -> datetime | None:
    """Return the time that a text is in a format."""
    short = re.sub(r"(\.\d{6})\d+", r"\1", text)  # pandas reads nanoseconds too
    try:
        return datetime.strptime(short, written)  # noqa: DTZ007 - as the person reads it
    except (ValueError, re.error):
        return None


def _formats(case: Case) -> Iterator[tuple[Site, ast.Constant]]:
    """Yield the format that was not right, where it is written."""
    match = _MISMATCH.search(case.error.value) or _REMAINS.search(case.error.value)
    told = match["format"] if match is not None else None
    if match is None or not case.is_a("ValueError"):
        return
    for site in case.sites:
        found: dict[tuple[str, int], tuple[Site, ast.Constant]] = {}
        for node in site.nodes(ast.expr):
            place: tuple[Site, ast.expr] = site, node
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                bound = binding(case.failure, site, node.id)
                if bound is not None:
                    above = bound.site
                    place = above, bound.value
            if isinstance(place[1], ast.Constant) and _is_format(place[1], told):
                found[place[0].cell, place[0].code.span(place[1])[0]] = place[0], place[1]
        if len(found) == 1:
            yield from found.values()
        if found:
            return
    everywhere = [
        (Site(cell.id, case.code(cell.id), node.lineno), node)
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Constant)
        if _is_format(node, told)
    ]
    if len(everywhere) == 1:
        yield everywhere[0]


def _is_format(node: ast.Constant, told: str | None) -> bool:
    if not isinstance(node.value, str):
        return False
    return node.value == told if told is not None else len(_DIRECTIVE.findall(node.value)) > 1


def _texts(case: Case) -> list[str]:
    """Return the texts that are written in the notebook, those in lines and lists apart."""
    found: dict[str, None] = {}
    for cell in case.failure.document.cells:
        text: Code | None = case.code(cell.id) if cell.type == "code" else None
        for node in text.nodes(ast.Constant) if text is not None else ():
            if isinstance(node.value, str) and not _DIRECTIVE.search(node.value):
                found[node.value] = None
                found.update((one.strip(), None) for one in _PIECES.findall(node.value))
    return list(found)[:_MOST_PIECES]


def _new_format(case: Case, old: str, texts: list[str]) -> str | None:
    """Return the format that is meant; None where there are several."""
    match = _MISMATCH.search(case.error.value)
    remains = _REMAINS.search(case.error.value)
    if match is not None:
        failed = [match["date"]]
        given = written_alike(case, failed[0])
    elif remains is not None:
        rest = remains["rest"] or remains["told"]
        longer = _with_rest(old, rest)
        if longer is not None:
            return longer
        failed = [text for text in texts if text.endswith(rest) and read(text[: -len(rest)], old)]
        given = []
    else:
        return None
    return _agreed(old, list(dict.fromkeys([*failed, *given]))) if failed else None


def _agreed(old: str, given: list[str]) -> str | None:
    """Return the format with one change that reads texts; None where two read them differently."""
    found: dict[tuple[datetime, ...], str] = {}
    for new in dict.fromkeys(_changed(old)):
        times = [read(text, new) for text in given]
        if all(times):
            found.setdefault(tuple(time for time in times if time is not None), new)
    return next(iter(found.values())) if len(found) == 1 else None


def _shape(text: str) -> str:
    """Return the kinds of signs in a text; one digit may stand for two."""
    digits = re.sub(r"\d", "9", re.sub(r"\b\d\b", "99", text))
    return re.sub(r"[^\W\d_]+", "a", digits)


def _with_rest(old: str, rest: str) -> str | None:
    """Return a format with what remains after it: the seconds, the time, the zone."""
    ends_in = old[-2:]
    if "%H" not in old and "%I" not in old:
        match = _TIME.fullmatch(rest)
        if match is None:
            return None
        hours, tail = ("%I" if match[5] else "%H"), match.groups()[2:]
        return f"{old}{match[1]}{hours}:%M{_tail(rest, *tail)}"
    match = _TAIL.fullmatch(rest)
    if (
        match is None
        or (match[1] and ends_in != "%M")
        or (not match[1] and match[2] and ends_in != "%S")
    ):
        return None
    if match[3] and "%H" in old:
        old = old.replace("%H", "%I")
    return old + _tail(rest, *match.groups()) if "%z" not in old and "%p" not in old else None


def _tail(
    rest: str, seconds: str | None, parts: str | None, half: str | None, gap: str, zone: str | None
) -> str:
    """Return how the end of a time is written."""
    shown = (":%S" if seconds else "") + (".%f" if parts else "")
    if half:
        shown += " %p" if f" {half}" in rest else "%p"
    return shown + (f"{gap}%z" if zone else "")


def _swapped(old: str) -> str:
    """Return a format with the day where the month was."""
    others = {"%d": "%m", "%m": "%d"}
    return re.sub(r"%[dm]", lambda one: others[one[0]], old)


def _changed(old: str) -> Iterator[str]:
    """Yield formats that differ from one in one part."""
    yield _swapped(old)
    for first, second in (("%y", "%Y"), ("%Y", "%y"), ("%b", "%B"), ("%B", "%b"), ("%m", "%b"),
                          ("%m", "%B"), ("%b", "%m"), ("%B", "%m"), ("%I", "%H")):  # fmt: skip
        is_open = old.startswith(first) and second == "%y"  # what comes first may be the day
        if first in old and not is_open and not (first == "%I" and "%p" in old):
            yield old.replace(first, second)
    if "%p" in old:
        yield re.sub(r" ?%p", "", old).replace("%I", "%H")
    for end in _ENDS:
        if old.endswith(end):
            yield old.removesuffix(end)
    between = re.compile(r"(?<=%[dmyYbB])([-/. ])(?=%[dmyYbB])")
    if between.search(old):
        for sign in "-/. ":
            yield between.sub(sign, old)
        yield between.sub("", old)
    yield old.replace("T%H", " %H")
    yield old.replace(" %H", "T%H")
    yield re.sub(r"(%[bBdm]) (%[dYy])$", r"\1, \2", old)
    yield old.replace(", ", " ")
    yield from (re.sub(r"(?<=%[HIM])[:.](?=%[MS])", sign, old) for sign in ".:h")
