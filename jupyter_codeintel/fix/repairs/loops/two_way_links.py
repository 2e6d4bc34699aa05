"""Links of a graph that are entered one way, where the words say that they go both ways."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

BOTH_WAYS = re.compile(
    r"\b(?:two[- ]way|both (?:ways|directions)|bi-?directional|undirected"
    r"|(?:either|each) (?:direction|way)|there and back|mutual|symmetric(?:al)?)\b"
)
_ONE = re.compile(r"\bone[- ]way\b|(?<!un)(?<!bi)\bdirected\b")
_ADDING = ("add", "append")


class _Entry(NamedTuple):
    """A statement that enters a link, with the place that it leads from and the one it leads to."""

    statement: ast.stmt
    start: ast.expr
    end: ast.expr


async def two_way_links(case: Case) -> AsyncIterator[Repair]:
    """Yield ``graph[b].append(a)`` after ``graph[a].append(b)`` where links go both ways."""
    if case.error.name != "KeyError":
        return
    words = " ".join(" ".join(all_words(case)).lower().split())
    if BOTH_WAYS.search(words) is None or _ONE.search(words) is not None:
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [
        (cell, changes)
        for cell in cells
        for body, names in _bodies(case.code(cell))
        if (changes := _both_ways(case.code(cell), body, names))
    ]
    if len(found) == 1 and _is_linked(case, list(cells)):
        cell, changes = found[0]
        says = "each link goes both ways, and is entered one way alone"
        yield repaired(cell, case.code(cell), changes, says, "two_way_link")


def _bodies(text: Code) -> Iterator[tuple[list[ast.stmt], list[str]]]:
    """Yield what is done with each link: the body of a loop, or of a function."""
    for loop in text.nodes(ast.For):
        target = loop.target
        parts = target.elts if isinstance(target, ast.Tuple) else []
        if parts and isinstance(parts[-1], ast.Tuple):  # for i, (a, b) in enumerate(links)
            parts = parts[-1].elts
        yield loop.body, [one.id for one in parts if isinstance(one, ast.Name)][:2]
    for function in text.nodes(ast.FunctionDef):
        names = [one.arg for one in function.args.args if one.arg not in ("self", "graph", "g")]
        if not any(isinstance(one, ast.For) for one in ast.walk(function)):
            yield function.body, names[:2]


def _both_ways(text: Code, body: list[ast.stmt], names: list[str]) -> list[Change]:
    """Return the change that adds what enters a link the other way, after what enters it."""
    entries = [entry for one in body if (entry := _entry(one, names)) is not None]
    if len(entries) != 1:
        return []
    entry = entries[0]
    done = body[: body.index(entry.statement) + 1]
    start = ast.unparse(entry.start)
    told = [one for one in done if one is entry.statement or _makes_room(one, start)]
    after = text.span(entry.statement)[1]
    pad = "\n" + " " * entry.statement.col_offset
    lines = [_swapped(text, one, entry) for one in told]
    return [((after, after), "".join(f"{pad}{line}" for line in lines))]


def _makes_room(statement: ast.stmt, start: str) -> bool:
    """Whether a statement gives a place an empty list if it has none yet."""
    return isinstance(statement, ast.If) and start in {
        ast.unparse(one) for one in ast.walk(statement.test)
        if isinstance(one, ast.expr)
    }  # fmt: skip


def _swapped(text: Code, statement: ast.stmt, entry: _Entry) -> str:
    """Return the text of a statement with both ends in each other's place."""
    first = text.span(statement)[0]
    whole = text.text(statement)
    ends = {ast.dump(one): one for one in (entry.start, entry.end)}
    start, end = text.text(entry.start), text.text(entry.end)
    for node in sorted(text.nodes(ast.expr, statement), key=text.span, reverse=True):
        if ast.dump(node) in ends:
            begin, stop = (place - first for place in text.span(node))
            other = end if ast.dump(node) == ast.dump(entry.start) else start
            whole = whole[:begin] + other + whole[stop:]
    return whole


def _entry(statement: ast.stmt, names: list[str]) -> _Entry | None:
    """Return how a statement enters a link: ``graph[a].append(b)``, ``graph[a][b] = km``."""
    match statement:
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=place, attr=called), args=[given])
        ) if called in _ADDING:
            start = _asked(place)
            end = given.elts[0] if isinstance(given, ast.Tuple) and given.elts else given
            if isinstance(given, ast.Tuple):
                end = next((one for one in given.elts if getattr(one, "id", "") in names), end)
        case ast.Assign(targets=[ast.Subscript(value=place, slice=end)]):
            start = _asked(place)
        case _:
            return None
    if start is None or not _are_ends(start, end, names):
        return None
    return _Entry(statement, start, end)


def _asked(place: ast.expr) -> ast.expr | None:
    """Return the place that a graph is asked for."""
    match place:
        case ast.Subscript(value=ast.Name() | ast.Attribute(), slice=key):
            return key
        case ast.Call(func=ast.Attribute(attr="setdefault"), args=[key, _]):
            return key
    return None


def _are_ends(start: ast.expr, end: ast.expr, names: list[str]) -> bool:
    """Whether two expressions are the two ends of a link."""
    match start, end:
        case ast.Name(id=one), ast.Name(id=other):
            return one != other and {one, other} == {*names}
        case ast.Subscript(value=one_row), ast.Subscript(value=other_row):
            is_same = ast.dump(one_row) == ast.dump(other_row)
            return is_same and ast.dump(start) != ast.dump(end)
    return False


def _is_linked(case: Case, cells: list[str]) -> bool:
    """Whether the missing place is one that the notebook names."""
    try:
        key = ast.literal_eval(case.error.value)
    except (ValueError, SyntaxError):
        return False
    written = [node.value for cell in cells for node in case.code(cell).nodes(ast.Constant)]
    lines = [one for one in written if isinstance(one, str) and "\n" in one]
    return key in written or any(str(key) in one for one in lines)
