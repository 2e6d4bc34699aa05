"""Rows by their place and by their label; columns where rows are looked for."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, name_span

_PLACE = re.compile(r"^-?\d+$")
_NO_PLACE = re.compile(
    r"[Ll]ocation(?:al)? (?:based )?index|positional index\w* with a non-integer"
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


async def dropped_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``drop(columns=...)`` where a column is looked for among the rows."""
    if not _NOT_IN_AXIS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or call.func.attr != "drop":
                continue
            keywords = {keyword.arg for keyword in call.keywords}
            named = next((k for k in call.keywords if k.arg in ("labels", "index")), None)
            if "axis" in keywords or "columns" in keywords or not (call.args or named):
                continue
            if named is not None:
                start = site.code.span(named)[0]
                change = (start, start + len(named.arg or "")), "columns"
            else:
                start = site.code.span(call.args[0])[0]
                change = (start, start), "columns="
            says = "columns are dropped by columns=, else rows are"
            yield repaired(site.cell, site.code, [change], says, "dropped_column")


async def _is_series(case: Case, site: Site, node: ast.expr) -> bool:
    found = await case.resolve(case.path(site, node))
    return (found.type or "").rpartition(".")[2] == "Series"
