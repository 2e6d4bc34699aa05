"""Rows by their place and by their label; columns where rows are looked for."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, name_span
from jupyter_codeintel.fix.repairs.tables.kinds import frame_columns

_PLACE = re.compile(r"^-?\d+$")
_NO_PLACE = re.compile(
    r"[Ll]ocation(?:al)? (?:based )?(?:boolean )?index|positional index\w* with a non-integer"
)
_NOT_IN_AXIS = re.compile(r"not (?:found|contained) in axis")


async def places_for_labels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``.iloc`` for a number that is no label, and ``.loc`` for a label."""
    missing = case.is_a("KeyError") and _PLACE.search(case.error.value.strip("'\""))
    for site in case.sites[:1]:
        if missing:
            says = "the number is a place, and no label"
            for node in attributes_at(site, "loc"):
                change = name_span(site, node), "iloc"
                yield repaired(site.cell, site.code, [change], says, "place_for_label")
            for subscript in site.nodes(ast.Subscript):
                if await _is_series(case, site, subscript.value):
                    end = site.code.span(subscript.value)[1]
                    change = (end, end), ".iloc"
                    yield repaired(site.cell, site.code, [change], says, "place_for_label")
        elif _NO_PLACE.search(case.error.value):
            for node in attributes_at(site, "iloc"):
                says = "labels are looked up with loc"
                change = name_span(site, node), "loc"
                yield repaired(site.cell, site.code, [change], says, "label_for_place")


async def dropped_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``drop(rows.index)`` for ``drop(rows)``, where these are rows of a frame."""
    for site in case.sites[:1]:
        for call in _drops(case, site):
            if await _are_rows(case, call):
                end = site.code.span(_dropped(call))[1]
                says = "rows are dropped by their index"
                yield repaired(site.cell, site.code, [((end, end), ".index")], says, "dropped_rows")


async def dropped_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``drop(columns=...)`` where a column is looked for among the rows."""
    for site in case.sites[:1]:
        for call in _drops(case, site):
            keywords = {keyword.arg for keyword in call.keywords}
            named = next((k for k in call.keywords if k.arg in ("labels", "index")), None)
            if "axis" in keywords or "columns" in keywords or await _are_rows(case, call):
                continue
            if named is not None:
                start = site.code.span(named)[0]
                change = (start, start + len(named.arg or "")), "columns"
            else:
                start = site.code.span(call.args[0])[0]
                change = (start, start), "columns="
            says = "columns are dropped by columns=, else rows are"
            yield repaired(site.cell, site.code, [change], says, "dropped_column")


def _drops(case: Case, site: Site) -> Iterator[ast.Call]:
    """Yield the calls that drop what was not found."""
    for call in site.nodes(ast.Call) if _NOT_IN_AXIS.search(case.error.value) else ():
        is_drop = isinstance(call.func, ast.Attribute) and call.func.attr == "drop"
        if is_drop and _dropped(call) is not call:
            yield call


def _dropped(call: ast.Call) -> ast.expr:
    """Return what a call drops; the call itself where it is not told by its place or as rows."""
    named = (word.value for word in call.keywords if word.arg in ("labels", "index"))
    return (*call.args, *named, call)[0]


async def _are_rows(case: Case, call: ast.Call) -> bool:
    """Whether what is dropped is a frame, all columns of which were looked for."""
    rows = _dropped(call)
    columns = await frame_columns(case, 0, rows)
    looked_for = set(missing_keys(case.error))
    return not isinstance(rows, ast.List) and bool(columns) and columns <= looked_for


async def _is_series(case: Case, site: Site, node: ast.expr) -> bool:
    found = await case.resolve(case.path(site, node))
    return (found.type or "").rpartition(".")[2] == "Series"
