"""Spans of time that are written as plain numbers, and dates beside times."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, missing_attribute
from jupyter_codeintel.fix.repairs.tables.kinds import is_column
from jupyter_codeintel.fix.repairs.words import told_near

_NUMBER_ADDED = re.compile(
    r"Addition/subtraction of integers and integer-arrays with (?:DatetimeArray|Timestamp)"
    r"|for [+-]=?: '(?P<plain>datetime\.date|datetime\.datetime)' and 'int'"
)
_DATE_BESIDE = re.compile(
    r"Invalid comparison between dtype=datetime64\[\w+\] and date$"
    r"|Cannot compare Timestamp with datetime\.date"
    r"|for -: '(?:DatetimeArray|Timestamp)' and 'datetime\.date'"
    r"|for -: 'datetime\.date' and '(?:DatetimeArray|Timestamp)'"
)
_TEXT_BESIDE = re.compile(r"for -: '(?:(?:DatetimeArray|Timestamp)' and 'str|str' and 'Timestamp)'")
_UNITS = {
    "days": (r"days?", "D"), "weeks": (r"weeks?", "W"), "hours": (r"hours?|hrs?", "h"),
    "minutes": (r"minutes?|mins?", "min"), "seconds": (r"seconds?|secs?", "s"),
}  # fmt: skip
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PARTS = {"hours": "3600", "hour": "3600", "minutes": "60", "minute": "60"}
_SPANS = ("TimedeltaProperties", "Timedelta", "timedelta", "TimedeltaIndex")


async def numbers_as_spans(case: Case) -> AsyncIterator[Repair]:
    """Yield ``pd.Timedelta(days=7)`` for ``7`` that is added to a date, in the unit that is told.

    A column of numbers becomes ``pd.to_timedelta(df["days"], unit="D")``.
    """
    match = _NUMBER_ADDED.search(case.error.value)
    for place, site in enumerate(case.sites[:1] if match is not None else ()):
        for node in _added(site):
            unit = _unit(case, site, node)
            if not unit and match is not None and match["plain"] == "datetime.date":
                unit = "days"
            span = _span(case, site, match is not None and match["plain"] is not None)
            shown = site.code.text(node)
            if not unit or not span:
                continue
            if await is_column(case, place, node):
                quote = "'" if "'" in site.code.text(node) else '"'
                kind = f"unit={quote}{_UNITS[unit][1]}{quote}"
                new = f"{span.rpartition('.')[0]}.to_timedelta({shown}, {kind})"
            else:
                new = f"{span}({unit}={shown})"
            change = site.code.span(node), new
            says = f'a date is moved by "{shown}" {unit}'
            yield repaired(site.cell, site.code, [change], says, "number_as_span")
            return


def _added(site: Site) -> Iterator[ast.expr]:
    """Yield what is added to something, or taken away, and is no date as far as is seen."""
    nodes: list[ast.expr] = [
        node.right for node in site.nodes(ast.BinOp) if isinstance(node.op, ast.Add | ast.Sub)
    ]
    if isinstance(site.statement, ast.AugAssign):
        nodes.append(site.statement.value)
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) or (
            isinstance(node, ast.Constant) and isinstance(node.value, int)
        ):
            yield node


def _span(case: Case, site: Site, is_plain: bool) -> str:
    """Return the class of spans, as the notebook has it."""
    pandas = case.name_of("pandas")
    if not is_plain:
        return f"{pandas}.Timedelta" if pandas is not None else ""
    if case.target(site, "timedelta") == "datetime.timedelta":
        return "timedelta"
    module = case.name_of("datetime")
    return f"{module}.timedelta" if module is not None else ""


def _unit(case: Case, site: Site, node: ast.expr) -> str:
    """Return the unit of a number by its name, else by the words near it."""
    named = _units_in(re.sub(r"[^A-Za-z]+", " ", site.code.text(node)))
    if named:
        return named[0] if len(named) == 1 else ""
    number = getattr(node, "value", None)
    told = told_near(case, site)
    if isinstance(number, int):
        written = _WORDS[number] if 0 < number < len(_WORDS) else str(number)
        for words in told:
            counted = _units_in(words, before=rf"(?:{number}|{written})[ -]")
            if counted:
                return counted[0] if len(counted) == 1 else ""
    for words in told:
        if found := _units_in(words):
            is_safe = len(found) == 1 and found[0] != "weeks"
            return found[0] if is_safe else ""
    return ""


def _units_in(words: str, before: str = "") -> list[str]:
    return [
        unit
        for unit, (written, _) in _UNITS.items()
        if re.search(rf"\b{before}(?:{written})\b", words, re.IGNORECASE)
    ]


async def dates_as_times(case: Case) -> AsyncIterator[Repair]:
    """Yield ``pd.Timestamp(date)`` for a date, or a text, beside times."""
    pandas = case.name_of("pandas")
    is_date = _DATE_BESIDE.search(case.error.value) is not None
    if pandas is None or not (is_date or _TEXT_BESIDE.search(case.error.value)):
        return
    for site in case.sites[:1]:
        changes: list[Change] = []
        for node in _beside(site):
            if await _is_date(case, site, node) if is_date else _is_text(node):
                new = f"{pandas}.Timestamp({site.code.text(node)})"
                changes.append((site.code.span(node), new))
        if changes:
            says = "a date has to become a time to be set beside times"
            yield repaired(site.cell, site.code, changes, says, "date_as_time")


def _beside(site: Site) -> Iterator[ast.expr]:
    """Yield what is compared, or subtracted, or asked for to be between."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.Compare(left=left, comparators=others):
                yield from (left, *others)
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                yield from (left, right)
            case ast.Call(func=ast.Attribute(attr="between"), args=given):
                yield from given


async def _is_date(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression is a date without a time."""
    bound = case.binding(site, node)
    for one in (node, *([bound.value] if bound is not None else [])):
        match one:
            case ast.Call(func=ast.Name(id=name)) if case.target(site, name) == "datetime.date":
                return True
            case ast.Call(func=ast.Attribute(attr="date")):
                return True
            case ast.Call(func=ast.Attribute(value=of, attr="today")):
                return getattr(of, "id", getattr(of, "attr", "")) == "date"
    found = await case.resolve(case.path(site, node)) if isinstance(node, ast.Name) else None
    return found is not None and found.type in ("datetime.date", "date")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


async def parts_of_spans(case: Case) -> AsyncIterator[Repair]:
    """Yield ``.total_seconds() / 3600`` for ``.hours`` of a span of time."""
    missing = missing_attribute(case)
    if missing is None or missing[0] not in _SPANS or missing[1] not in _PARTS:
        return
    for site in case.sites[:1]:
        for node in attributes_at(site, missing[1]):
            of = site.code.text(node).removesuffix(node.attr)
            divided = f"{of}total_seconds() / {_PARTS[missing[1]]}"
            is_inner = any(node in (one.right, one.left) and _binds(one, node)
                           for one in site.nodes(ast.BinOp))  # fmt: skip
            new = f"({divided})" if is_inner else divided
            says = f'a span has days and seconds, and no "{missing[1]}"'
            yield repaired(
                site.cell, site.code, [(site.code.span(node), new)], says, "part_of_span"
            )
            return


def _binds(around: ast.BinOp, node: ast.expr) -> bool:
    """Whether a quotient needs parentheses there."""
    is_weak = isinstance(around.op, ast.Add | ast.Sub)
    return not is_weak and (around.right is node or isinstance(around.op, ast.Pow))
