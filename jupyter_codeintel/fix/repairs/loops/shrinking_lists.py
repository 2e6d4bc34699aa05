"""Lists that get shorter while a loop goes through their places."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired


async def places_from_the_end(case: Case) -> AsyncIterator[Repair]:
    """Yield ``reversed(range(len(xs)))`` where the loop takes items out of ``xs``."""
    if not case.is_a("IndexError") or "out of range" not in case.error.value:
        return
    for site in case.sites[:1]:
        for loop in site.code.nodes(ast.For):
            if not loop.lineno < site.line <= (loop.end_lineno or 0):
                continue
            match loop:
                case ast.For(
                    target=ast.Name(id=place),
                    iter=ast.Call(
                        func=ast.Name(id="range"),
                        args=[ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)])],
                    ) as counted,
                    body=[ast.If(test=test, body=[step], orelse=[])],
                    orelse=[],
                ):
                    pass
                case _:
                    continue
            if _is_taken_out(step, name, place) and _is_of_item(site, test, name, place):
                new = f"reversed({site.code.text(counted)})"
                says = f'"{name}" gets shorter in the loop; from its end on, no place moves'
                change = site.code.span(counted), new
                yield repaired(site.cell, site.code, [change], says, "place_from_the_end")


def _is_taken_out(step: ast.stmt, name: str, place: str) -> bool:
    return ast.unparse(step) in (f"{name}.pop({place})", f"del {name}[{place}]")


def _is_of_item(site: Site, test: ast.expr, name: str, place: str) -> bool:
    """Whether a condition is about one item alone, whichever others are there."""
    item = f"{name}[{place}]"
    asked = [one for one in ast.walk(test) if isinstance(one, ast.Subscript)]
    items = [one for one in asked if ast.unparse(one) == item]
    read = [one for one in site.code.nodes(ast.Name, test) if one.id in (name, place)]
    return bool(items) and len(read) == 2 * len(items)
