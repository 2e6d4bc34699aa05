"""Rows that are not in the order of time, and that are summed or compared one after the other."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import (
    at_the_top,
    can_take_lines,
    line_above,
    quoted,
)
from jupyter_codeintel.fix.repairs.ways import option
from jupyter_codeintel.fix.repairs.words import all_words
from jupyter_codeintel.fix.repairs.written import in_written_order

_ORDER = re.compile(
    r"\b(?:in order|chronolog\w+|over time|sort(?:ed)?|order of|running|cumulative|so far|since"
    r"|between|previous|consecutive|successive|from (?:one )?\w+ to (?:the )?next|before it"
    r"|(?:by|through|each|every|per) (?:date|day|time|hour|minute|week|month|year)|balance|daily"
    r"|interpolat\w+|moving|rolling|speeds?|rate of change|growth|changes?)\b",
    re.IGNORECASE,
)
_AS_THEY_ARE = re.compile(
    r"\b(?:as (?:listed|given|entered|received|recorded)|order of (?:entry|arrival|the file)"
    r"|(?:not|never|without|n't) (?:be )?sort\w*|(?:newest|latest) first|descending|backwards?)\b",
    re.IGNORECASE,
)
_NOT_IN_ORDER = re.compile(
    r"^(?:.+ values|Each group within .+|index) must be monotonic(?: increasing or decreasing)?\b"
)
_METHODS = ("cumsum", "cumprod", "cummax", "cummin", "diff", "shift", "pct_change", "rolling",
            "expanding", "ewm", "interpolate", "ffill", "bfill")  # fmt: skip
_FUNCTIONS = ("cumsum", "diff", "ediff1d", "gradient", "trapz", "trapezoid", "interp",
              "accumulate")  # fmt: skip
_BY_INDEX = ("reindex", "asfreq", "rolling", "get_indexer")
_TIME = re.compile(
    r"(?:^|_)(?:at|date|datetime|day|hour|minute|month|quarter|sec|second|seconds|t|time|timestamp"
    r"|ts|week|when|year)(?:_[a-z]{1,3})?$|(?:date|time)$",
    re.IGNORECASE,
)
_COMPARABLE = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d\d:\d\d(?::\d\d)?")
_SAYS = "the rows are not in the order of time"


class _Ordered(NamedTuple):
    """Where rows are taken one after the other.

    Parameters
    ----------
    site : Site
        The place.
    name : str
        The name that the table has there.
    table : str
        The live table.
    """

    site: Site
    name: str
    table: str


async def rows_in_time(case: Case) -> AsyncIterator[Repair]:
    """Yield rows sorted by their time where a check of what they lead to fails.

    How the times are written must show that they are not in order.
    """
    words = " ".join([*all_words(case), case.error.value])
    if not _is_check(case) or not _ORDER.search(words) or _AS_THEY_ARE.search(words):
        return
    for one in _ordered(case):
        sort = _sort(case, one.site, one.table)
        if sort is not None:
            line = f"{one.name} = {one.name}.{sort}"
            function = one.site.inside
            if function is not None:
                change = at_the_top(one.site.code, function, [line])
            elif can_take_lines(one.site):
                change = line_above(one.site, line)
            else:
                continue
            yield repaired(one.site.cell, one.site.code, [change], _SAYS, "rows_in_time")
            made = case.binding(one.site, ast.Name(one.table)) if function is None else None
            if made is not None and made.cell != one.site.cell == case.failure.cell:
                end = made.code.span(made.statement)[1]
                change = (end, end), f"\n{line}"  # what is checked is then made as before
                if made.statement in made.code.tree.body:
                    yield repaired(made.cell, made.code, [change], _SAYS, "rows_in_time")
            return


async def index_in_time(case: Case) -> AsyncIterator[Repair]:
    """Yield rows sorted by what a window or a filling goes by, which must be in order."""
    if not case.is_a("ValueError") or not _NOT_IN_ORDER.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            name = root(call.func)
            if callee(call) not in _BY_INDEX or not name or not can_take_lines(site):
                continue
            inner = [one for one in ast.walk(call.func) if isinstance(one, ast.Call)]
            set_by = (option(one, "keys", 0) for one in inner if callee(one) == "set_index")
            key = option(call, "on") if callee(call) == "rolling" else None
            key = key if key is not None else next(set_by, None)
            sort = "sort_index()" if key is None else f"sort_values({site.code.text(key)})"
            if not any(callee(one).startswith("sort_") for one in inner):
                changes = [line_above(site, f"{name} = {name}.{sort}")]
                yield repaired(site.cell, site.code, changes, _SAYS, "rows_in_time")
                return


def _is_check(case: Case) -> bool:
    return case.is_a("AssertionError") or any(
        isinstance(site.statement, ast.Raise) for site in case.sites[:1]
    )


def _ordered(case: Case) -> Iterator[_Ordered]:
    """Yield where rows of live tables are taken one after the other, the first of a name alone."""
    last = case.failure.document.index(case.failure.cell) or 0
    for cell in case.failure.document.cells[: last + 1]:
        text = case.code(cell.id)
        calls = sorted(text.nodes(ast.Call), key=text.span) if cell.type == "code" else []
        for call in calls:
            site = Site(cell.id, text, call.lineno)
            name = _taken_of(call)
            function = site.inside
            if function is None and name:
                yield _Ordered(site, name, name)
            elif function is not None and name in [one.arg for one in function.args.args]:
                place = [one.arg for one in function.args.args].index(name)
                for table in _handed(case, function.name, place, name):
                    yield _Ordered(site, name, table)


def _taken_of(call: ast.Call) -> str:
    """Return the name of what a call takes one after the other; nothing if it takes nothing."""
    inner = {callee(one) for one in ast.walk(call) if isinstance(one, ast.Call)}
    if any(name.startswith("sort") for name in inner):
        return ""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name()), args=[*_, given]) if callee(
            call
        ) in _FUNCTIONS and not isinstance(given, ast.Constant):
            return root(given)
        case ast.Call(func=ast.Attribute(attr=method)) if method in _METHODS:
            return root(call.func)
    return ""


def _handed(case: Case, function: str, place: int, name: str) -> Iterator[str]:
    """Yield the names of what a function is called with."""
    for cell in case.failure.document.cells:
        for call in case.code(cell.id).nodes(ast.Call) if cell.type == "code" else ():
            if callee(call) == function:
                given = option(call, name, place)
                if isinstance(given, ast.Name):
                    yield given.id


def _sort(case: Case, site: Site, table: str) -> str | None:
    """Return the call that brings a table into the order of time; None if it is in order."""
    live = case.variable(table)
    if live is None or not live.type.endswith(("DataFrame", "Series")):
        return None
    at = site if site.inside is None else Site(case.failure.cell, case.code(case.failure.cell), 99)
    bound = case.binding(at, ast.Name(table))
    calls = [one for one in ast.walk(bound.value) if isinstance(one, ast.Call)] if bound else []
    if _is_sorted(case, table) or any(callee(one).startswith("sort") for one in calls):
        return None
    for call in calls:
        index = _index_of(case, at, table, bound, call) if bound is not None else None
        if index is not None:
            return "sort_index()" if _is_mixed(index) else None
    names = [name for name, kind in live.columns if "datetime" in kind]
    names = names or [name for name, _ in live.columns if _TIME.search(name)]
    if len(names) != 1:
        return None
    values = in_written_order(case, at, table, names[0])
    if not _is_mixed(values):
        return None
    made_here = {callee(one) for one in calls} & {"DataFrame", "read_csv"}
    more = ", ignore_index=True" if made_here else ""
    if len(set(values)) < len(values):  # what has the same time keeps its order
        more += f", kind={quoted(site.code, 'stable')}"
    return f"sort_values({quoted(site.code, names[0])}{more})"


def _index_of(
    case: Case, site: Site, table: str, bound: Binding, call: ast.Call
) -> list[object] | None:
    """Return the values of the index that a call makes; None if it makes none."""
    if callee(call) == "set_index":
        key = literal(option(call, "keys", 0))
        if not isinstance(key, str):
            return []
        values = in_written_order(case, bound.site, root(bound.value), key)
        return values or in_written_order(case, site, table, key)
    index = option(call, "index", 1 if callee(call) == "Series" else None)
    if index is None:
        return None
    several = literal(index.args[0] if isinstance(index, ast.Call) and index.args else index)
    return list(several) if isinstance(several, list) else []


def _is_sorted(case: Case, table: str) -> bool:
    """Whether a table is sorted anywhere in the notebook."""
    return any(
        callee(call) in ("sort_index", "sort_values") and root(call.func) == table
        for cell in case.failure.document.cells
        if cell.type == "code"
        for call in case.code(cell.id).nodes(ast.Call)
    )


def _is_mixed(values: list[object]) -> bool:
    """Whether times are known, and are not in order."""
    texts = [one for one in values if isinstance(one, str) and _COMPARABLE.fullmatch(one)]
    numbers = [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(texts) == len(values) and len({len(one) for one in texts}) == 1:
        return texts != sorted(texts)
    return len(numbers) == len(values) and numbers != sorted(numbers)
