"""Sums, texts and lists that a loop adds to before they are there."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.missing_names import misnamed, missing_name
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.scopes import UNBOUND
from jupyter_codeintel.fix.repairs.names.starts import loop_that_makes, start_of
from jupyter_codeintel.fix.repairs.names.told_starts import UNSURE, told_start
from jupyter_codeintel.fix.repairs.names.undefined import local_names, visible_names
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.namespace import Path

_NUMBERS = ("0", "1")
_VALUES = {"0": 0, "1": 1, '""': "", "[]": []}


async def missing_starts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``total = 0`` above the loop that adds to a total which nothing sets."""
    unbound = UNBOUND.search(case.error.value)
    name = (unbound[1] or unbound[2]) if unbound else missing_name(case.error)
    for site in case.sites[:1] if name else ():
        if site.statement is None or name is None:
            continue
        start = start_of(site.statement, name)
        loop = None if start is None else loop_that_makes(site, name)
        told = told_start(case, site, name)
        if start is None or loop is None or told == UNSURE:
            continue
        if _is_elsewhere(case, site, name, told):
            continue
        start = await _of_live_text(case, site, start)
        if not _fits(case, name, start):
            continue
        if told is not None:
            if start not in _NUMBERS:
                continue  # a list to start with would be changed where it comes from
            start = told
        place = site.code.span(loop)[0]
        indentation = site.code.line(loop.lineno)[: loop.col_offset]
        change = (place, place), f"{name} = {start}\n{indentation}"
        says = f'the loop adds to "{name}", which has no value to begin with'
        yield repaired(site.cell, site.code, [change], says, "missing_start")


async def _of_live_text(case: Case, site: Site, start: str) -> str:
    """Return the start of a text where a live one is added, or the items of one are."""
    statement = site.statement
    if start != "0" or not isinstance(statement, ast.AugAssign):
        return start
    added = statement.value
    paths = [case.path(site, added)]
    if isinstance(added, ast.Name):
        for loop in site.code.nodes(ast.For):
            of = case.path(site, loop.iter)
            if of is not None and ast.unparse(loop.target) == added.id:
                paths.insert(0, Path(of.root, (*of.steps, ("key", 0))))
    found = await case.resolve_all(paths)
    return '""' if found and found[0].type == "str" else start


def _is_elsewhere(case: Case, site: Site, name: str, told: str | None) -> bool:
    """Whether the notebook has the name, or one that may be meant, other than the start."""
    flow, failing = case.failure.flow, case.failure.cell
    place = case.failure.document.index(failing) or 0
    above = {cell.id for cell in case.failure.document.cells[:place]}
    others = {*flow.order(failing), *above} - {failing}
    if any(name in flow.facts(cell).defines for cell in others):
        return True
    # A loop's own variable is not what it adds to: "items" is right beside "item".
    looped = {
        node.id
        for loop in site.code.nodes(ast.For)
        for node in site.code.nodes(ast.Name, loop.target)
    }
    own = site.inside.name if site.inside is not None else name  # "balances" of each "balance"
    known = (visible_names(case) | local_names(site)) - looped - {name, told, own}
    others_like = [one for _, one in misnamed(case.failure, name) if one not in (told, own)]
    return meant(name, known) is not None or bool(others_like)


def _fits(case: Case, name: str, start: str) -> bool:
    """Whether all that is done with a name in the notebook can be done with its start."""
    own = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    for cell in own:
        for node in ast.walk(case.code(cell).tree):
            of = getattr(node, "func", getattr(node, "value", None))
            if not isinstance(of, ast.Name) or of.id != name:
                continue
            if isinstance(node, ast.Call):
                return False
            if isinstance(node, ast.Attribute) and not hasattr(_VALUES[start], node.attr):
                return False
            if isinstance(node, ast.Subscript) and start in ("0", "1"):
                return False
    return True
