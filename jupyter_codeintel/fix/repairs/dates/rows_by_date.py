"""Rows that are taken by dates which are no index, or are texts."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.date_texts import reading, way_of_reading
from jupyter_codeintel.fix.repairs.dates.epochs import unit_of
from jupyter_codeintel.fix.repairs.inserting import (
    can_take_lines,
    line_above,
    quoted,
    with_option,
)
from jupyter_codeintel.fix.repairs.ways import option

NO_TIMES = re.compile(
    r"Only valid with DatetimeIndex|^window must be an integer|^Index must be DatetimeIndex$"
    r"|^'(?:Range)?Index' object has no attribute"
    r" '(?:date|day|day_name|dayofweek|hour|month|month_name|quarter|strftime|weekday|year)'"
)
_BY_TIME = ("resample", "rolling")
_KEEPING = ("copy", "dropna", "fillna", "sort_index", "sort_values")
_DEEPEST = 5


class _Rows(NamedTuple):
    """What rows are taken of.

    Parameters
    ----------
    site : Site
        Where it is named.
    base : expr
        The table that all is taken of.
    key : str or None
        The column that is made its index.
    is_part : bool
        Whether a column is taken of it.
    here : bool
        Whether it stands in the failing statement itself.
    """

    site: Site
    base: ast.expr
    key: str | None
    is_part: bool
    here: bool


async def dates_of_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield rows by the one column of dates, which are read where they are texts or numbers.

    Texts that can be read in two ways are left alone, if no words tell the order.
    """
    if NO_TIMES.search(case.error.value) is None:
        return
    for site in case.sites[:1]:
        for call, owner in taken(site):
            rows = _rows(case, site, owner, None, here=True)
            found = _repair(case, site, call, rows) or _by_index(case, site, owner, rows)
            if found is not None:
                yield found
                return


def taken(site: Site) -> Iterator[tuple[ast.Call | None, ast.expr]]:
    """Yield what rows are taken of by their times, and the call that takes them."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="resample")):
                yield node, owner
            case ast.Call(
                func=ast.Attribute(value=owner, attr="rolling"), args=[ast.Constant(value=str())]
            ):
                yield node, owner
            case ast.Call(func=ast.Attribute(value=owner, attr="groupby")):
                grouped = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
                yield from ((one, owner) for one in grouped if callee(one) == "Grouper")
            case ast.Call(func=ast.Attribute(value=owner, attr="between_time" | "at_time")):
                yield None, owner
            case ast.Attribute(value=ast.Attribute(value=owner, attr="index")):
                yield None, owner


def _rows(
    case: Case, site: Site, node: ast.expr, index: str | None, *, here: bool, depth: int = 0
) -> _Rows:
    """Return the table that an expression takes rows of."""
    is_part = False
    while True:
        match node:
            case ast.Call(
                func=ast.Attribute(value=inner, attr="set_index"),
                args=[ast.Constant(value=str(column))],
            ):
                index, node = index or column, inner
            case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _KEEPING:
                node = inner
            case ast.Subscript(value=inner, slice=ast.Constant() | ast.List() | ast.Name()):
                is_part, node = True, inner
            case ast.Attribute(value=inner) if not isinstance(inner, ast.Attribute):
                is_part, node = True, inner
            case _:
                break
    bound = case.binding(site, node) if depth < _DEEPEST and index is None else None
    if bound is None or not (_sets_index(bound.value) or _is_series(case, site, node)):
        return _Rows(site, node, index, is_part, here)
    found = _rows(case, bound.site, bound.value, index, here=False, depth=depth + 1)
    return found._replace(is_part=is_part or found.is_part)


def _sets_index(value: ast.expr) -> bool:
    """Whether an expression makes a table with an index of its own."""
    calls = [node for node in ast.walk(value) if isinstance(node, ast.Call)]
    return any(callee(call) == "set_index" for call in calls) or any(
        option(call, name, 1 if callee(call) == "Series" else None) is not None
        for call in calls
        for name in ("index", "index_col")
    )


def _is_series(case: Case, site: Site, node: ast.expr) -> bool:
    live = case.variable(node.id) if isinstance(node, ast.Name) and site.inside is None else None
    return live is not None and live.type.endswith("Series")


def _repair(case: Case, site: Site, call: ast.Call | None, rows: _Rows) -> Candidate | None:
    pandas = case.name_of("pandas") or "pd"
    at, base = handed(case, 0, rows.base) if rows.here else (0, rows.base)
    above = case.sites[at] if rows.here else rows.site
    changes: list[Change] = []
    says = "the dates are texts, that is to say no times"
    if isinstance(base, ast.Call) and not rows.here:
        changes = list(_where_made(case, rows.site, base, pandas))
    elif isinstance(base, ast.Name) and isinstance(rows.base, ast.Name):
        told = _told(call)
        column = rows.key or told or _dates(case, above, base.id)
        form = _form(case, above, base.id, column) if column else None
        if column is None or form is None:
            return None
        if form != "times":
            if not can_take_lines(rows.site):
                return None
            changes.append(line_above(rows.site, _line(rows, column, pandas, form)))
        elif rows.key is not None or told is not None:
            return None
        if form.startswith("unit="):
            says = f'"{column}" counts from 1970 on, and has no times'
        if rows.key is None and told is None:
            says = f'the dates are in the column "{column}"'
            more = _by_column(site, call, rows, quoted(site.code, column))
            changes = [*changes, more] if more is not None and rows.here else []
    if not changes:
        return None
    return repaired(rows.site.cell, rows.site.code, changes, says, "dates_of_rows")


def _told(call: ast.Call | None) -> str | None:
    """Return the column that a call is told to go by."""
    named = [literal(option(call, name)) for name in ("on", "key")] if call is not None else []
    return next((name for name in named if isinstance(name, str)), None)


def _by_index(case: Case, site: Site, owner: ast.expr, rows: _Rows) -> Candidate | None:
    """Return the index of a table that is made with texts, read where its rows are taken."""
    name, pandas = root(owner), case.name_of("pandas") or "pd"
    key = rows.key or _set_in_place(case, name)
    is_live = case.variable(name) is not None and site.inside is None
    form = way_of_reading(case, site, name, key) if key is not None and is_live else None
    is_made = isinstance(rows.base, ast.Call) and not rows.here
    if form is None or not can_take_lines(site) or not (is_made or rows.key is None):
        return None
    line = f"{name}.index = {pandas}.to_datetime({name}.index{form and f', format={form}'})"
    says = "the index has texts of dates, and no times"
    return repaired(site.cell, site.code, [line_above(site, line)], says, "dates_of_rows")


def _set_in_place(case: Case, name: str) -> str | None:
    """Return the column that ``t.set_index("day", inplace=True)`` makes the index of a table."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Call) if cell.type == "code" else ():
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=table), attr="set_index"),
                    args=[ast.Constant(value=str(column))],
                ) if table == name and literal(option(node, "inplace")) is True:
                    return column
    return None


