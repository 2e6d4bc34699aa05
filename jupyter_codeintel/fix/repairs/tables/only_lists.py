"""Lists of records under another key than the one that is gone through, as replies have them."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterable

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.live_kinds import way_to
from jupyter_codeintel.namespace import Path


async def only_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield ``page["items"]`` for ``page["results"]`` in a loop, where it has one list alone.

    What is looked up may get a name first that is gone through.
    """
    missing = missing_keys(case.error) if case.is_a("KeyError") else ()
    for site in case.sites[:1] if len(missing) == 1 else ():
        nodes = _gone_through(site.nodes(ast.AST))
        match site.statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                looped = _gone_through(site.code.nodes(ast.AST))
                nodes += [value] if any(getattr(n, "id", "") == name for n in looped) else []
        for node in nodes:
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


def _gone_through(nodes: Iterable[ast.AST]) -> list[ast.expr]:
    return [node.iter for node in nodes if isinstance(node, ast.For | ast.comprehension)]
