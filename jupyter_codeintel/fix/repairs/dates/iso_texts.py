"""Texts of dates that are all written as ISO 8601 has it, but more or less exactly."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.dates.date_parts import texts_read
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.ways import Way, argument, methods, option, rule_of

_SECONDS = r":[0-5]\d(?:[.,]\d{1,9})?"
_CLOCK = rf"(?:[01]\d|2[0-3])(?::[0-5]\d(?:{_SECONDS})?)?"
_ZONE = r"(?:Z|[+-]\d\d(?::?\d\d)?)"
_TEXT = re.compile(rf"\d{{4}}-\d\d(?:-\d\d(?:[ T]{_CLOCK}{_ZONE}?)?)?")
_REST = re.compile(
    rf"(?:-\d\d)?(?:[ T]{_CLOCK}|{_SECONDS}|:[0-5]\d{_SECONDS}|[.,]\d{{1,9}})?{_ZONE}?"
)
_FORM = re.compile(r"%Y-%m(?:-%d(?:[ T]%H(?::%M(?::%S(?:\.%f)?)?)?)?)?(?:%z|Z)?")
_OF_PANDAS = (
    r"time data \"(?P<date>[^\"]+)\" doesn't match format \"(?P<form>[^\"]+)\""
    r"|unconverted data remains when parsing with format"
    r" \"(?P<start>[^\"]+)\": \"(?P<rest>[^\"]+)\""
)
_OF_PYTHON = (
    r"time data '(?P<date>[^']+)' does not match format '(?P<form>[^']+)'"
    r"|unconverted data remains: (?P<rest>[^.].*)$"
)
_OTHERWISE = ("dayfirst", "exact", "unit", "yearfirst")


def is_iso(match: re.Match[str]) -> bool:
    """Whether a date that could not be read, or what remains of it, is as in ISO 8601."""
    told = match.groupdict()
    form = told.get("form") or told.get("start")
    if form is not None and not _FORM.fullmatch(form):
        return False
    pattern = _TEXT if told.get("date") else _REST
    return pattern.fullmatch(told.get("date") or told.get("rest") or "") is not None


def _in_pandas(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``format="ISO8601"``, for a format too that reads some of the texts."""
    if not is_iso(match):
        return
    for call, _func in methods(site, "to_datetime"):
        given = option(call, "format")
        is_other = any(option(call, name) is not None for name in _OTHERWISE)
        is_read = given is None or _reads_some(case, given)
        if not is_other and is_read and len(call.args) == 1:
            yield with_option(site.code, call, "format", quoted(site.code, "ISO8601"))
            return


def _reads_some(case: Case, given: ast.expr) -> bool:
    """Whether the notebook has texts in a format as well, so that not all are in another one."""
    form = literal(given)
    return isinstance(form, str) and bool(_FORM.fullmatch(form)) and bool(texts_read(case, form))


def _in_python(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``datetime.fromisoformat(text)`` for ``datetime.strptime(text, "%Y-%m-%d")``."""
    for call, func in methods(site, "strptime"):
        given = argument(call, 1, "format")
        is_plain = len(call.args) == 2 and not call.keywords and callee(call) == func.attr
        if given is None or not is_plain or not is_iso(match) or not _reads_some(case, given):
            continue
        if ast.unparse(func.value).rpartition(".")[2] == "datetime":
            text = site.code
            shown = f"{text.text(func.value)}.fromisoformat({text.text(call.args[0])})"
            yield text.span(call), shown
            return


iso_dates = rule_of(
    Way(_OF_PANDAS, _in_pandas,
        "the dates are written as in ISO 8601, some of them more exactly", "iso_dates"),
    Way(_OF_PYTHON, _in_python,
        "the dates are written as in ISO 8601, some of them more exactly", "iso_dates"),
)  # fmt: skip
"""Repairs the reading of dates of which some have a time, or parts of seconds."""
