"""Rules in rows: what an error says of a call, and what is changed in that call."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Callable, Iterable
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near


class Row(NamedTuple):
    """A message, the calls that raise it, what is changed in one, and why."""

    message: re.Pattern[str]
    calls: tuple[str, ...]
    changes: Callable[[Case, Site, ast.Call], Iterable[Change]]
    says: str


async def by_message(case: Case, rows: Iterable[Row], kind: str) -> AsyncIterator[Repair]:
    """Yield what the first of the rows that has a change for the failing call changes."""
    for row in rows:
        if not row.message.search(case.error.value):
            continue
        for site in case.sites[:1]:
            for call in site.nodes(ast.Call):
                changes = list(row.changes(case, site, call)) if callee(call) in row.calls else []
                if changes:
                    yield repaired(site.cell, site.code, changes, row.says, kind)
                    return


def argument(call: ast.Call, at: int, *names: str) -> ast.expr | None:
    """Return what a call is given at a place, or under a name."""
    for word in call.keywords:
        if word.arg in names:
            return word.value
    given = call.args[: at + 1]
    has_stars = any(isinstance(one, ast.Starred) for one in given)
    return given[at] if len(given) > at and not has_stars else None


def after(site: Site, node: ast.expr, more: str) -> Change:
    """Return the change that adds a part to an expression."""
    start, end = site.code.span(node)
    if isinstance(node, ast.Attribute | ast.Call | ast.Name | ast.Subscript):
        return (end, end), more
    return (start, end), f"({site.code.text(node)}){more}"


def line_above(site: Site, *lines: str) -> Change:
    """Return the change that puts lines before the failing statement."""
    assert site.statement is not None  # noqa: S101 - it has a node that is changed
    start = site.code.line_span(site.statement.lineno)[0]
    place = site.code.span(site.statement)[0]
    indentation = site.code.source[start:place]
    return (start, start), "".join(f"{indentation}{line}\n" for line in lines)


def can_take_lines(site: Site) -> bool:
    """Whether lines can stand before the failing statement, which stands alone in its line."""
    statement = site.statement
    if statement is None:
        return False
    start, place = site.code.line_span(statement.lineno)[0], site.code.span(statement)[0]
    is_first = not site.code.source[start:place].strip()
    return is_first and not site.code.source.startswith("elif", place)


def free_name(case: Case, *names: str) -> str | None:
    """Return the first of some names that nothing in the notebook has yet."""
    cells = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    used = {node.id for text in cells for node in text.nodes(ast.Name)}
    return next((one for one in names if one not in used and case.variable(one) is None), None)


def words_near(case: Case, site: Site) -> str:
    """Return what is said about a place in one text of small letters."""
    return " ".join(" ".join(told_near(case, site)).lower().split())
