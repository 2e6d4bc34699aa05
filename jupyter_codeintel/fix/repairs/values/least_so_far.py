"""Tables of the least so far that begin with None, which is less than nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_ORDERED = re.compile(
    r"'(?P<op>[<>])=?' not supported between instances of "
    r"'(?:(?:int|float)' and 'NoneType|NoneType' and '(?:int|float))'"
)


async def least_so_far(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[float("inf")] * n`` for ``[None] * n`` of which lesser values take the place."""
    if not _ORDERED.search(case.error.value):
        return
    for site in case.sites[:1]:
        for table, sign in _improved(site):
            bound = case.binding(site, table)
            if bound is None or _asks_for_none(case, table.id):
                continue
            nones = [
                one
                for node in ast.walk(bound.value)
                if isinstance(node, ast.List)
                for one in node.elts
                if isinstance(one, ast.Constant) and one.value is None
            ]
            infinity = _infinity(case, bound.code.source, sign)
            changes = [(bound.code.span(one), infinity) for one in nones]
            if changes:
                says = f'"{table.id}" begins with what any other value is better than'
                yield repaired(bound.cell, bound.code, changes, says, "least_so_far")


def _improved(site: Site) -> Iterator[tuple[ast.Name, str]]:
    """Yield the tables whose entries are replaced where another value is less, or more."""
    statement = site.statement
    if not isinstance(statement, ast.If):
        return
    match statement.test:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            is_less = isinstance(op, ast.Lt | ast.LtE)
            if not is_less and not isinstance(op, ast.Gt | ast.GtE):
                return
        case _:
            return
    placed = {
        ast.unparse(target): ast.unparse(node.value)
        for inner in statement.body
        for node in ast.walk(inner)
        if isinstance(node, ast.Assign)
        for target in node.targets
    }
    for new, old, lower in ((left, right, is_less), (right, left, not is_less)):
        owner = old
        while isinstance(owner, ast.Subscript):
            owner = owner.value
        is_new = placed.get(ast.unparse(old)) == ast.unparse(new)
        if is_new and owner is not old and isinstance(owner, ast.Name):
            yield owner, "" if lower else "-"


def _asks_for_none(case: Case, name: str) -> bool:
    """Whether a notebook asks anywhere whether an entry of a table is None."""
    return any(
        any(getattr(one, "value", 0) is None for one in node.comparators)
        and any(getattr(one, "id", "") == name for one in ast.walk(node))
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Compare)
    )


def _infinity(case: Case, source: str, sign: str) -> str:
    own, module = case.name_of("math.inf"), case.name_of("math")
    if own is not None or module is not None:
        return f"{sign}{own or f'{module}.inf'}"
    quote = "'" if "'" in source and '"' not in source else '"'
    return f"{sign}float({quote}inf{quote})"
