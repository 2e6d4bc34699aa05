"""Searches for a root between two ends, and the functions that they search."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case

NO_ROOT = re.compile(
    r"(?:different|opposite|same) signs?\b|\bno (?:sign change|root|zero)\b|\bsign (?:does|did) not"
    r"|\bnot (?:\w+ ){0,3}(?:bracket(?:ed)?|change sign)\b",
    re.IGNORECASE,
)
_ENDS = ("a", "b", "lo", "hi", "low", "high", "lower", "upper", "left", "right", "start", "stop",
         "x0", "x1", "xa", "xb", "r_lo", "r_hi")  # fmt: skip
_PAIRS = ("bracket", "bounds", "interval", "brackets")
_DEEPEST = 3
_Function = ast.FunctionDef | ast.Lambda


class Place(NamedTuple):
    """A node of a cell."""

    cell: str
    code: Code
    node: ast.expr


class Searched(NamedTuple):
    """A function, and the cell that it is written in."""

    cell: str
    code: Code
    node: _Function


class Search(NamedTuple):
    """A call that looks for a root: where, what of, and between which two numbers."""

    site: Site
    call: ast.Call
    functions: list[Searched]
    ends: list[Place]


def root_searches(case: Case) -> Iterator[Search]:
    """Yield the searches that found no change of the sign."""
    if not NO_ROOT.search(case.error.value):
        return
    for site in case.sites:
        for call in site.nodes(ast.Call):
            words = [word.value for word in call.keywords if word.arg in ("f", "func", "function")]
            first = next(iter([*call.args[:1], *words]), None)
            functions = list(_functions(case, site, first, 0)) if first is not None else []
            if functions:
                yield Search(site, call, functions, _ends(case, site, call))


def _functions(case: Case, site: Site, node: ast.expr, depth: int) -> Iterator[Searched]:
    """Yield a function, and those of the notebook that it calls."""
    found: list[Searched] = []
    if isinstance(node, ast.Lambda):
        found = [Searched(site.cell, site.code, node)]
    elif isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        found = list(_called(case, name))
    for one in found:
        yield one
        for call in one.code.nodes(ast.Call, one.node) if depth < _DEEPEST else ():
            yield from _functions(case, site, call.func, depth + 1)


def _called(case: Case, name: str) -> Iterator[Searched]:
    for cell in case.failure.document.cells:
        if cell.type != "code":
            continue
        text = case.code(cell.id)
        for node in text.nodes(ast.FunctionDef):
            if node.name == name:
                yield Searched(cell.id, text, node)
        for made in text.nodes(ast.Assign):
            if isinstance(made.value, ast.Lambda) and ast.unparse(made.targets[0]) == name:
                yield Searched(cell.id, text, made.value)


def _ends(case: Case, site: Site, call: ast.Call) -> list[Place]:
    """Return the two numbers that a search is between; nothing where they are not written."""
    given = list(call.args[1:3])
    for word in call.keywords:
        if word.arg in _ENDS:
            given.append(word.value)
        elif word.arg in _PAIRS:
            given = [word.value]
    if given and isinstance(given[0], ast.Tuple | ast.List):
        given = given[0].elts
    found = [_number(case, site, node) for node in given]
    return [one for one in found if one is not None] if callee(call) and len(found) == 2 else []


def _number(case: Case, site: Site, node: ast.expr) -> Place | None:
    bound = case.binding(site, node)
    place = Place(site.cell, site.code, node)
    if bound is not None:
        place = Place(bound.cell, bound.code, bound.value)
    value = literal(place.node)
    return place if isinstance(value, int | float) and not isinstance(value, bool) else None
