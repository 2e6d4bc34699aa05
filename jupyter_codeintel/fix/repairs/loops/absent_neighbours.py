"""Places of a graph that nothing leads away from, and that its table leaves out."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from difflib import get_close_matches

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.loops.leaf_values import leaves_at

_EMPTY: dict[type, str] = {list: "[]", tuple: "()", set: "set()", dict: "{}"}
_SURE = 0.8


async def no_neighbours(case: Case) -> AsyncIterator[Repair]:
    """Yield ``graph.get(node, [])`` for ``graph[node]`` of a node that is a neighbour only."""
    key = _key(case)
    if key is None:
        return
    kinds = {kind for graph in _graphs(case) for kind in _kind(graph, key)}
    for site in case.sites[:1] if len(kinds) == 1 else ():
        if leaves_at(case, site) is not None:
            return  # it is worth what another table says
        for node in _asked(site):
            owner, at = site.code.text(node.value), site.code.text(node.slice)
            new = f"{owner}.get({at}, {_EMPTY[kinds.pop()]})"
            says = f"nothing leads away from {key!r}, which stands among the neighbours only"
            change: Change = (site.code.span(node), new)
            yield repaired(site.cell, site.code, [change], says, "no_neighbours")
            return


def _key(case: Case) -> str | int | None:
    """Return the missing key."""
    if not case.is_a("KeyError"):
        return None
    try:
        key = ast.literal_eval(case.error.value)
    except (ValueError, SyntaxError):
        return None
    return key if isinstance(key, str | int) else None


def _graphs(case: Case) -> Iterator[dict[object, object]]:
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        for node in case.code(cell).nodes(ast.Dict):
            graph = literal(node)
            if isinstance(graph, dict) and len(graph) > 1:
                yield graph


def _kind(graph: dict[object, object], key: str | int) -> Iterator[type]:
    """Yield of what kind the neighbours are, if the key is one of them and no slip of a name."""
    kinds = {type(value) for value in graph.values()}
    if len(kinds) != 1 or not kinds.issubset(_EMPTY) or key in graph:
        return
    every = [_of(one) for value in graph.values() for one in value]  # type: ignore[attr-defined]
    known = [one for one in every if one in graph]
    if key not in every or not known or any(type(one) is not type(key) for one in every):
        return
    names = [one.lower() for one in graph if isinstance(one, str)]
    is_slip = (
        isinstance(key, str)
        and len(key) > 2
        and bool(get_close_matches(key.lower(), names, 1, _SURE))
    )
    is_other_way = isinstance(key, str) and key.strip().lower() in names
    if not is_slip and not is_other_way:
        yield from kinds


def _of(neighbour: object) -> object:
    """Return the node of a neighbour that is told with its distance."""
    return neighbour[0] if isinstance(neighbour, tuple) and neighbour else neighbour


def _asked(site: Site) -> Iterator[ast.Subscript]:
    """Yield where a table is asked for what is not written out."""
    for node in site.nodes(ast.Subscript):
        is_read = isinstance(node.ctx, ast.Load) and isinstance(
            node.value, ast.Name | ast.Attribute
        )
        if is_read and isinstance(node.slice, ast.Name):
            yield node
