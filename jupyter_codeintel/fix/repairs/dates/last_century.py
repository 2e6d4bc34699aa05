"""Years of two digits that are read as those of this century, and lie in the future."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.times import called
from jupyter_codeintel.fix.repairs.ways import option
from jupyter_codeintel.fix.repairs.written import free_name

_FUTURE = re.compile(
    r"\b(?:ages?|future|negative)\b|\bnot (?:yet )?born\b|\byears? old\b|\bborn (?:in|after)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:^|[^a-z])(?:born|births?|birthdays?|birth_?date|date_of_birth|dob|built|died|founded)"
    r"(?:[^a-z]|$)",
    re.IGNORECASE,
)
"""Words of days that are over."""
_SHORT = re.compile(r"%y")
_TODAY = re.compile(
    r"today|now|as_of|cutoff|ref(?:erence)?(?:_?(?:date|day))?|stichtag", re.IGNORECASE
)
_FUNCTIONS = ("datetime.strptime", "pandas.to_datetime")


async def days_of_the_last_century(case: Case) -> AsyncIterator[Repair]:
    """Yield a hundred years less for days of birth that lie in the future.

    A check of the person's own has to say that there are none.
    """
    if not _is_told(case):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [one for cell in cells for one in _readings(case, cell)]
    if len(found) != 1 or not _PAST.search(_words_at(found[0][0])):
        return
    site, call = found[0]
    change = _of_series(case, site, call) if callee(call) == "to_datetime" else _of_one(
        case, site, call)  # fmt: skip
    if change is not None:
        says = "a year of two digits that would be in the future is one of the last century"
        yield repaired(site.cell, site.code, [change], says, "last_century")


def _is_told(case: Case) -> bool:
    """Whether a check fails that is about ages, or about days in the future."""
    for site in case.sites[:1]:
        statement = site.statement
        is_check = isinstance(statement, ast.Raise | ast.Assert)
        shown = site.code.text(statement) if statement is not None and is_check else ""
        said = f"{case.error.value} {shown}".replace("_", " ")
        return is_check and _FUTURE.search(said) is not None
    return False


def _readings(case: Case, cell: str) -> Iterator[tuple[Site, ast.Call]]:
    """Yield the calls of a cell that read a year of two digits."""
    text = case.code(cell)
    for call in text.nodes(ast.Call):
        site = Site(cell, text, call.lineno)
        form = option(call, "format", 1)
        is_short = isinstance(value := literal(form), str) and _SHORT.search(value)
        if is_short and called(case, site, call) in _FUNCTIONS:
            yield site, call


def _words_at(site: Site) -> str:
    """Return the names and words of a statement and of the function around it."""
    statement, function = site.statement, site.inside
    shown = ast.unparse(statement) if statement is not None else ""
    return f"{shown} {function.name if function is not None else ''}"


def _of_one(case: Case, site: Site, call: ast.Call) -> Change | None:
    """Return one day that is not in the future."""
    whole: ast.expr = call
    for node in site.code.nodes(ast.Call):
        if callee(node) == "date" and getattr(node.func, "value", None) is call:
            whole = node
    day = free_name(case, "day", "read", "moment")
    if day is None:
        return None
    now = _today(case, site, "date" if whole is not call else "datetime")
    if not now:
        owner = site.code.text(call.func).removesuffix(".strptime")
        now = f"{owner}.now()" + ".date()" * (whole is not call)
    shown = site.code.text(whole)
    new = f"({day}.replace(year={day}.year - 100) if ({day} := {shown}) > {now} else {day})"
    return site.code.span(whole), new


def _of_series(case: Case, site: Site, call: ast.Call) -> Change | None:
    """Return the line below that takes a hundred years from the days in the future."""
    statement = site.statement
    if not isinstance(statement, ast.Assign) or statement.value is not call:
        return None
    column = site.code.text(statement.targets[0])
    pandas = site.code.text(call.func).removesuffix(".to_datetime")
    now = _today(case, site, "Timestamp") or f"{pandas}.Timestamp.now()"
    less = f"{column} - {pandas}.DateOffset(years=100)"
    end = site.code.span(statement)[1]
    pad = "\n" + " " * statement.col_offset
    return (end, end), f"{pad}{column} = {column}.where({column} <= {now}, {less})"


def _today(case: Case, site: Site, kind: str) -> str:
    """Return the day that a notebook goes by; nothing where it has none that is known there."""
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    here = cells.index(site.cell), site.line
    for at, cell in enumerate(cells):
        for node in case.code(cell).nodes(ast.Assign):
            name, value = ast.unparse(node.targets[0]), node.value
            if not isinstance(value, ast.Call) or callee(value) != kind:
                continue
            if _TODAY.fullmatch(name) and node in case.code(cell).tree.body:
                shown = ast.unparse(value) if called(case, site, value) else ""
                return name if (at, node.lineno) < here else shown
    return ""
