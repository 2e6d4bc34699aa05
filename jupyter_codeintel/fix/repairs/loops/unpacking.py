"""Loops that take two values, or an entry, where they are given one at a time, or a key."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.namespace import Path, Step

_UNPACKED = re.compile(r"(?:too many|not enough) values to unpack")
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
            kind = await _kind(case, site, loop.iter)
            if kind in ("dict", "collections.Counter", "collections.defaultdict"):
                new, says = f"{text}.items()", "a loop through a dict takes keys alone"
            elif isinstance(first, ast.Name) and first.id in _COUNTERS:
                new, says = f"enumerate({text})", "a loop counts with enumerate"
            else:
                continue
            change = site.code.span(loop.iter), new
            yield repaired(site.cell, site.code, [change], says, "paired_loop")


async def _kind(case: Case, site: Site, node: ast.expr) -> str | None:
    """Return the type of what is gone through; an entry by any key is like the first one."""
    match node:
        case ast.Subscript(value=ast.Name(id=name) as owner, slice=ast.Name()):
            bound = case.binding(site, owner)
            if bound is not None and isinstance(bound.value, ast.Dict):
                return "dict" if all(isinstance(v, ast.Dict) for v in bound.value.values) else None
            keys = sorted((await case.resolve(Path(name))).keys.names)
            steps: tuple[Step, ...] = tuple(("key", key) for key in keys[:1])
            is_dict = (told_of(case.failure, site, name) or "dict").startswith("dict")
            if steps and is_dict:
                return (await case.resolve(Path(name, steps))).type
    return (await case.resolve(case.path(site, node))).type


async def loops_side_by_side(case: Case) -> AsyncIterator[Repair]:
    """Yield ``zip(names, scores)`` where a loop goes through both of them one after the other."""
    if not _UNPACKED.search(case.error.value):
        return
    for site in case.sites[:1]:
        for loop in site.loops:
            match loop.target, loop.iter:
                case ast.Tuple(elts=[_, _, *_] as several), ast.Tuple(elts=given):
                    are_all = all(isinstance(one, ast.Name | ast.Attribute) for one in given)
                    if len(several) != len(given) or not are_all:
                        continue
                    start = site.code.span(given[0])[0]
                    end = site.code.span(given[-1])[1]
                    place = site.code.span(loop.iter)
                    new = f"zip({site.code.source[start:end]})"
                    says = "a loop goes through several side by side with zip"
                    yield repaired(site.cell, site.code, [(place, new)], says, "side_by_side")


async def entries_for_keys(case: Case) -> AsyncIterator[Repair]:
    """Yield ``people.values()`` where a loop takes a dict's keys for its entries."""
    if "string indices must be integers" not in case.error.value:
        return
    for site in case.sites[:1]:
        loops: list[ast.For | ast.comprehension] = [*site.code.nodes(ast.For)]
        for loop in (*loops, *site.code.nodes(ast.comprehension)):
            asked = _asked_for(site, loop)
            path = case.path(site, loop.iter)
            if asked is None or path is None or (await case.resolve(path)).type != "dict":
                continue
            live = case.variable(path.root)
            first = next(iter(live.keys), None) if live is not None and not path.steps else None
            keys = (await case.resolve(path)).keys.names
            first = first or next(iter(sorted(keys)), None)
            entry = await case.resolve(Path(path.root, (*path.steps, ("key", first or ""))))
            if entry.type == "dict" and asked in entry.keys.names:
                end = site.code.span(loop.iter)[1]
                says = "a loop through a dict takes its keys, not what they stand for"
                change = (end, end), ".values()"
                yield repaired(site.cell, site.code, [change], says, "entry_for_key")


def _asked_for(site: Site, loop: ast.For | ast.comprehension) -> str | None:
    """Return the key that a failing statement asks each round of a loop for, and it alone."""
    if not isinstance(loop.target, ast.Name) or not isinstance(loop.iter, ast.Name | ast.Subscript):
        return None
    name = loop.target.id
    within = loop if isinstance(loop, ast.For) else site.statement
    if within is None or not any(node is site.statement for node in ast.walk(within)):
        return None
    found = [
        node
        for node in ast.walk(within)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    ]
    read = [n for n in ast.walk(within) if isinstance(n, ast.Name) and n.id == name]
    keys = [getattr(node.slice, "value", None) for node in found]
    if not found or len(read) != len(found) + 1 or not isinstance(keys[0], str):
        return None
    return keys[0]
