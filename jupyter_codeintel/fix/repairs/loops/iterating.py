"""What a loop goes through is changed in the loop."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired


async def changed_while_iterating(case: Case) -> AsyncIterator[Repair]:
    """Yield the loop through a list of the items that there are at its beginning."""
    if "during iteration" not in case.error.value:
        return
    for site in case.sites[:1]:
        loop = site.statement
        if isinstance(loop, ast.For):
            new = f"list({site.code.text(loop.iter)})"
            change = site.code.span(loop.iter), new
            says = "what the loop goes through is changed in it"
            yield repaired(site.cell, site.code, [change], says, "changed_while_iterating")
