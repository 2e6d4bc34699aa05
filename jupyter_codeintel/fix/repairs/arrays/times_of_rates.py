"""Times of samples that are made for another rate than the one that the samples have."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of, number_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_SIZES = re.compile(
    r"same first dimension, but have shapes \((\d+),\) and \((\d+),\)"
    r"|could not be broadcast together with shapes \((\d+),\) \((\d+),\)"
    r"|must (?:be|have) the same (?:size|length)|same length"
)
_RATE = re.compile(r"(?:^|_)(?:rate|hz|fs|sr|freq|frequency|fps|sampling)(?:_|$)", re.IGNORECASE)


async def times_of_rates(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.arange(0, seconds, 1 / rate)`` for a step that is written as a number."""
    match = _SIZES.search(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        names = names_in(site.statement) if site.statement is not None else {}
        lengths = {name: length_of(case.failure, site, name) for name in names}
        for name, length in lengths.items():
            others = {one for one in lengths.values() if one is not None and one != length}
            bound = case.binding(site, ast.Name(name))
            if bound is None or length is None or len(others) != 1:
                continue
            change = _by_rate(case, bound.site, bound.value, others.pop())
            if change is not None:
                says = f'"{name}" has another step than the samples'
                yield repaired(bound.cell, bound.code, [change], says, "times_of_rate")
                return


def _by_rate(case: Case, site: Site, value: ast.expr, wanted: int) -> Change | None:
    """Return the change of a step after which there are as many times as samples."""
    match value:
        case ast.Call(args=[start, end, step], keywords=[]) if callee_of(value) == "arange":
            pass
        case _:
            return None
    last = _number(case, site, end)
    is_plain = not names_in(step) and literal(start) in (0, 0.0)
    rates = [
        name
        for name in _rates(case)
        if last is not None
        and (rate := number_of(case.failure, site, name)) is not None
        and rate > 0
        and math.ceil(last * rate - 1e-9) == wanted
    ]
    if not is_plain or len(rates) != 1:
        return None
    return site.code.span(step), f"1 / {rates[0]}"


def _number(case: Case, site: Site, node: ast.expr) -> float | None:
    value = literal(node)
    if isinstance(value, int | float):
        return value
    return number_of(case.failure, site, node.id) if isinstance(node, ast.Name) else None


def _rates(case: Case) -> list[str]:
    """Return the live names of rates."""
    namespace = case.failure.namespace
    live = namespace.variables if namespace is not None else {}
    return [name for name in live if _RATE.search(name)]