def _line(rows: _Rows, column: str, pandas: str, form: str) -> str:
    """Return the line that reads a column of texts; a function leaves what it is given alone."""
    name = ast.unparse(rows.base)
    part = f"{name}[{quoted(rows.site.code, column)}]"
    way = form if form.startswith("unit=") else f"format={form}"
    read = f"{pandas}.to_datetime({part}{form and f', {way}'})"
    if rows.site.inside is None:
        return f"{part} = {read}"
    key = f"{column}={read}" if column.isidentifier() else f"**{{{column!r}: {read}}}"
    return f"{name} = {name}.assign({key})"


def _form(case: Case, site: Site, frame: str, column: str) -> str | None:
    """Return the format of a column's texts; ``"times"`` for a column that has times."""
    live = case.variable(frame)
    kinds = dict(live.columns) if live is not None else {}
    if "datetime" in kinds.get(column, ""):
        return "times"
    unit = unit_of(case, site, frame, column)
    if unit is not None:
        return f"unit={quoted(site.code, unit)}"
    return way_of_reading(case, site, frame, column)


def _dates(case: Case, site: Site, frame: str) -> str | None:
    """Return the one column of a frame that has times, else the one that has texts of dates."""
    live = case.variable(frame)
    columns = live.columns if live is not None and site.inside is None else ()
    times = [name for name, kind in columns if "datetime" in kind]
    texts = [
        name
        for name, kind in columns
        if kind in ("object", "str", "string")
        and way_of_reading(case, site, frame, name) is not None
    ]
    counted = [name for name, _ in columns if unit_of(case, site, frame, name) is not None]
    found = times or texts or counted
    return found[0] if len(found) == 1 else None


def _by_column(site: Site, call: ast.Call | None, rows: _Rows, column: str) -> Change | None:
    """Return what has rows taken by a column."""
    if rows.is_part:
        end = site.code.span(rows.base)[1]
        return (end, end), f".set_index({column})"
    if call is None or option(call, "level") is not None:
        return None
    return with_option(site.code, call, "on" if callee(call) in _BY_TIME else "key", column)


def _where_made(case: Case, site: Site, call: ast.Call, pandas: str) -> Iterator[Change]:
    """Yield dates for the texts that a table is given as its index where it is made."""
    if callee(call) == "read_csv" and option(call, "parse_dates") is None:
        given = option(call, "index_col")
        column = literal(given)
        name = next((one.id for one in _named(site)), "")
        form = way_of_reading(case, Site(site.cell, site.code, site.line + 1), name, str(column))
        if form is not None and given is not None and isinstance(column, str):
            more = f"[{site.code.text(given)}]{form and f', date_format={form}'}"
            yield with_option(site.code, call, "parse_dates", more)
    given = option(call, "index", 1)
    bound = case.binding(site, given) if given is not None else None
    texts = literal(bound.value if bound is not None else given)
    if given is None or callee(call) not in ("DataFrame", "Series") or not isinstance(texts, list):
        return
    words = [one for one in texts if isinstance(one, str)]
    form = reading(case, site, words) if words and len(words) == len(texts) else None
    if form is not None:
        read = f"{pandas}.to_datetime({site.code.text(given)}{form and f', format={form}'})"
        yield site.code.span(given), read


def _named(site: Site) -> Iterator[ast.Name]:
    statement = site.statement
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    yield from (one for one in targets if isinstance(one, ast.Name))
