"""Columns that have become the index of a frame."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_INTO_INDEX = frozenset({"groupby", "set_index", "pivot", "pivot_table"})


async def columns_in_the_index(case: Case) -> AsyncIterator[Repair]:
    """Yield the frame with its index as a column again, where the column is asked for."""
    keys = missing_keys(case.error)
    for site in case.sites[:1] if len(keys) == 1 else ():
        for node in site.nodes(ast.Subscript):
            frame = node.value.id if isinstance(node.value, ast.Name) else ""
            if _asks_for(node, frame, keys[0]) and is_in_index(case, frame, keys[0]):
                says = f'"{keys[0]}" is in the index of "{frame}"'
                changes = [_as_column(site, node, frame, keys[0])]
                yield repaired(site.cell, site.code, changes, says, "column_in_the_index")


def _asks_for(node: ast.Subscript, frame: str, key: str) -> bool:
    is_of_frame = isinstance(node.value, ast.Name) and node.value.id == frame
    return is_of_frame and getattr(node.slice, "value", None) == key


def _as_column(site: Site, node: ast.Subscript, frame: str, key: str) -> Change:
    """Return how the index becomes a column: at once where it is asked for again."""
    asked = [other for other in site.code.nodes(ast.Subscript) if _asks_for(other, frame, key)]
    if len(asked) > 1 and site.statement in site.code.tree.body:
        start = site.code.span(site.statement)[0]
        return (start, start), f"{frame} = {frame}.reset_index()\n"
    place = site.code.span(node.value)[1]
    return (place, place), ".reset_index()"


def is_in_index(case: Case, frame: str, key: str) -> bool:
    """Whether the statement that makes a frame takes a column into its index."""
    failure = case.failure
    cells = {failure.cell, *failure.flow.defining_cells({frame}, before=failure.cell).values()}
    made = (node for cell in cells for node in case.code(cell).nodes(ast.Assign)
            if frame in {t.id for t in node.targets if isinstance(t, ast.Name)})  # fmt: skip
    return any(_takes(node, key) for node in made)


def _takes(statement: ast.Assign, key: str) -> bool:
    calls = [n for n in ast.walk(statement) if isinstance(n, ast.Call)]
    named = {n.func.attr: n for n in calls if isinstance(n.func, ast.Attribute)}
    options = {word.arg for call in calls for word in call.keywords}
    given = (part for name in _INTO_INDEX & named.keys() for part in ast.walk(named[name])
             if part is not named[name].func)  # fmt: skip
    is_given = any(isinstance(part, ast.Constant) and part.value == key for part in given)
    return is_given and "reset_index" not in named and "as_index" not in options
