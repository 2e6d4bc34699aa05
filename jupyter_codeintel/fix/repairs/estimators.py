"""An estimator is taken for what it makes of the data."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.wrong_objects import bindings_at
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_NO_DATA = re.compile(
    r"'(?P<type>\w+)' object (?:has no attribute '(?P<name>\w+)'|is not subscriptable|"
    r"is not iterable)|float\(\) argument must be .*, not '(?P<given>\w+)'"
)
_OF_DATA = ("A", "T", "astype", "columns", "dtype", "head", "max", "mean", "min", "ndim", "nnz",
            "reshape", "shape", "size", "sum", "toarray", "todense", "tocsr")  # fmt: skip


async def fitted_for_transformed(case: Case) -> AsyncIterator[Repair]:
    """Yield ``fit_transform`` where the result of ``fit`` is used as data."""
    match = _NO_DATA.search(case.error.value)
    if match is None or (match["name"] is not None and match["name"] not in _OF_DATA):
        return
    for site in case.sites[:1]:
        for name, bound in bindings_at(case.failure, site):
            value = bound.value
            if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
                continue
            if value.func.attr == "fit" and len(value.args) == 1:
                end = bound.code.span(value.func)[1]
                says = f'"{name}" is fitted, but not what it makes of the data'
                change = ((end, end), "_transform")
                yield repaired(bound.cell, bound.code, [change], says, "fitted_for_transformed")
