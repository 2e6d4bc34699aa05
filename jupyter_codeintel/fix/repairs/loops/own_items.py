"""Loops through the items of a list that take an item for its place."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of

_NO_PLACE = re.compile(
    r"(?:list|tuple) indices must be integers or slices, not (?:str|float|numpy\.str_)"
)
_OF_PLACES = re.compile(r"parent|next|perm|order|ind|idx|link|succ|prev|graph|root|place|pos")
"""Names of lists whose items are places of their own items."""
_COUNTERS = frozenset(("i", "j", "k", "idx", "index", "ind", "pos"))


class _Loop(NamedTuple):
    """A loop with one name through a list with a name, and what it repeats."""

    head: ast.For | ast.comprehension
    name: str
    values: str
    around: ast.AST
    taken: list[ast.Subscript]


async def own_items(case: Case) -> AsyncIterator[Repair]:
    """Yield ``word`` for ``words[word]`` in a loop through the words themselves."""
    match = _NO_PLACE.search(case.error.value)
    if match is None and "list index out of range" not in case.error.value:
        return
    for site in case.sites[:1]:
        loop = _loop(site)
        if loop is None or any(_owner(node) != loop.values for node in loop.taken):
            continue
        if match is None and _OF_PLACES.search(loop.values.lower()):
            continue
        is_set = any(not isinstance(node.ctx, ast.Load) for node in loop.taken)
        uses = [node for node in ast.walk(loop.around) if _is_read(node, loop.name)]
        if is_set or (match is None and len(uses) > len(loop.taken)):
            continue
        if loop.name in _COUNTERS and len(uses) == len(loop.taken):
            change = site.code.span(loop.head.iter), f"range(len({loop.values}))"
            says = f'"{loop.name}" is an item of "{loop.values}", and used as its place'
            yield repaired(site.cell, site.code, [change], says, "own_item")
        elif loop.name not in _COUNTERS:
            changes = [(site.code.span(node), loop.name) for node in loop.taken]
            says = f'"{loop.name}" is an item of "{loop.values}" itself'
            yield repaired(site.cell, site.code, changes, says, "own_item")


async def items_side_by_side(case: Case) -> AsyncIterator[Repair]:
    """Yield ``for name, age in zip(names, ages)`` where ages are taken by a name."""
    match = _NO_PLACE.search(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        loop = _loop(site)
        if loop is None:
            continue
        owners = {_owner(node) for node in loop.taken}
        if len(owners) != 1 or loop.values in owners:
            continue
        other = owners.pop()
        new = other[:-1] if other.endswith("s") and not other.endswith("ss") else ""
        known = {node.id for node in site.code.nodes(ast.Name)}
        is_read = all(isinstance(node.ctx, ast.Load) for node in loop.taken)
        if not new.isidentifier() or new in known or not is_read:
            continue
        if not await _are_as_long(case, site, loop.values, other):
            continue
        changes = [(site.code.span(node), new) for node in loop.taken]
        changes.append((site.code.span(loop.head.target), f"{loop.name}, {new}"))
        changes.append((site.code.span(loop.head.iter), f"zip({loop.values}, {other})"))
        says = f'the items of "{loop.values}" and "{other}" are gone through side by side'
        yield repaired(site.cell, site.code, changes, says, "items_side_by_side")


async def _are_as_long(case: Case, site: Site, first: str, second: str) -> bool:
    """Whether two names surely stand for lists of one length."""
    lengths = set()
    for name in (first, second):
        node = ast.Name(name, ast.Load())
        bound, live = case.binding(site, node), case.variable(name)
        if case.path(site, node) is not None and live is not None and live.length is not None:
            lengths.add(live.length)
        elif bound is not None and isinstance(bound.value, ast.List | ast.Tuple):
            lengths.add(len(bound.value.elts))
        else:
            return False
        if await kind_of(case, site, node) not in ("list", "tuple"):
            return False
    return len(lengths) == 1


def _loop(site: Site) -> _Loop | None:
    """Return the innermost loop around a failing place whose name is taken for a place there."""
    failing = {
        node.slice.id for node in site.nodes(ast.Subscript) if isinstance(node.slice, ast.Name)
    }
    for node in site.nodes(ast.expr):
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            found = _taken(node.generators[0], node)
            if found is not None and found.name in failing and len(node.generators) == 1:
                return found
    loops = [
        loop
        for loop in site.code.nodes(ast.For)
        if loop.lineno <= site.line <= (loop.end_lineno or loop.lineno)
    ]
    for head in reversed(loops):
        whole = ast.Module(head.body, [])
        found = _taken(head, whole)
        if found is not None and found.name in failing:
            return found
    return None


def _taken(head: ast.For | ast.comprehension, around: ast.AST) -> _Loop | None:
    match head.target, head.iter:
        case ast.Name(id=name), ast.Name(id=values):
            taken = [
                node
                for node in ast.walk(around)
                if isinstance(node, ast.Subscript) and _is_read(node.slice, name) and _owner(node)
            ]
            return _Loop(head, name, values, around, taken)
    return None


def _owner(node: ast.Subscript) -> str:
    return node.value.id if isinstance(node.value, ast.Name) else ""


def _is_read(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
