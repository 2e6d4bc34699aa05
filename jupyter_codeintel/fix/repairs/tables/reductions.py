"""Columns of text among those that are reckoned with."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_TEXT = re.compile(
    r"[Cc]ould not convert (?:string|'?\[)|reduction .* with string dtype|to numeric|dtype 'str'"
    r"|agg function failed|dtype->object"
)
_REDUCTIONS = frozenset(
    {"corr", "cov", "kurt", "mean", "median", "quantile", "sem", "skew", "std", "var"}
)
_OF_COLUMNS = ("DataFrame", "DataFrameGroupBy")


async def numeric_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``numeric_only=True`` where a frame with columns of text is reckoned with."""
    if not _TEXT.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in _REDUCTIONS:
                continue
            if any(keyword.arg == "numeric_only" for keyword in call.keywords):
                continue
            found = await case.resolve(case.path(site, call.func.value))
            if found.type is not None and found.type.rpartition(".")[2] not in _OF_COLUMNS:
                continue
            end = site.code.span(call)[1] - 1
            comma = ", " if call.args or call.keywords else ""
            says = "columns of text have no mean and the like; the others do"
            change = (end, end), f"{comma}numeric_only=True"
            yield repaired(site.cell, site.code, [change], says, "numeric_columns")
