"""Places of a graph that nothing leads away from, and that its table leaves out."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.loops.leaf_values import leaves_at
from jupyter_codeintel.fix.repairs.loops.two_way_links import BOTH_WAYS
from jupyter_codeintel.fix.repairs.words import all_words

_EMPTY: dict[type, str] = {list: "[]", tuple: "()", set: "set()", dict: "{}"}
_SURE = 0.8
_ONE_WAY = re.compile(
    r"\bone[- ]way\b|(?<!un)\bdirected\b|\b(?:depend(?:s|ency|encies)|prerequisites?|before"
    r"|requires?|downstream|leads? (?:in)?to|feeds? (?:in)?to|follow(?:s|ed by|ers?)|topological"
    r"|terminal|dead ends?|links to|cites?|citations?)\b"
)
_ONE_WAY_NAME = re.compile(r"depend|(?:^|_)deps(?:$|_)|prereq|requires|topo|follows|downstream")


async def no_neighbours(case: Case) -> AsyncIterator[Repair]:
    """Yield ``graph.get(node, [])`` for ``graph[node]`` of a node that is a neighbour only.

    Of a graph that is made of pairs, each node may get an entry of its own as well.
    """
    key = _key(case)
    if key is None:
        return
    kinds = {_EMPTY[kind] for graph in _graphs(case) for kind in _kind(graph, key)}
    filled = _filled(case, key) if not kinds else None
    empty = filled.empty if filled is not None else kinds.pop() if len(kinds) == 1 else ""
    for site in case.sites[:1] if empty else ():
        if leaves_at(case, site) is not None:
            return  # it is worth what another table says
        for node in _asked(site):
            owner, at = site.code.text(node.value), site.code.text(node.slice)
            says = f"nothing leads away from {key!r}, which stands among the neighbours only"
            change: Change = (site.code.span(node), f"{owner}.get({at}, {empty})")
            yield repaired(site.cell, site.code, [change], says, "no_neighbours")
            if filled is not None:
                yield repaired(filled.cell, filled.code, [filled.entry], says, "no_neighbours")
            return


class _Filled(NamedTuple):
    """A graph that a loop makes of pairs, what an empty entry is, and how one is added."""

    cell: str
    code: Code
    empty: str
    entry: Change


def _filled(case: Case, key: str | int) -> _Filled | None:
    """Return the graph that is made of pairs among which a node is never the first one.

    The names or the words have to say that they lead one way only.
    """
    words = " ".join(all_words(case)).lower()
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    texts = {cell: case.code(cell) for cell in cells}
    names = {node.id.lower() for text in texts.values() for node in text.nodes(ast.Name)}
    if BOTH_WAYS.search(words):
        return None
    if not _ONE_WAY.search(words) and not any(map(_ONE_WAY_NAME.search, names)):
        return None
    pairs = [one for text in texts.values() for one in _pairs(text)]
    starts = {pair[0] for pair in pairs}
    found = [one for cell, text in texts.items() for one in _made(cell, text)]
    is_end = any(pair[1] == key for pair in pairs) and key not in starts
    is_slip = isinstance(key, str) and _is_slip(key, starts)
    return found[0] if len(found) == 1 and is_end and not is_slip else None


def _pairs(text: Code) -> Iterator[tuple[object, object]]:
    """Yield the pairs of nodes that are written in a list."""
    for node in text.nodes(ast.List):
        rows = literal(node)
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, tuple) and len(row) > 1:
                yield row[0], row[1]


def _made(cell: str, text: Code) -> Iterator[_Filled]:
    """Yield what is filled by ``graph.setdefault(a, []).append(b)``, for each pair of a loop."""
    for loop in text.nodes(ast.For):
        target = loop.target.elts if isinstance(loop.target, ast.Tuple) else []
        names = [one.id for one in target if isinstance(one, ast.Name)]
        for call in text.nodes(ast.Call, loop):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=graph), attr="setdefault"),
                    args=[ast.Name(id=first), empty],
                ) if names[:1] == [first] and len(names) > 1:
                    shown, last = text.text(empty), loop.body[-1]
                    end = text.span(last)[1]
                    line = f"{graph}.setdefault({names[1]}, {shown})"
                    if shown in _EMPTY.values() and len(loop.body) == 1:
                        entry = f"\n{' ' * last.col_offset}{line}"
                        yield _Filled(cell, text, shown, ((end, end), entry))


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
    if not isinstance(key, str) or not _is_slip(key, graph):
        yield from kinds


def _is_slip(key: str, names: Iterable[object]) -> bool:
    """Whether a name is another one with a slip in it, or in other letters."""
    known = [one.lower() for one in names if isinstance(one, str)]
    name = key.strip().lower()
    return name in known or (len(key) > 2 and bool(get_close_matches(name, known, 1, _SURE)))


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
