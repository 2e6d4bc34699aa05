"""Lists of records under another key than the one that is gone through, as replies have them."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.live_kinds import way_to
from jupyter_codeintel.namespace import Path


async def only_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield ``page["items"]`` for ``page["results"]`` in a loop, where it has one list alone."""
    missing = missing_keys(case.error) if case.is_a("KeyError") else ()
    for site in case.sites[:1] if len(missing) == 1 else ():
        loops: list[ast.For | ast.comprehension] = [*site.nodes(ast.For)]
        loops += site.nodes(ast.comprehension)
        for node in (loop.iter for loop in loops):
            if not isinstance(node, ast.Subscript) or literal(node.slice) != missing[0]:
                continue
            path = way_to(case, site, node.value)
            if path is None:
                continue
            keys = sorted((await case.resolve(path)).keys.names)
            inner = [Path(path.root, (*path.steps, ("key", key))) for key in keys]
            found = await case.resolve_all(inner)
            lists = [k for k, one in zip(keys, found, strict=True) if (one.type or "") == "list"]
            if len(lists) == 1:
                change = site.code.span(node.slice), quoted(site.code, lists[0])
                says = f'the only list is under "{lists[0]}"'
                yield repaired(site.cell, site.code, [change], says, "only_list")
                return
