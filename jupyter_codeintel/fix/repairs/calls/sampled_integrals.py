"""Integrals of samples, where a function is asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.live_kinds import kind_at, shape_at

_NO_FUNCTION = re.compile(r"invalid callable given|'numpy\.ndarray' object is not callable")


async def integrals_of_samples(case: Case) -> AsyncIterator[Repair]:
    """Yield the integral of samples over their places, from the first to the last of them."""
    if not _NO_FUNCTION.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "quad" or len(call.args) != 3 or call.keywords:
                continue
            places = _places(case, site, call)
            target = _value(case, site, call)
            if places is None or target is None:
                continue
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            name = f"{site.code.text(owner)}.trapezoid" if owner is not None else "trapezoid"
            new = f"{name}({site.code.text(call.args[0])}, {places})"
            changes: list[Change] = [*target, (site.code.span(call), new)]
            if owner is None:
                line = "from scipy.integrate import trapezoid"
                changes.append(inserted_import(site.code, line))
            says = "what was measured is no function, and is summed up between its places"
            yield repaired(site.cell, site.code, changes, says, "integral_of_samples")


def _places(case: Case, site: Site, call: ast.Call) -> str | None:
    """Return the places of samples, if these go from one limit to the other."""
    samples = call.args[0]
    shape, bound = shape_at(case, site, samples), case.binding(site, samples)
    if bound is None or len(shape) != 1 or kind_at(case, site, samples) != "ndarray":
        return None
    limits = [literal(one) for one in call.args[1:]]
    found = [
        name
        for name in names_in(bound.value)
        if shape_at(case, site, ast.Name(name)) == shape
        and _ends(case, bound.site, ast.Name(name)) == limits
    ]
    return found[0] if len(found) == 1 else None


def _ends(case: Case, site: Site, node: ast.Name) -> list[object]:
    """Return the first and the last of places that are made at even steps."""
    bound = case.binding(site, node)
    made = bound.value if bound is not None else None
    given = [literal(one) for one in made.args] if isinstance(made, ast.Call) else []
    if callee_of(made) == "linspace" and len(given) > 1:
        return given[:2]
    if callee_of(made) == "arange" and all(isinstance(one, int) for one in given):
        whole = [one for one in given if isinstance(one, int)]
        if len(whole) in (1, 2):
            return [whole[0] if len(whole) == 2 else 0, whole[-1] - 1]
    return []


def _value(case: Case, site: Site, call: ast.Call) -> list[Change] | None:
    """Return what takes the error of an integral away; nothing if that is used."""
    match site.statement:
        case ast.Assign(targets=[ast.Tuple(elts=[value, ast.Name(id=error)]) as both]):
            cells = [one.id for one in case.failure.document.cells if one.type == "code"]
            used = any(
                node.id == error and isinstance(node.ctx, ast.Load)
                for cell in cells
                for node in case.code(cell).nodes(ast.Name)
            )
            shown = site.code.text(value)
            return None if used else [(site.code.span(both), shown)]
    for node in site.nodes(ast.Subscript):
        if node.value is call and literal(node.slice) == 0:
            return [((site.code.span(call)[1], site.code.span(node)[1]), "")]
    return None
