"""Rows that are taken by times which a column has as seconds, or thousandths, since 1970."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.rows_by_date import NO_TIMES, taken
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.written import written

_NAME = re.compile(r"epoch|unix|time|(?:^|_)(?:ts|when|date)(?:$|_)", re.IGNORECASE)
_NUMBER = re.compile(r"^u?int(?:32|64)$|^float64$|^Int64$")
_UNITS = {"s": (9e8, 2.5e9), "ms": (9e11, 2.5e12)}
"""The years from 1998 to 2049."""


async def times_of_epochs(case: Case) -> AsyncIterator[Repair]:
    """Yield rows by ``pd.to_datetime(log["epoch"], unit="s")`` where the index has no times."""
    if NO_TIMES.search(case.error.value) is None:
        return
    for site in case.sites[:1]:
        for _, owner in taken(site):
            frame = owner
            while isinstance(frame, ast.Subscript | ast.Attribute):
                frame = frame.value
            found = _column(case, site, frame) if isinstance(frame, ast.Name) else None
            if found is None:
                continue
            text, pandas = site.code, case.name_of("pandas") or "pd"
            part = f"{text.text(frame)}[{quoted(text, found[0])}]"
            end = text.span(frame)[1]
            for zone in ("", ", utc=True"):  # such seconds are those of UTC
                read = f"{pandas}.to_datetime({part}, unit={quoted(text, found[1])}{zone})"
                change: Change = ((end, end), f".set_index({read})")
                says = f'the times are in the column "{found[0]}", counted since 1970'
                yield repaired(site.cell, text, [change], says, "times_of_epochs")
            return


def _column(case: Case, site: Site, frame: ast.Name) -> tuple[str, str] | None:
    """Return the one column that counts from 1970 on, and in what."""
    live = case.variable(frame.id) if case.path(site, frame) is not None else None
    found = [
        (name, unit)
        for name, kind in (live.columns if live is not None else ())
        if _NUMBER.search(kind) and _NAME.search(name)
        if (unit := _unit(case, site, frame.id, name))
    ]
    has_times = live is not None and any("datetime" in kind for _, kind in live.columns)
    return found[0] if len(found) == 1 and not has_times else None


def _unit(case: Case, site: Site, frame: str, column: str) -> str:
    """Return in what a column counts, by the numbers that it is written with."""
    values = [one for one in written(case, site, frame, column).values if isinstance(one, int)]
    numbers: list[float] = list(values) or list(_begun_with(case, column))
    units = [unit for unit, (low, high) in _UNITS.items()
             if numbers and all(low < one < high for one in numbers)]  # fmt: skip
    return units[0] if units else ""


def _begun_with(case: Case, column: str) -> list[float]:
    """Return the large numbers that a column is worked out from: of ``start + np.arange(9)``."""
    found: list[float] = []
    for cell in case.failure.document.cells:
        text = case.code(cell.id)
        for table in text.nodes(ast.Dict) if cell.type == "code" else ():
            for key, value in zip(table.keys, table.values, strict=True):
                if getattr(key, "value", None) == column:
                    site = Site(cell.id, text, value.lineno + 1)
                    bound = case.binding(site, value)
                    found += _large(case, site, bound.value if bound is not None else value)
    return found


def _large(case: Case, site: Site, value: ast.expr) -> list[float]:
    """Return the numbers of an expression, and of the names in it, that may count from 1970."""
    nodes = list(ast.walk(value))
    bound = [case.binding(site, node) for node in nodes if isinstance(node, ast.Name)]
    nodes += [one.value for one in bound if one is not None]
    lowest = min(low for low, _ in _UNITS.values())
    return [node.value for node in nodes if isinstance(node, ast.Constant)
            and isinstance(node.value, int | float) and node.value > lowest]  # fmt: skip
