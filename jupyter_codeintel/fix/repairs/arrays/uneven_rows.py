"""Rows of different lengths, of each of which something is worked out."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_OF_ROWS = ("max", "mean", "median", "min", "std", "sum", "var")


async def rows_one_by_one(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.array([np.mean(row) for row in rows])`` for ``np.array(rows).mean(axis=1)``."""
    numpy = case.name_of("numpy")
    if "inhomogeneous shape" not in case.error.value or numpy is None:
        return
    for site in case.sites[:1]:
        made = [call for call in site.nodes(ast.Call) if _is_array(call)]
        if len(made) != 1:
            continue
        kept = getattr(site.statement, "value", None) is made[0]
        found = _reduced(site, _target(site) if kept else ast.unparse(made[0]))
        if not found or (kept and not _is_only_for(case, site, found)):
            continue
        rows = site.code.text(made[0].args[0])
        row = "row" if rows != "row" else "one"
        changes: list[Change] = [
            (site.code.span(call), f"{numpy}.array([{numpy}.{way}({row}) for {row} in {rows}])")
            for call, way in found
        ]
        if kept and site.statement is not None:
            start = site.code.span(site.statement)[0]
            following = site.code.line_span((site.statement.end_lineno or site.line) + 1)[0]
            changes.append(((start, following + site.statement.col_offset), ""))
        says = "the rows have different lengths, and each is worked out by itself"
        yield repaired(site.cell, site.code, changes, says, "rows_one_by_one")


def _is_array(call: ast.Call) -> bool:
    """Whether a call makes an array of rows."""
    is_made = callee_of(call) in ("array", "asarray") and isinstance(call.func, ast.Attribute)
    return is_made and len(call.args) == 1 and isinstance(call.args[0], ast.Name)


def _target(site: Site) -> str:
    targets = getattr(site.statement, "targets", [])
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""


def _reduced(site: Site, shown: str) -> list[tuple[ast.Call, str]]:
    """Return the calls that work out one value of each row of an array, and which."""
    found = []
    for call in site.code.nodes(ast.Call):
        axes = [ast.unparse(word.value) for word in call.keywords]
        if axes not in (["1"], ["-1"]) or call.keywords[0].arg != "axis":
            continue
        match call:
            case ast.Call(func=ast.Attribute(value=of, attr=way), args=[]) if way in _OF_ROWS:
                found += [(call, way)] if ast.unparse(of) == shown else []
            case ast.Call(func=ast.Attribute(attr=way), args=[of]) if way in _OF_ROWS:
                found += [(call, way)] if ast.unparse(of) == shown else []
    return found


def _is_only_for(case: Case, site: Site, found: list[tuple[ast.Call, str]]) -> bool:
    """Whether an array is there for what is worked out of its rows, and for nothing else."""
    name = _target(site)
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    uses = [one for cell in cells for one in case.code(cell).nodes(ast.Name) if one.id == name]
    return bool(name) and len(uses) == len(found) + 1
