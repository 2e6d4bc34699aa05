"""Iterators that are gone through once, and are then empty."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, targets, value_of
from jupyter_codeintel.fix.repairs.callers import argument
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.loops.iterators import (
    Function,
    function_around,
    is_iterator,
    is_partly_used,
    listed,
    times_used,
    uses,
)

_ERRORS = ("ValueError", "IndexError", "KeyError", "ZeroDivisionError", "StopIteration",
           "StatisticsError", "AssertionError")  # fmt: skip
_EMPTY = re.compile(r"\bempty\b|expected at least|no objects to", re.IGNORECASE)


@dataclass(frozen=True)
class _Made:
    """A binding of a name in the cells that have run, and where it stands among them."""

    name: str
    site: Site
    statement: ast.stmt
    value: ast.expr
    place: tuple[int, int]


async def used_up_iterators(case: Case) -> AsyncIterator[Repair]:
    """Yield lists in the place of the iterators that are gone through more than once."""
    if not case.is_a(*_ERRORS) and not _EMPTY.search(case.error.value):
        return
    changes: dict[str, list[Change]] = {}
    names: dict[str, None] = {}
    for name, site, value in (*_of_cells(case), *_of_functions(case), *_given(case)):
        changes.setdefault(site.cell, []).extend(listed(site.code, value))
        names[name] = None
    edits = {
        cell: case.code(cell).replaced(*dict.fromkeys(several)) for cell, several in changes.items()
    }
    if edits:
        shown = '" and "'.join(names)
        says = f'"{shown}" can be gone through only once, and is used again'
        yield Candidate(edits, "rule", says, "used_up")


def _of_cells(case: Case) -> Iterator[tuple[str, Site, ast.expr]]:
    """Yield the iterators outside functions that are used more than once until a cell fails."""
    order = case.failure.flow.order(case.failure.cell)
    cells = [*(cell for cell in order if cell != case.failure.cell), case.failure.cell]
    last = max((_end(site) for site in case.sites if site.cell == cells[-1]), default=0)
    made: dict[str, list[_Made]] = {}
    for at, cell in enumerate(cells):
        for one in _bindings(case, cell, None, at):
            made.setdefault(one.name, []).append(one)
    for several in made.values():
        yield from _used_again(case, several, cells, None, (len(cells) - 1, last))


def _of_functions(case: Case) -> Iterator[tuple[str, Site, ast.expr]]:
    """Yield the iterators of the failing function that are used more than once in it."""
    for site in case.sites:
        made: dict[str, list[_Made]] = {}
        for one in _bindings(case, site.cell, site.inside, 0) if site.inside is not None else ():
            made.setdefault(one.name, []).append(one)
        for several in made.values():
            yield from _used_again(case, several, [site.cell], site.inside, (0, _end(site)))


def _end(site: Site) -> int:
    """Return the last line of what failed; of a loop or the like, of its head."""
    statement = site.statement
    if statement is None or hasattr(statement, "body"):
        return site.line
    return statement.end_lineno or site.line


def _bindings(case: Case, cell: str, within: Function | None, at: int) -> Iterator[_Made]:
    """Yield what is bound in a function, or outside all of them and to ``self``."""
    text = case.code(cell)
    for statement in text.nodes(ast.stmt, within):
        value = value_of(statement)
        for target in targets(statement) if value is not None else ():
            is_own = isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == "self"
            is_here = function_around(text, statement) is within
            if value is not None and (
                (isinstance(target, ast.Name) and is_here) or (is_own and within is None)
            ):
                site = Site(cell, text, statement.lineno)
                yield _Made(ast.unparse(target), site, statement, value, (at, statement.lineno))


def _used_again(
    case: Case,
    several: list[_Made],
    cells: list[str],
    within: Function | None,
    end: tuple[int, int],
) -> Iterator[tuple[str, Site, ast.expr]]:
    """Yield those bindings of a name whose iterator is gone through twice up to a place."""
    if not any(is_iterator(case, one.site, one.value) for one in several):
        return
    found = [
        (place, cell, node)
        for at, cell in enumerate(cells)
        for node in uses(case.code(cell), several[0].name, within)
        for place in [(at, node.lineno)]
        if place <= end or (within is None and function_around(case.code(cell), node) is not None)
    ]
    several.sort(key=lambda one: one.place)
    for one, after in zip(several, [*several[1:], None], strict=True):
        until = after.place if after is not None else (len(cells), 0)
        own = [
            (case.code(cell), node)
            for place, cell, node in found
            if one.place < place <= until or "." in one.name
        ]
        times = sum(times_used(text, node, one.statement) for text, node in own)
        is_whole = not any(is_partly_used(text, node) for text, node in own)
        if times > 1 and is_whole and is_iterator(case, one.site, one.value):
            yield one.name, one.site, one.value


def _given(case: Case) -> Iterator[tuple[str, Site, ast.expr]]:
    """Yield the iterators that are given to a function which goes through them twice."""
    for site, caller in zip(case.sites, case.sites[1:], strict=False):
        function = site.inside
        if function is None:
            continue
        for taken in function.args.args:
            found = [
                node for node in uses(site.code, taken.arg, function) if node.lineno <= _end(site)
            ]
            if sum(times_used(site.code, node, None) for node in found) < 2 or any(
                is_partly_used(site.code, node) for node in found
            ):
                continue
            for call in caller.nodes(ast.Call):
                given = (
                    argument(call, function, taken.arg) if callee(call) == function.name else None
                )
                maker = _maker(case, caller, given) if given is not None else None
                if maker is not None:
                    yield taken.arg, *maker


def _maker(case: Case, site: Site, given: ast.expr) -> tuple[Site, ast.expr] | None:
    """Return where an iterator that a function is given is made."""
    bound = case.binding(site, given)
    if bound is not None:
        site, given = bound.site, bound.value
    return (site, given) if is_iterator(case, site, given) else None
