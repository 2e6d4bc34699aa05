"""Columns of text among those that are reckoned with."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.number_texts import (
    OF_TEXT,
    known_numbers_at,
    texts_of_numbers_at,
)
from jupyter_codeintel.fix.repairs.tables.unit_columns import quantities

_REDUCTIONS = frozenset(
    {"corr", "cov", "kurt", "mean", "median", "quantile", "sem", "skew", "std", "var"}
)
_OF_COLUMNS = ("DataFrame", "DataFrameGroupBy")


async def numeric_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``numeric_only=True`` where a frame with columns of text is reckoned with.

    Texts that are numbers are to be reckoned with too, also those with a unit.
    """
    if not OF_TEXT.search(case.error.value):
        return
    for site in case.sites[:1]:
        ways = (texts_of_numbers_at, known_numbers_at, quantities)
        if any(any(way(case, site)) for way in ways):
            return
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in _REDUCTIONS:
                continue
            if any(keyword.arg == "numeric_only" for keyword in call.keywords):
                continue
            if isinstance(call.func.value, ast.Subscript):
                continue  # these columns are asked for
            found = await case.resolve(case.path(site, call.func.value))
            if found.type is not None and found.type.rpartition(".")[2] not in _OF_COLUMNS:
                continue
            end = site.code.span(call)[1] - 1
            comma = ", " if call.args or call.keywords else ""
            says = "columns of text have no mean and the like; the others do"
            change = (end, end), f"{comma}numeric_only=True"
            yield repaired(site.cell, site.code, [change], says, "numeric_columns")
