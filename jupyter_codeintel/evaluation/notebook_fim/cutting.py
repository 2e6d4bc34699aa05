"""Cutting gaps into the cells of notebooks."""

from __future__ import annotations

import ast
import builtins
import io
import keyword
import random
import re
import tokenize
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from jupyter_codeintel.evaluation.notebook_fim.items import Item, Kind

SHORTEST = 8
"""Characters of a middle."""

LINES = (2, 12)
"""Of a block."""

PER_CELL = 2

AFTER = 3
"""Cells that are told below the gap."""

_BLOCKS = {
    ast.FunctionDef: "function", ast.For: "loop", ast.While: "loop",
    ast.With: "with", ast.If: "if",
}  # fmt: skip
_COMMON = frozenset((*dir(builtins), *keyword.kwlist, *keyword.softkwlist))


@dataclass(frozen=True)
class Notebook:
    """Code cells to cut gaps into."""

    name: str
    cells: tuple[str, ...]
    executed: bool
    cwd: str = ""


@dataclass(frozen=True)
class Gap:
    """The characters of a cell from ``start`` to ``end``."""

    kind: Kind
    subtype: str
    start: int
    end: int


def cut_notebook(notebook: Notebook) -> Iterator[Item]:
    """Yield gaps, the same each time.

    Each cell but the first has up to two of different kinds that do not overlap: blocks
    before lines, and what needs earlier cells before what does not. A middle that stands
    in an earlier cell, or was cut out before, is passed over.

    Parameters
    ----------
    notebook : Notebook
        Cells that are no Python by themselves are left out.
    """
    cells = [cell for cell in notebook.cells if _parses(cell)]
    taken: set[str] = set()
    for number, source in enumerate(cells[1:], start=1):
        chance = random.Random(f"{notebook.name}/{number}")  # noqa: S311 - not for secrets
        known = {_squeezed(line) for cell in cells[:number] for line in cell.split("\n")}
        items = [_item(notebook, cells, number, gap) for gap in gaps_in(source)]
        chance.shuffle(items)
        items.sort(key=lambda item: (item.kind != "block", not item.needs_earlier_cells))
        chosen: list[Item] = []
        for item in items:
            middle = _squeezed(item.middle)
            fits = all(_apart(item, one) for one in chosen) and len(chosen) < PER_CELL
            if fits and middle not in known | taken:
                chosen.append(item)
                taken.add(middle)
        yield from chosen


def _apart(item: Item, other: Item) -> bool:
    start, end = len(item.prefix), len(item.prefix + item.middle)
    far = end <= len(other.prefix) or start >= len(other.prefix + other.middle)
    return far and item.kind != other.kind


def _item(notebook: Notebook, cells: Sequence[str], number: int, gap: Gap) -> Item:
    source = cells[number]
    item = Item(
        id=f"{notebook.name}-{number}-{gap.kind}",
        kind=gap.kind,
        notebook=notebook.name,
        cells_before=tuple(cells[:number]),
        prefix=source[: gap.start],
        middle=source[gap.start : gap.end],
        suffix=source[gap.end :],
        cells_after=tuple(cells[number + 1 : number + 1 + AFTER]),
        subtype=gap.subtype,
        executed=notebook.executed,
        cwd=notebook.cwd,
    )
    return replace(item, needs_earlier_cells=bool(needed(item)))


def needed(item: Item) -> Collection[str]:
    """Return the names and strings of the middle that stand in earlier cells only."""
    earlier = {word for cell in item.cells_before for word in _words(cell)}
    return (_words(item.middle) & earlier) - _words(item.prefix) - _words(item.suffix) - _COMMON


def gaps_in(source: str) -> Iterator[Gap]:
    """Yield all gaps that a cell allows."""
    offsets = [0]
    for line in source.split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    for node, nested in _statements(ast.parse(source)):
        yield from _block(source, offsets, node)
        start, end = offsets[node.lineno - 1] + node.col_offset, offsets[node.lineno] - 1
        if node.lineno != node.end_lineno or hasattr(node, "body") or _says_nothing(node):
            continue
        if source[offsets[node.lineno - 1] : start].strip():
            continue  # it follows a semicolon
        where = "nested" if nested else "top"
        if end - start >= SHORTEST:
            yield Gap("line", where, start, end)
        yield from (
            Gap("rest", where, start + place, end)
            for place in _places(source[start:end])
            if end - start - place >= SHORTEST
        )


def _statements(tree: ast.AST, *, nested: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.stmt):
            yield child, nested
            yield from _statements(child, nested=True)


def _says_nothing(node: ast.stmt) -> bool:
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return docstring or isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)


def _block(source: str, offsets: Sequence[int], node: ast.stmt) -> Iterator[Gap]:
    subtype = _BLOCKS.get(type(node))
    if subtype is None:
        return
    body = list(getattr(node, "body", []))
    if body and _says_nothing(body[0]):
        body = body[1:]
    # The whole body, or its second half.
    for first in (body[0], body[len(body) // 2]) if body else ():
        last = body[-1].end_lineno or body[-1].lineno
        if LINES[0] <= last - first.lineno + 1 <= LINES[1]:
            start = offsets[first.lineno - 1] + first.col_offset
            yield Gap("block", subtype, start, offsets[last] - 1)
        if len(body) < 4:
            break


def _places(line: str) -> Iterator[int]:
    """Yield where a person may stop: after an operator, an opening bracket or a point."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(line).readline):
            if token.type == tokenize.OP and token.string not in ")]}:":
                yield token.end[1]
    except tokenize.TokenError:
        return


def _words(source: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", source))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return bool(source.strip())
