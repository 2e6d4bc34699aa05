"""Tables that are made anew of another one, after they had got a column."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.gate.reading.trees import literal, loads
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_Set = tuple[str, ast.Assign]


async def made_over(case: Case) -> AsyncIterator[Repair]:
    """Yield ``people = people.sort_values("kg")`` for one of ``raw``, which lacks a new column."""
    missing = missing_keys(case.error) if case.is_a("KeyError") else ()
    for site in case.sites[:1] if len(missing) == 1 else ():
        tables = {
            node.value.id
            for node in site.nodes(ast.Subscript)
            if literal(node.slice) == missing[0] and isinstance(node.value, ast.Name)
        }
        for table in sorted(tables):
            found = _made_over(list(_settings(case, table)), table, missing[0])
            if found is not None:
                cell, name = found
                says = f'"{table}" was given "{missing[0]}", and is made anew without it'
                change = case.code(cell).span(name), table
                yield repaired(cell, case.code(cell), [change], says, "made_over")


def _settings(case: Case, table: str) -> Iterator[_Set]:
    """Yield the statements that set a table or a column of it, as the cells ran."""
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        for node in case.code(cell).tree.body:
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target = node.targets[0]
                owner = target.value if isinstance(target, ast.Subscript) else target
                if isinstance(owner, ast.Name) and owner.id == table:
                    yield cell, node


def _made_over(settings: list[_Set], table: str, column: str) -> tuple[str, ast.Name] | None:
    """Return the other table of which one is made last, after it was made of it and got a column.

    It is None where the table is made anew of nothing else, or got no such column before.
    """
    whole = [one for one in settings if isinstance(one[1].targets[0], ast.Name)]
    if len(whole) < 2:
        return None
    cell, last = whole[-1]
    names = [node for node in ast.walk(last.value) if isinstance(node, ast.Name)]
    before = settings[: settings.index((cell, last))]
    has_column = any(
        isinstance(node.targets[0], ast.Subscript) and literal(node.targets[0].slice) == column
        for _, node in before
    )
    others = [name for name in names if name.id in loads(whole[-2][1].value) - {table}]
    is_of_one = len(others) == 1 and table not in loads(last.value)
    return (cell, others[0]) if has_column and is_of_one else None
