"""Texts that are split at every separator, where two parts are meant."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_TOO_MANY = re.compile(r"too many values to unpack \(expected 2\b")
_TOO_LONG = re.compile(r"dictionary update sequence element #\d+ has length [3-9]; 2 is required")
_KEYS = re.compile(
    r"(?:^|_)(?:k|key|keys|field|header|label|opt|option|param|prop|setting|tag|var)$"
    r"|^(?:command|cmd|name|attr|attribute)$"
)
_VALUES = re.compile(r"(?:^|_)(?:v|val|value|content|contents)$")
_RESTS = re.compile(
    r"(?:^|_)(?:rest|remainder|remaining|tail|message|msg|text|body|comment|description|desc"
    r"|sentence)$"
)
_ENDINGS = re.compile(r"(?:^|_)(?:ext|extension|suffix|ending|filetype|file_type)$")
_TO_KEYS = (":", "=", ": ", " = ", " : ", "->", "=>", "\t")
_WHICH = {"split": "first", "rsplit": "last"}


async def split_in_two(case: Case) -> AsyncIterator[Repair]:
    """Yield ``key, value = line.split(":", 1)``, and ``name, ext = file.rsplit(".", 1)``."""
    is_dict = _TOO_LONG.search(case.error.value) is not None
    if not is_dict and not _TOO_MANY.search(case.error.value):
        return
    for site in case.sites[:1]:
        for names, value in _pairs(site) if is_dict else _unpacked(site):
            change, way = _split(site, names, value)
            if change is not None:
                says = f"two parts are meant: it is split at the {_WHICH[way]} separator alone"
                yield repaired(site.cell, site.code, [change], says, "split_in_two")


def _pairs(site: Site) -> Iterator[tuple[tuple[str, str], ast.expr]]:
    """Yield the pairs that ``dict`` makes its entries of."""
    for call in site.nodes(ast.Call):
        match call:
            case ast.Call(
                func=ast.Name(id="dict"), args=[ast.GeneratorExp() | ast.ListComp() as of]
            ):
                yield ("key", "value"), of.elt


def _unpacked(site: Site) -> Iterator[tuple[tuple[str, str], ast.expr]]:
    """Yield what is unpacked into two names, with them."""
    match site.statement:
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=one), ast.Name(id=two)])], value=of):
            yield (one.lower(), two.lower()), of
    for loop in site.loops:
        match loop.target, loop.iter:
            case (
                ast.Tuple(elts=[ast.Name(id=one), ast.Name(id=two)]),
                ast.GeneratorExp() | ast.ListComp() as several,
            ):
                yield (one.lower(), two.lower()), several.elt
            case ast.Tuple(elts=[ast.Name(id=one), ast.Name(id=two)]), ast.List(elts=[of]):
                yield (one.lower(), two.lower()), of


def _split(site: Site, names: tuple[str, str], value: ast.expr) -> tuple[Change | None, str]:
    """Return the change of a call that splits a text, and where it splits it then."""
    match value:
        case ast.Call(
            func=ast.Attribute(value=owner, attr="split" | "rsplit" as old), args=given, keywords=[]
        ) if len(given) < 2:
            way = _way(names, getattr(given[0], "value", "") if given else None)
            if way and old in ("split", way):
                option = f"{site.code.text(given[0])}, 1" if given else "maxsplit=1"
                place = site.code.span(owner)[1], site.code.span(value)[1]
                return (place, f".{way}({option})"), way
    return None, ""


def _way(names: tuple[str, str], separator: object) -> str:
    """Return how a text is split in two parts with these names; nothing where none is told."""
    one, two = names
    if separator == ".":
        return "rsplit" if _ENDINGS.search(two) else ""
    if _RESTS.search(two):
        return "split"
    is_pair = separator in _TO_KEYS and bool(_KEYS.search(one))
    return "split" if is_pair and _VALUES.search(two) else ""
