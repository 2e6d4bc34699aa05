"""Times that are counted in seconds from 1970 on, and are used as times."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.times import column_of
from jupyter_codeintel.fix.repairs.dates.told_zones import LOCAL, named_zones
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, line_above, quoted
from jupyter_codeintel.fix.repairs.ways import option
from jupyter_codeintel.fix.repairs.words import all_words

_USED = re.compile(
    r"Can only use \.dt accessor with datetimelike"
    r"|Invalid comparison between dtype=(?:u?int|float)\d* and (?:str|datetime|Timestamp|date)"
    r"|(?:supported|type\(s\)).*'(?:int|float|numpy\.ndarray|Series)'"
    r" and '(?:str|Timestamp|datetime|datetime\.datetime)'"
    r"|'(?:int|float)' object has no attribute '(?:date|day|hour|isoformat|month|strftime|weekday"
    r"|year)'"
    r"|trying to merge on (?:int64|float64) and datetime64"
    r"|Incompatible merge dtype, dtype\('(?:int64|float64)'\) and dtype\('<M8"
)
_FIRST, _LAST = 10**9, 2 * 10**9
"""Seconds of September 2001 and of May 2033."""
_UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_TIME = re.compile(
    r"(?:^|_)(?:at|created|date|datetime|epoch|t|time|timestamp|ts|unix|updated|utc|when)"
    r"(?:_[a-z]{1,5})?$|(?:time|stamp|Time|Stamp)$"
)


async def epochs_as_times(case: Case) -> AsyncIterator[Repair]:
    """Yield a line that reads a column of seconds from 1970 on as times, above their use."""
    pandas = case.name_of("pandas")
    if pandas is None or not _USED.search(case.error.value):
        return
    for site in case.sites[:2]:
        for frame, column in dict.fromkeys(_columns(site)):
            unit = unit_of(case, site, frame, column)
            if unit is None or site.inside is not None or not can_take_lines(site):
                continue
            place, way = f"{frame}[{quoted(site.code, column)}]", f"unit={quoted(site.code, unit)}"
            line = line_above(site, f"{place} = {pandas}.to_datetime({place}, {way})")
            says = f'"{column}" counts from 1970 on, in {unit}'
            yield repaired(site.cell, site.code, [line], says, "epoch_as_time")
            changes = [
                (site.code.span(node), f"{pandas}.to_datetime({site.code.text(node)}, {way})")
                for node in site.nodes(ast.expr)
                if column_of(node) == (frame, column)
            ]
            if changes:
                yield repaired(site.cell, site.code, changes, says, "epoch_as_time")
            return


def _columns(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the frames of a statement and the columns that it takes of them, or merges by."""
    for node in site.nodes(ast.expr):
        found = column_of(node)
        if found is not None:
            yield found
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=frame)), args=[*given]) if callee(
                node
            ) in ("merge", "merge_asof"):
                frames = [frame, *(one.id for one in given if isinstance(one, ast.Name))]
                key = literal(option(node, "on"))
                yield from ((one, key) for one in frames if isinstance(key, str))


def unit_of(case: Case, site: Site, frame: str, column: str) -> str | None:
    """Return the unit in which a column counts from 1970 on; None if it does not for certain.

    Parameters
    ----------
    case : Case
        A failure.
    site : Site
        Where the frame has its name.
    frame : str
        The name of the frame.
    column : str
        The name of the column.
    """
    live = case.variable(frame) if site.inside is None else None
    kind = dict(live.columns).get(column, "") if live is not None else ""
    words = all_words(case)
    is_local = any(map(LOCAL.search, words)) or named_zones(words)
    is_number = not kind or kind.startswith(("int", "uint", "float"))  # none: it is the index
    if not _TIME.search(column) or not is_number or is_local:
        return None
    found = list(_numbers(case, frame, column))
    units = {_unit(number) for number in found}
    return units.pop() if len(units) == 1 else None


def _unit(number: float) -> str | None:
    fitting = (unit for unit, by in _UNITS.items() if _FIRST <= number / by <= _LAST)
    return next(fitting, None)


def _numbers(case: Case, frame: str, column: str) -> Iterator[float]:
    """Yield the numbers that a column is written with, or the large ones that it is made from."""
    for cell in case.failure.flow.order(case.failure.cell):
        text = case.code(cell)
        for node in text.nodes(ast.AST):
            match node:
                case ast.Dict():
                    pairs = zip(node.keys, node.values, strict=True)
                    for value in (value for key, value in pairs if literal(key) == column):
                        yield from _made_of(case, Site(cell, text, node.lineno), value)
                case ast.Assign(targets=[target]) if ast.unparse(target) == f"{frame}['{column}']":
                    yield from _made_of(case, Site(cell, text, node.lineno), node.value)
                case ast.Call(args=[rows, *_]) if callee(node) == "DataFrame":
                    yield from _of_rows(literal(rows), literal(option(node, "columns")), column)
                case ast.Constant(value=str(table)) if "\n" in table.strip():
                    yield from _of_table(table, column)


def _made_of(case: Case, site: Site, value: ast.expr) -> Iterator[float]:
    """Yield the written numbers; of what is worked out the large ones alone."""
    written = literal(value)
    several = written if isinstance(written, list | tuple) else [written]
    numbers = [one for one in several if isinstance(one, int | float)]
    if numbers:
        yield from numbers
        return
    parts = list(ast.walk(value))
    for name in [node for node in parts if isinstance(node, ast.Name)]:
        bound = case.binding(site, name)
        parts += ast.walk(bound.value) if bound is not None else ()
    for node in parts:
        number = literal(node) if isinstance(node, ast.Constant) else None
        if isinstance(number, int | float) and number >= _FIRST:
            yield number


def _of_rows(rows: object, names: object, column: str) -> Iterator[float]:
    if isinstance(rows, list) and isinstance(names, list) and column in names:
        at = names.index(column)
        found = (row[at] for row in rows if isinstance(row, list | tuple) and len(row) > at)
        yield from (one for one in found if isinstance(one, int | float))


def _of_table(table: str, column: str) -> Iterator[float]:
    """Yield the fields of a column of a text with a line of names."""
    lines = table.strip().splitlines()
    for part in (",", ";", "\t"):
        names = [name.strip() for name in lines[0].split(part)]
        if column in names and len(names) > 1:
            rows = (row for row in csv.reader(lines[1:], delimiter=part) if len(row) == len(names))
            fields = (row[names.index(column)].strip() for row in rows)
            yield from (float(one) for one in fields if re.fullmatch(r"\d+(?:\.\d+)?", one))
            return
