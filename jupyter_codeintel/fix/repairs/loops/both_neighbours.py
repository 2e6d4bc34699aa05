"""Loops through all places that look at the ones before and the ones after."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import goes_round

_OUTSIDE = re.compile(r"(?:list|tuple|string)(?: assignment)? index out of range|is out of bounds")
_Loop = ast.For | ast.comprehension
_Steps = tuple[int, int]
"""How far back and how far ahead a loop looks."""


async def inner_places(case: Case) -> AsyncIterator[Repair]:
    """Yield ``range(1, len(x) - 1)`` where both ``x[i - 1]`` and ``x[i + 1]`` are looked at."""
    if not case.is_a("IndexError") or not _OUTSIDE.search(case.error.value):
        return
    for site in case.sites[:1]:
        changes = changes_to_inner_places(case, site)
        if changes:
            says = "the first and the last have a neighbour on one side alone"
            yield repaired(site.cell, site.code, changes, says, "inner_places")


def changes_to_inner_places(case: Case, site: Site) -> list[Change]:
    """Return the changes of loops at a place that look to both sides; often there are none."""
    if goes_round(case, site.cell):
        return []
    found = [(loop, _steps(loop, body)) for loop, body in _around(site)]
    both = [(loop, steps) for loop, steps in found if steps is not None]
    # What failed has to be one of the places after.
    failed = {of for node in site.nodes(ast.Subscript) for of, step in _shifts(node) if step > 0}
    if not any(_index(loop) in failed for loop, _ in both):
        return []
    return [one for loop, steps in both for one in _shorter(case, site, loop, steps)]


def _around(site: Site) -> Iterator[tuple[_Loop, list[ast.AST]]]:
    """Yield the loops around a place, each with what it does for every index."""
    for loop in site.code.nodes(ast.For, site.inside):
        if loop.lineno <= site.line <= (loop.end_lineno or loop.lineno):
            yield loop, [*loop.body]
    for made in site.nodes(ast.expr):
        if not isinstance(made, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            continue
        results: list[ast.AST]
        results = [made.key, made.value] if isinstance(made, ast.DictComp) else [made.elt]
        tests: list[ast.AST] = [test for one in made.generators for test in one.ifs]
        yield from ((one, results + tests) for one in made.generators)


def _index(loop: _Loop) -> str | None:
    """Return the index of a loop over a range, or over an enumeration."""
    match loop.target:
        case ast.Name(id=name):
            return name
        case ast.Tuple(elts=[ast.Name(id=name), _]) if _called(loop) == "enumerate":
            return name
    return None


def _called(loop: _Loop) -> str:
    call = loop.iter
    is_named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    return call.func.id if is_named else ""  # type: ignore[attr-defined]


def _steps(loop: _Loop, body: list[ast.AST]) -> _Steps | None:
    """Return how far a loop looks to both sides; None where it looks at where it is."""
    index = _index(loop)
    if index is None:
        return None
    inner = [node for one in body for node in ast.walk(one)]
    if any(isinstance(node, ast.Compare) and _is_test_of(node, index) for node in inner):
        return None
    shifts = [(node, step) for node in inner for of, step in _shifts(node) if of == index]
    if any(step > 0 and not isinstance(node.ctx, ast.Load) for node, step in shifts):  # type: ignore[attr-defined]
        return None  # it fills the ones after from those before, and may have to begin there
    back = -min((step for _, step in shifts), default=0)
    ahead = max((step for _, step in shifts), default=0)
    return (back, ahead) if back > 0 and ahead > 0 else None


def _shifts(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the indexes of a subscript that are some steps from a name: ``i - 1``."""
    for part in _parts(node):
        match part:
            case ast.BinOp(
                left=ast.Name(id=of),
                op=ast.Add() | ast.Sub(),
                right=ast.Constant(value=int() as step),
            ):
                yield of, step if isinstance(part.op, ast.Add) else -step


def _is_test_of(node: ast.Compare, index: str) -> bool:
    """Whether a comparison is about an index itself: ``i > 0``, ``i + 1 < n``."""
    places = {id(inner) for one in ast.walk(node) if isinstance(one, ast.Subscript)
              for inner in ast.walk(one.slice)}  # fmt: skip
    return any(
        isinstance(one, ast.Name) and one.id == index and id(one) not in places
        for one in ast.walk(node)
    )


def _parts(node: ast.AST) -> list[ast.expr]:
    """Return the indexes of a subscript, one for each axis."""
    if not isinstance(node, ast.Subscript):
        return []
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def _shorter(case: Case, site: Site, loop: _Loop, steps: _Steps) -> list[Change]:
    """Return the changes after which a loop leaves out the places at both ends."""
    call = loop.iter
    if not isinstance(call, ast.Call) or call.keywords:
        return []
    if _called(loop) == "enumerate" and len(call.args) == 1:
        return _of_enumeration(site.code, call.args[0], steps)
    if _called(loop) != "range" or len(call.args) not in (1, 2):
        return []
    return _of_range(site.code, call, steps) if _is_whole(case, site, call.args[-1]) else []


def _of_enumeration(text: Code, given: ast.expr, steps: _Steps) -> list[Change]:
    end = text.span(given)[1]
    if not isinstance(given, ast.Name | ast.Attribute):
        return []
    return [((end, end), f"[{steps[0]}:-{steps[1]}], start={steps[0]}")]


def _of_range(text: Code, call: ast.Call, steps: _Steps) -> list[Change]:
    back, ahead = steps
    start, end = text.span(call.args[-1])
    changes = [((end, end), f" - {ahead}")]
    if len(call.args) == 1:
        return [*changes, ((start, start), f"{back}, ")]
    first = getattr(call.args[0], "value", None)
    if not isinstance(first, int):
        return []
    return changes if first >= back else [*changes, (text.span(call.args[0]), str(back))]


def _is_whole(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether the end of a range is, as far as is known, the length of what is looked at."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[_]):
            return True
        case ast.Attribute(attr="size"):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape")):
            return True
        case ast.Name(id=name):
            live = case.variable(name) if case.path(site, node) is not None else None
            return live is None or live.value is None or _int_of(live.value) in _sizes(case, site)
    return False


def _int_of(value: str) -> int | None:
    """Return a whole number that is written out."""
    return int(value) if value.isdecimal() else None


def _sizes(case: Case, site: Site) -> set[int]:
    """Return how long the live arrays and lists are that a cell uses, along all their axes."""
    found: set[int] = set()
    names = names_in(site.code.tree)
    for live in (case.variable(name) for name in names):
        if live is not None:
            found |= {*(live.shape or ())} | ({live.length} if live.length is not None else set())
    within = site.inside is not None  # what it was called with has other names
    told = re.findall(r"with size (\d+)", case.error.value)
    return found | {int(size) for size in told} | (_all_sizes(case) if within else set())


def _all_sizes(case: Case) -> set[int]:
    namespace = case.failure.namespace
    lives = namespace.variables.values() if namespace is not None else ()
    return {size for live in lives for size in (*(live.shape or ()), live.length)
            if size is not None}  # fmt: skip
