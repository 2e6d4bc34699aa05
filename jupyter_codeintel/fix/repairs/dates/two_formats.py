"""Dates that are written in two ways, which their signs tell apart."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.date_parts import read, written_alike
from jupyter_codeintel.fix.repairs.dates.date_texts import reading
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.ways import argument

_UNFIT = re.compile(r"time data '(?P<text>[^']+)' does not match format '(?P<form>[^']+)'")
_DATE = re.compile(r"\d{1,4}(?P<sign>[-./])\d{1,2}(?P=sign)\d{1,4}(?: \d{1,2}:\d\d(?::\d\d)?)?")
_PIECES = re.compile(r"[^,;|\t\n\"'\[\](){}]+")


async def dates_in_two_formats(case: Case) -> AsyncIterator[Repair]:
    """Yield ``strptime(text, "%d/%m/%Y" if "/" in text else "%Y-%m-%d")``.

    Both ways have to be in the notebook, and there must be no third one.
    """
    match = _UNFIT.search(case.error.value)
    date = _DATE.fullmatch(match["text"]) if match is not None else None
    if match is None or date is None or date["sign"] in match["form"]:
        return
    for site in case.sites[:1]:
        other = reading(case, site, written_alike(case, match["text"]))
        if not other or not _are_two(case, match["form"], other[1:-1]):
            continue
        for call in site.nodes(ast.Call):
            changes = list(_changes(site, call, match["form"], date["sign"], other))
            if changes:
                says = f'dates with "{date["sign"]}" are written as {other}'
                yield repaired(site.cell, site.code, changes, says, "two_formats")
                return


def _are_two(case: Case, first: str, second: str) -> bool:
    """Whether dates are written in both ways, and each in one of them alone."""
    dates = list(_dates(case))
    ways = [(read(one, first) is not None, read(one, second) is not None) for one in dates]
    return {(True, False), (False, True)} == set(ways)


def _dates(case: Case) -> Iterator[str]:
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ():
            if isinstance(node.value, str):
                pieces = (one.strip() for one in _PIECES.findall(node.value))
                yield from (one for one in pieces if _DATE.fullmatch(one))


def _changes(site: Site, call: ast.Call, form: str, sign: str, other: str) -> Iterator[Change]:
    """Yield the format of a text by its sign, in a call that has the first one written out."""
    given = argument(call, 1, "format")
    if callee(call) != "strptime" or given is None or literal(given) != form or not call.args:
        return
    text = call.args[0]
    if isinstance(text, ast.Name | ast.Attribute | ast.Subscript):
        test = f"{quoted(site.code, sign)} in {site.code.text(text)}"
        yield site.code.span(given), f"{other} if {test} else {site.code.text(given)}"
