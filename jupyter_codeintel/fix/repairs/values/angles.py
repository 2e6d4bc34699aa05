"""Angles in degrees whose sines and cosines are taken as if they were in radians."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.values.degree_names import Degrees, converts
from jupyter_codeintel.fix.repairs.words import all_words

OUTSIDE = re.compile(
    r"math domain error|expected a number in range from -1 up to 1"
    r"|expected a nonnegative input|invalid value encountered in (?:arc(?:cos|sin)|sqrt)"
)
_SINES = ("cos", "sin", "tan")
_DEEPEST = 3
_SAYS = "sines and cosines are of radians, and these angles are in degrees"


class Scope(NamedTuple):
    """A function, or the statements of a cell outside of its functions."""

    cell: str
    code: Code
    node: ast.FunctionDef | ast.Module


async def degrees_as_radians(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sin(radians(lat))`` for ``sin(lat)`` of an angle that is in degrees by its name."""
    if not case.is_a("AssertionError") and not OUTSIDE.search(case.error.value):
        return
    words = " ".join(all_words(case)).lower()
    for scope in dict.fromkeys(scopes(case)):
        calls = _of_degrees(scope, words)
        if not calls or is_converted_elsewhere(case, scope):
            continue
        changes = in_radians(case, scope, calls)
        if changes:
            yield repaired(scope.cell, scope.code, changes, _SAYS, "degrees_as_radians")
            return


def scopes(case: Case) -> Iterator[Scope]:
    """Yield the functions that an error came through or that lead to a value, and the cells."""
    for site in case.sites:
        if isinstance(site.inside, ast.FunctionDef):
            yield Scope(site.cell, site.code, site.inside)
        statement = site.statement
        if statement is None:
            continue
        yield from _called(case, statement, 0)
        made = case.failure.flow.defining_cells(list(names_in(statement)), before=site.cell)
        for cell in dict.fromkeys((site.cell, *made.values())):
            yield from _called(case, case.code(cell).tree, 0)
            yield Scope(cell, case.code(cell), case.code(cell).tree)


def _called(case: Case, node: ast.AST, depth: int) -> Iterator[Scope]:
    """Yield the notebook's functions and methods that something calls, or hands on."""
    inner = list(ast.walk(node))
    named = {one.id for one in inner if isinstance(one, ast.Name)}
    named |= {one.attr for one in inner if isinstance(one, ast.Attribute)}
    for cell in case.failure.document.cells:
        for function in case.code(cell.id).nodes(ast.FunctionDef) if cell.type == "code" else ():
            if function.name in named:
                yield Scope(cell.id, case.code(cell.id), function)
                if depth < _DEEPEST and function is not node:
                    yield from _called(case, function, depth + 1)


def _of_degrees(scope: Scope, words: str) -> list[ast.Call]:
    """Return the calls of sines in a scope that are given degrees."""
    known = Degrees(scope.node, words)
    return [
        node
        for node in known.nodes
        if isinstance(node, ast.Call)
        and callee(node) in _SINES
        and len(node.args) == 1
        and known.is_degrees(node.args[0], node.lineno)
    ]


def is_converted_elsewhere(case: Case, scope: Scope) -> bool:
    """Whether angles are turned into radians outside of a scope, maybe those that it is given."""
    own = {id(node) for node in ast.walk(scope.node)}
    return any(
        converts(node)
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.expr)
        if id(node) not in own
    )


def in_radians(case: Case, scope: Scope, calls: list[ast.Call]) -> list[Change]:
    """Return the changes that turn what calls are given into radians."""
    changes: list[Change] = []
    site = Site(scope.cell, scope.code, calls[0].lineno)
    for call in calls:
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        name = f"{scope.code.text(owner)}.radians" if owner is not None else "radians"
        if owner is not None and not _is_module(case, site, owner):
            return []
        given = call.args[0]
        changes.append((scope.code.span(given), f"{name}({scope.code.text(given)})"))
    if any(isinstance(call.func, ast.Name) for call in calls):
        return _imported(case, scope, changes)
    return changes


def _is_module(case: Case, site: Site, owner: ast.expr) -> bool:
    return isinstance(owner, ast.Name) and case.target(site, owner.id) in ("math", "numpy")


def _imported(case: Case, scope: Scope, changes: list[Change]) -> list[Change]:
    """Return changes with what imports ``radians``, beside the sine that is imported."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.ImportFrom) if cell.type == "code" else ():
            names = {alias.name for alias in node.names}
            if node.module not in ("math", "numpy") or names.isdisjoint(_SINES):
                continue
            if names & {"radians", "*"}:
                return changes
            if cell.id == scope.cell:
                end = scope.code.span(node.names[-1])[1]
                return [*changes, ((end, end), ", radians")]
    return []
