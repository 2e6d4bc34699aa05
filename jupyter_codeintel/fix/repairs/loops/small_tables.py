"""Tables that loops fill up to an end of theirs, and that are one place too small for it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Container, Iterable, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.code import Code, Span
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair

_OUTSIDE = re.compile(
    r"list(?: assignment)? index out of range"
    r"|index (?P<index>\d+) is out of bounds for axis \d+ with size (?P<size>\d+)"
)
_MAKERS = ("zeros", "ones", "empty", "full")


class _Use(NamedTuple):
    """An index of a table that a loop counts up to one more than the table has places."""

    axis: int
    loop: ast.For
    fills: bool


class _Small(NamedTuple):
    """A table that is too small, what is to change where it is made, and the loops that say so."""

    made: Binding
    changes: list[Change]
    loops: list[ast.For]


async def tables_one_too_small(case: Case) -> AsyncIterator[Repair]:
    """Yield tables with one place more along what a loop fills to ``range(n + 1)``."""
    for site in case.sites[:1]:
        small = _small_tables(case, site)
        edits = {
            one.made.cell: one.made.code.replaced(
                *(change for other in small.values() if other.made.cell == one.made.cell
                  for change in other.changes)
            )
            for one in small.values()
        }  # fmt: skip
        if edits:
            says = f'the loops fill "{next(iter(small))}" up to one place more than it has'
            yield Candidate(edits, "rule", says, "small_table")


def loops_of_small_tables(case: Case, site: Site) -> list[ast.For]:
    """Return the loops that are as long as they have to be, but fill too small a table."""
    return [loop for one in _small_tables(case, site).values() for loop in one.loops]


def _small_tables(case: Case, site: Site) -> dict[str, _Small]:
    """Return the tables that are too small for the loops that fill them.

    None where the failing statement is about none of them, or where something else that the
    loops go through has no place more either.
    """
    match = _OUTSIDE.search(case.error.value)
    if match is None or not case.is_a("IndexError") or match["index"] != match["size"]:
        return {}
    small = {
        table: found
        for table in _tables(site.code.nodes(ast.Subscript, site.inside))
        if (found := _small(case, site, table)) is not None
    }
    failing = [one for one in _tables(site.nodes(ast.Subscript)) if one in small]
    if not failing or not _is_reached(site, small[failing[0]].loops):
        return {}
    if not any(_begins_at_nothing(site, table, one.loops) for table, one in small.items()):
        return {}
    size = int(match["size"]) if match["size"] else _length(case, site, failing[0])
    loops = [loop for one in small.values() for loop in one.loops]
    if any(_is_short(case, site, name, size) for loop in loops for name in _others(loop, small)):
        return {}
    return {failing[0]: small[failing[0]], **small}


def _tables(nodes: Iterable[ast.Subscript]) -> list[str]:
    """Return the names that items are taken of."""
    roots = [_split(node)[0] for node in nodes]
    return list(dict.fromkeys(root.id for root in roots if isinstance(root, ast.Name)))


def _small(case: Case, site: Site, table: str) -> _Small | None:
    made = case.binding(site, ast.Name(table, ast.Load()))
    if made is None:
        return None
    sizes = _sizes(made.value)
    uses = [
        use
        for use in _uses(site, table)
        if use.axis < len(sizes) and _is_same(case, site, _last(use.loop), sizes[use.axis])
    ]
    if not any(use.fills for use in uses):
        return None
    changes = [
        change
        for axis in sorted({use.axis for use in uses})
        for change in _one_more(made.code, made.value, sizes[axis])
    ]
    return _Small(made, changes, [use.loop for use in uses])


def _begins_at_nothing(site: Site, table: str, loops: list[ast.For]) -> bool:
    """Whether a table needs its first place: else the loops may count from one for the person.

    That is so where a loop begins elsewhere than at one, or where items are taken at other
    places than those of the loops: ``t[0]``, ``t[i - 1]``.
    """
    starts = [loop.iter.args for loop in loops if isinstance(loop.iter, ast.Call)]
    if any(len(given) == 1 or getattr(given[0], "value", None) != 1 for given in starts):
        return True
    items = [_split(node) for node in site.code.nodes(ast.Subscript, site.inside)]
    return any(
        getattr(owner, "id", "") == table and not all(isinstance(part, ast.Name) for part in parts)
        for owner, parts in items
    )


def _others(loop: ast.For, tables: Container[str]) -> Iterator[str]:
    """Yield what else a loop takes the item at its index of."""
    index = ast.unparse(loop.target)
    for node in (inner for one in loop.body for inner in ast.walk(one)):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            owner, parts = _split(node)
            if parts and ast.unparse(parts[0]) == index and ast.unparse(owner) not in tables:
                yield ast.unparse(owner)


def _length(case: Case, site: Site, name: str) -> int | None:
    live = case.variable(name) if case.path(site, ast.Name(name, ast.Load())) is not None else None
    if live is None:
        return None
    return live.shape[0] if live.shape else live.length


def _is_short(case: Case, site: Site, name: str, size: int | None) -> bool:
    """Whether something may be no longer than a table that is too small."""
    length = _length(case, site, name)
    return length is None or size is None or length <= size


def _is_reached(site: Site, loops: list[ast.For]) -> bool:
    """Whether the failing statement stands in one of the loops."""
    return any(loop.lineno <= site.line <= (loop.end_lineno or loop.lineno) for loop in loops)


def _split(node: ast.expr) -> tuple[ast.expr, list[ast.expr]]:
    """Return what items are taken of, and the indexes: ``t`` and ``i, j`` of ``t[i][j]``."""
    parts: list[ast.expr] = []
    while isinstance(node, ast.Subscript):
        own = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        parts = [*own, *parts]
        node = node.value
    return node, parts


def _uses(site: Site, table: str) -> Iterator[_Use]:
    """Yield the indexes of a table that loops count to an end with an explicit ``+ 1``."""
    loops = [loop for loop in site.code.nodes(ast.For, site.inside) if _last(loop) is not None]
    for loop in loops:
        index = loop.target.id if isinstance(loop.target, ast.Name) else ""
        for node in (inner for one in loop.body for inner in ast.walk(one)):
            if not isinstance(node, ast.Subscript):
                continue
            owner, parts = _split(node)
            if not isinstance(owner, ast.Name) or owner.id != table:
                continue
            fills = not isinstance(node.ctx, ast.Load)
            for axis, part in enumerate(parts):
                if isinstance(part, ast.Name) and part.id == index:
                    yield _Use(axis, loop, fills)


def _last(loop: ast.For) -> ast.expr | None:
    """Return the last place that a range counts up to, or down from: ``n`` of ``range(n + 1)``."""
    match loop.iter:
        case ast.Call(
            func=ast.Name(id="range"),
            args=[last, _, ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1))],
        ):
            return last
        case ast.Call(
            func=ast.Name(id="range"),
            args=[ast.BinOp(left=last, op=ast.Add(), right=ast.Constant(value=1))]
            | [_, ast.BinOp(left=last, op=ast.Add(), right=ast.Constant(value=1)), *_],
        ):
            return last
    return None


def _sizes(value: ast.expr) -> list[ast.expr]:
    """Return how many places a table is made with along its axes."""
    match value:
        case ast.BinOp(left=ast.List(elts=[item]), op=ast.Mult(), right=size):
            return [size, *_sizes(item)]
        case ast.ListComp(
            elt=item,
            generators=[ast.comprehension(iter=ast.Call(func=ast.Name(id="range"), args=[size]))],
        ):
            return [size, *_sizes(item)]
        case ast.Call(func=ast.Attribute(attr=maker) | ast.Name(id=maker)) if maker in _MAKERS:
            named = [word.value for word in value.keywords if word.arg == "shape"]
            shape = [*value.args, *named][:1]
            first = shape[0] if shape else None
            return first.elts if isinstance(first, ast.Tuple | ast.List) else shape
    return []


def _is_same(case: Case, site: Site, last: ast.expr | None, size: ast.expr) -> bool:
    """Whether the last place that a loop goes to is the size of a table."""
    return last is not None and _plain(case, site, last) == _plain(case, site, size)


def _plain(case: Case, site: Site, node: ast.expr) -> str:
    """Return how an expression reads, with what a name stands for: ``len(a)`` for ``n``."""
    if isinstance(node, ast.Name) and (bound := case.binding(site, node)) is not None:
        value = bound.value
        if isinstance(value, ast.Call | ast.Name | ast.Constant):
            return ast.unparse(value)
    return ast.unparse(node)


def _one_more(text: Code, value: ast.expr, size: ast.expr) -> Iterator[Change]:
    """Yield the changes of a size to one more, in brackets where it is multiplied."""
    start, end = text.span(size)
    is_factor = any(
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and node.right is size
        for node in ast.walk(value)
    )
    if is_factor and not _is_bracketed(text, (start, end)):
        yield (start, start), "("
        yield (end, end), " + 1)"
    else:
        yield (end, end), " + 1"


def _is_bracketed(text: Code, span: Span) -> bool:
    before, after = text.source[: span[0]].rstrip(), text.source[span[1] :].lstrip()
    return before.endswith("(") and after.startswith(")")
