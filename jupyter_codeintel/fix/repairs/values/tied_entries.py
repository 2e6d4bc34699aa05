"""Heaps whose entries are compared by things without an order where priorities are equal."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.values.heap_entries import Entries, Use, entries_of
from jupyter_codeintel.fix.repairs.words import told_near

UNORDERED = re.compile(r"'[<>]=?' not supported between instances of '(\w+)' and '\1'")
_TRUTH = re.compile(r"truth value of an? (?:array|DataFrame|Series)")
_ADDING = ("heapify", "heappush", "heappushpop", "heapreplace", "heappop")
_OF_QUEUES = ("put", "put_nowait", "get", "get_nowait")
_TOLD = re.compile(
    r"\b(?:ties?|tied|equal|equally|same)\b[^.]{0,80}"
    r"\b(?:alphabetical|by (?:its|the|their|name|title|size|id)|last in|latest|lifo|longe|newest"
    r"|reverse|shorte|smalle|large|old|young|bigge)",
    re.IGNORECASE,
)
_NAME = "counter"


async def ties_in_heaps(case: Case) -> AsyncIterator[Repair]:
    """Yield a running number in each entry of a heap, which keeps the order of arrival."""
    if not UNORDERED.search(case.error.value) and not _TRUTH.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            heap = _as_given(case, _heap(call))
            entries = entries_of(case, heap) if heap is not None else None
            if entries is None or other_order_is_told(case, site):
                continue
            edits = _edits(case, entries)
            if edits:
                says = "entries of equal priority are compared by what has no order"
                yield Candidate(edits, "rule", says, "tie_breaker")
            return


def other_order_is_told(case: Case, site: Site) -> bool:
    """Whether the words say by what else equal ones are to be put in order."""
    return any(_TOLD.search(" ".join(words.split())) for words in told_near(case, site))


def _heap(call: ast.Call) -> ast.expr | None:
    match call:
        case ast.Call(args=[ast.Name() | ast.Attribute() as heap, *_]) if callee(call) in _ADDING:
            return heap
        case ast.Call(func=ast.Attribute(value=ast.Name() | ast.Attribute() as heap)):
            return heap if callee(call) in _OF_QUEUES else None
    return None


def _as_given(case: Case, heap: ast.expr | None) -> ast.expr | None:
    """Return the heap as those call it who give it to the functions around the failing place."""
    for site, above in pairwise(case.sites):
        names = [one.arg for one in site.inside.args.args] if site.inside is not None else []
        if not isinstance(heap, ast.Name) or heap.id not in names:
            break
        place = names.index(heap.id)
        calls = [call for call in above.nodes(ast.Call) if callee(call) == site.function]
        heap = calls[0].args[place] if calls and place < len(calls[0].args) else None
    return heap if isinstance(heap, ast.Name | ast.Attribute) else None


def _edits(case: Case, entries: Entries) -> dict[str, str]:
    """Return the cells with the number in the entries, and where they are taken apart."""
    sizes = {_size(case, one) for one in entries.made}
    size = sizes.pop() if len(sizes) == 1 else None
    # Of two heaps with one name it is not known which entry is of which.
    if size is None or len(entries.starts) != 1 or _is_used(case):
        return {}
    start = entries.starts[0]
    name = _name(start)
    if "." not in name and not all(_sees(one, start) for one in entries.made):
        return {}
    first = _first(case, entries) if "." not in name else start
    changes: dict[str, list[Change]] = {first.cell: _counter(case, first, name)}
    for one in entries.made:
        changes.setdefault(one.cell, []).append(_numbered(one, f"next({name})", size))
    for one in entries.unpacked:
        changes.setdefault(one.cell, []).extend(_taken_apart(one, size))
    return {
        cell: case.code(cell).replaced(*dict.fromkeys(found)) for cell, found in changes.items()
    }


def _name(start: Use) -> str:
    """Return what the number is called: an attribute where the heap is one."""
    place = Site(start.cell, start.code, start.node.lineno).statement
    target = place.targets[0] if isinstance(place, ast.Assign) else getattr(place, "target", None)
    if not isinstance(target, ast.Attribute):
        return _NAME
    mark = "_" if target.attr.startswith("_") else ""
    return f"{ast.unparse(target.value)}.{mark}{_NAME}"


def _first(case: Case, entries: Entries) -> Use:
    """Return where the number is made: beside the heap, or above the functions that need it."""
    document, start = case.failure.document, entries.starts[0]
    return min(start, *entries.made, key=lambda one: document.index(one.cell) or 0)


def _counter(case: Case, start: Use, name: str) -> list[Change]:
    """Return the changes that make the number above the heap, or above a function."""
    place = Site(start.cell, start.code, start.node.lineno).statement
    if not isinstance(place, ast.Assign | ast.AnnAssign):
        around = (one for one in start.code.tree.body if start.node in ast.walk(one))
        place = next(around, place)
    assert place is not None  # noqa: S101 - it has the start
    count, statement = _count(case, start.code)
    at = start.code.span(place)[0]
    line = f"{name} = {count}()\n{' ' * place.col_offset}"
    if not statement:
        return [((at, at), line)]
    above, new = inserted_import(start.code, statement)
    return [((at, at), new + line)] if above == (at, at) else [(above, new), ((at, at), line)]


def _is_used(case: Case) -> bool:
    """Whether the notebook has the name of the number for something else."""
    cells = (cell.id for cell in case.failure.document.cells if cell.type == "code")
    return case.variable(_NAME) is not None or any(
        node.id == _NAME for cell in cells for node in case.code(cell).nodes(ast.Name)
    )


def _sees(made: Use, start: Use) -> bool:
    """Whether what stands beside the start of a heap can be read where an entry is made."""
    inside = _function(start)
    return inside is None or inside is _function(made)


def _function(use: Use) -> ast.AST | None:
    return Site(use.cell, use.code, use.node.lineno).inside


def _size(case: Case, made: Use) -> int | None:
    """Return how many parts an entry has that is put in."""
    if isinstance(made.node, ast.Tuple):
        is_open = any(isinstance(one, ast.Starred) for one in made.node.elts)
        return None if is_open else len(made.node.elts)
    for loop in made.code.nodes(ast.For):
        if ast.unparse(loop.target) == ast.unparse(made.node):
            bound = case.binding(Site(made.cell, made.code, loop.lineno), loop.iter)
            listed = bound.value if bound is not None else loop.iter
            items = listed.elts if isinstance(listed, ast.List | ast.Tuple) else []
            sizes = {len(one.elts) if isinstance(one, ast.Tuple) else 0 for one in items}
            return sizes.pop() or None if len(sizes) == 1 else None
    return None


def _count(case: Case, text: Code) -> tuple[str, str]:
    """Return how a counter is made in a cell, and the import that it takes."""
    for module, shown in (("itertools", "{}.count"), ("itertools.count", "{}")):
        name = case.name_of(module)
        if name is not None:
            return shown.format(name), ""
    is_from = any(one.module in ("heapq", "queue") for one in text.nodes(ast.ImportFrom))
    if is_from and not any(node.id == "count" for node in text.nodes(ast.Name)):
        return "count", "from itertools import count"
    return "itertools.count", "import itertools"


def _numbered(made: Use, number: str, size: int) -> Change:
    """Return the change that puts a number before the last part of an entry."""
    if isinstance(made.node, ast.Tuple):
        start = made.code.span(made.node.elts[-1])[0]
        return (start, start), f"{number}, "
    name = made.code.text(made.node)
    parts = [f"{name}[{place}]" for place in range(size)]
    return made.code.span(made.node), f"({', '.join([*parts[:-1], number, parts[-1]])})"


def _taken_apart(use: Use, size: int) -> Iterator[Change]:
    """Yield the changes where an entry is taken apart that has one part more."""
    if isinstance(use.node, ast.Tuple | ast.List):
        if len(use.node.elts) == size:
            start = use.code.span(use.node.elts[-1])[0]
            yield (start, start), "_, "
    elif isinstance(use.node, ast.Subscript):
        place = literal(use.node.slice)
        if isinstance(place, int) and (place >= size - 1 or place < -1):
            new = str(place + 1 if place >= 0 else place - 1)
            yield use.code.span(use.node.slice), new
