"""Times of which some have another sign between the hours and the minutes."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.date_parts import read
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.ways import argument

_UNFIT = re.compile(
    r"time data (?P<quote>['\"])(?P<text>[^'\"]+)(?P=quote) "
    r"(?:doesn't|does not) match format (?P<mark>['\"])(?P<form>[^'\"]+)(?P=mark)"
)
_CLOCK = re.compile(r"(?<!\d)(?P<hour>[01]?\d|2[0-3])(?P<sign>[.:h\-])(?P<minute>[0-5]\d)$")
_FORM = re.compile(r"%H(?P<sign>[.:h\-])%M$")


async def other_signs_of_clocks(case: Case) -> AsyncIterator[Repair]:
    r"""Yield ``t.str.replace(r"(\d)\.(\d\d)$", r"\1:\2", regex=True)`` for ``19.30``."""
    match = _UNFIT.search(case.error.value) if case.is_a("ValueError") else None
    form = _FORM.search(match["form"]) if match is not None else None
    clock = _CLOCK.search(match["text"]) if match is not None else None
    if match is None or form is None or clock is None or clock["sign"] == form["sign"]:
        return
    start = clock.start("sign")
    mended = f"{match['text'][:start]}{form['sign']}{clock['minute']}"
    if read(mended, match["form"]) is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            change = _changed(site, call, match["form"], clock["sign"], form["sign"])
            if change is not None:
                says = f'some times have "{clock["sign"]}" between hours and minutes'
                yield repaired(site.cell, site.code, [change], says, "clock_sign")
                return


def _changed(site: Site, call: ast.Call, form: str, old: str, new: str) -> Change | None:
    """Return the change that mends what a call reads."""
    given = argument(call, 1, "format")
    if given is None or literal(given) != form or not call.args:
        return None
    of, text = call.args[0], site.code
    end = text.span(of)[1]
    if not isinstance(of, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
        return None
    if callee(call) == "strptime":
        shown = text.text(of)
        return text.span(of), f"{shown}[:-3] + {quoted(text, new)} + {shown}[-2:]"
    if callee(call) != "to_datetime":
        return None
    pattern, mended = (
        quoted(text, one) for one in (rf"(\d){re.escape(old)}(\d\d)$", rf"\1{new}\2")
    )
    return (end, end), f".str.replace(r{pattern}, r{mended}, regex=True)"
