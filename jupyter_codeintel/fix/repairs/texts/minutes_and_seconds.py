"""Times with minutes among those of seconds alone, all of them read as numbers."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near
from jupyter_codeintel.fix.repairs.written import free_name

_UNREAD = re.compile(
    r"(?:could not convert string to (?P<float>float)|invalid literal for (?P<int>int)\(\) with "
    r"base 10): '(?P<text>\d{1,3}(?::[0-5]\d){1,2}(?P<part>\.\d+)?)'"
)
_SECONDS = re.compile(r"(?<![a-z])(?:secs?|seconds?|mm?:ss|min(?:utes?)?:sec(?:onds?)?)(?![a-z])")
_OTHERWISE = re.compile(
    r"\b(?:in|of|to|total) (?:whole |decimal |full )?(?:hours|minutes)\b|hh?:mm\b(?!:ss)|o'clock"
    r"|\b(?:clock|departures?|opening) times?\b|def (?:\w+_)?(?:hours|mins|minutes)\b"
)


async def minutes_before_seconds(case: Case) -> AsyncIterator[Repair]:
    """Yield the sum of the parts of ``"1:02.5"``, each worth 60 of the next, for its number.

    Words or names tell that seconds are wanted.
    """
    match = _UNREAD.search(case.error.value) if case.is_a("ValueError") else None
    for site in case.sites[:1] if match is not None else ():
        assert match is not None  # noqa: S101 - there is a site only then
        inner = site.inside
        near = site.code.text(inner) if inner is not None else _line(site)
        said = f"{words_near(case, site)} {near}".lower().replace("_", " ")
        if not _SECONDS.search(said) or _OTHERWISE.search(said):
            return
        kind = match["float"] or match["int"]
        changes = list(_changes(case, site, kind))
        if len(changes) == 1:
            says = f'"{match["text"]}" has minutes before its seconds'
            yield repaired(site.cell, site.code, changes, says, "minutes_and_seconds")


def _line(site: Site) -> str:
    return site.code.text(site.statement) if site.statement is not None else ""


def _changes(case: Case, site: Site, kind: str) -> Iterator[Change]:
    """Yield the changes of what reads texts as numbers at a site."""
    text, each = site.code, free_name(case, "part", "one_part")
    whole = free_name(case, "text", "time", "written")
    if each is None or whole is None:
        return
    for call in site.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Name(id=name), args=[given], keywords=[]) if name == kind:
                if isinstance(given, ast.Name | ast.Subscript | ast.Attribute | ast.Call):
                    yield text.span(call), _seconds(kind, text.text(given), each)
            case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id=name), given]):
                if name == kind:
                    new = f"({_seconds(kind, whole, each)} for {whole} in {text.text(given)})"
                    yield text.span(call), new
            case ast.Call(func=ast.Attribute(value=column), args=[as_kind]):
                is_it = kind in (ast.unparse(as_kind), literal(as_kind))
                if callee(call) == "astype" and is_it:
                    new = f".map(lambda {whole}: {_seconds(kind, whole, each)})"
                    yield (text.span(column)[1], text.span(call)[1]), new


def _seconds(kind: str, shown: str, each: str) -> str:
    parts = f'enumerate(reversed({shown}.split(":")))'
    return f"sum({kind}({each}) * 60**place for place, {each} in {parts})"
