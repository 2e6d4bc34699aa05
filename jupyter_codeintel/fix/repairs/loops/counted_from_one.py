"""Places that the words number from 1 on, and that lists number from 0 on."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_FROM_ONE = re.compile(
    r"\b(?:number(?:ed|ing|s)?|count(?:ed|ing|s)?|index(?:ed|es|ing)?)(?: are| is)? "
    r"(?:(?:run|go|start|begin)\w* )?(?:at |from |with )?(?:1|one)(?![\w.]*\w)"
    r"|\b(?:start|begin|run|go(?:es)?)\w* (?:at|from|with) (?:1|one)(?![\w.]*\w)"
    r"|(?<![\w.])(?:1|one)[- ]based\b|\(1 ?(?:-|to|\.\.) ?\d+\)",
    re.IGNORECASE,
)
_FROM_ZERO = re.compile(r"\b(?:0|zero)[- ]based|\bfrom (?:0|zero)\b", re.IGNORECASE)


async def places_from_one(case: Case) -> AsyncIterator[Repair]:
    """Yield ``board[r - 1][c - 1]`` for ``board[r][c]`` where rows are numbered from 1."""
    if not case.is_a("IndexError") or "out of range" not in case.error.value:
        return
    for site in case.sites[:1]:
        told = " ".join([*told_near(case, site), case.failure.goal])
        if not _FROM_ONE.search(told) or _FROM_ZERO.search(told):
            continue
        given = set(_given(case, site))
        places = [one for one in site.nodes(ast.Subscript) if _at(one) in given]
        roots = {_root(one) for one in places}
        if places and len(roots) == 1:
            says = "they are numbered from 1, as the words say, and those of a list from 0"
            changes = [(site.code.span(one.slice), f"{_at(one)} - 1") for one in places]
            yield repaired(site.cell, site.code, changes, says, "place_from_one")


def _at(node: ast.Subscript) -> str:
    return node.slice.id if isinstance(node.slice, ast.Name) else ""


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return ast.unparse(node)


def _given(case: Case, site: Site) -> Iterator[str]:
    """Yield the names that come from data: of a loop through it, not of one that counts."""
    loops: list[ast.For | ast.comprehension] = [*site.code.nodes(ast.For)]
    for loop in (*loops, *site.nodes(ast.comprehension)):
        is_around = isinstance(loop, ast.comprehension) or (
            loop.lineno <= site.line <= (loop.end_lineno or 0)
        )
        is_data = isinstance(loop.iter, ast.Name | ast.Attribute | ast.List)
        if is_around and is_data and not _has_zero(case, site, loop.iter):
            yield from (one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name))


def _has_zero(case: Case, site: Site, several: ast.expr) -> bool:
    """Whether a 0 stands in the data, so that they are not numbered from 1."""
    bound = case.binding(site, several)
    value = bound.value if bound is not None else several
    return any(isinstance(one, ast.Constant) and one.value == 0 for one in ast.walk(value))
