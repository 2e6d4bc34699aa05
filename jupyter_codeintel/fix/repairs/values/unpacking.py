"""A loop that takes two values where it is given one at a time."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_COUNTERS = frozenset(
    {"i", "idx", "index", "j", "k", "n", "no", "num", "number", "pos", "position"}
)


async def paired_loops(case: Case) -> AsyncIterator[Repair]:
    """Yield ``d.items()`` where a dict's keys are unpacked, ``enumerate(x)`` where one counts."""
    if "unpack" not in case.error.value:
        return
    for site in case.sites[:1]:
        for loop in site.loops:
            target = loop.target
            if not isinstance(target, ast.Tuple) or len(target.elts) != 2:
                continue
            first, text = target.elts[0], site.code.text(loop.iter)
            kind = (await case.resolve(case.path(site, loop.iter))).type
            if kind in ("dict", "collections.Counter", "collections.defaultdict"):
                new, says = f"{text}.items()", "a loop through a dict takes keys alone"
            elif isinstance(first, ast.Name) and first.id in _COUNTERS:
                new, says = f"enumerate({text})", "a loop counts with enumerate"
            else:
                continue
            change = site.code.span(loop.iter), new
            yield repaired(site.cell, site.code, [change], says, "paired_loop")
