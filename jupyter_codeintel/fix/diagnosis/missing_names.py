"""Which cell is to blame for a name that is not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.context.nearest import nearest
from jupyter_codeintel.fix.diagnosis.code import code
from jupyter_codeintel.fix.diagnosis.suspect import Suspect
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.knowledge.imports import import_statements, module_of_alias
from jupyter_codeintel.trial import Raised

_NOT_DEFINED = re.compile(r"name '(\w+)' is not defined")


def missing_name(error: Raised) -> str | None:
    """Return the name that a NameError is about."""
    if error.name != "NameError" and "NameError" not in error.names:
        return None
    match = _NOT_DEFINED.search(error.value)
    return error.attributes.get("name") or (match[1] if match else None)


def missing_name_suspects(failure: Failure) -> Iterator[Suspect]:
    """Yield the cells that may be to blame for a NameError."""
    name = missing_name(failure.error)
    if name is None:
        return
    cell = unabbreviated(failure, name)
    if cell is not None:
        yield Suspect(cell, f'it imports {module_of_alias(name)} without the name "{name}"')
    for cell in not_run(failure, name):
        yield Suspect(cell, f'it defines "{name}" and has not run before')
    known = import_statements(name)
    if known:
        yield Suspect(import_cell(failure), f'"{known[0]}" belongs to the other imports')
        return
    for cell, bound in misnamed(failure, name):
        yield Suspect(cell, f'it sets "{bound}", which nothing uses, rather than "{name}"')
    if nearest(name, failure.flow.visible_names(failure.cell)) is None:
        before = failure.flow.order(failure.cell)
        if before and name in failure.flow.facts(failure.cell).uses:
            yield Suspect(before[-1], f'it ran last, and nothing sets "{name}"')


def not_run(failure: Failure, name: str) -> list[str]:
    """Return the cells that bind a name and did not run before the failing one.

    Those above come first, the nearest one first, then those below.
    """
    place = failure.document.index(failure.cell) or 0
    cells = [
        (index > place, abs(index - place), cell.id)
        for index, cell in enumerate(failure.document.cells)
        if cell.id != failure.cell
        and name in failure.flow.facts(cell.id).defines
        and (cell.stale or cell.execution_count is None)
        and (index > place or _has_run_any(failure))
    ]
    return [cell for _, _, cell in sorted(cells)]


def unabbreviated(failure: Failure, name: str) -> str | None:
    """Return the cell that imports the module that a name abbreviates, but not as that."""
    module = module_of_alias(name)
    if module is None:
        return None
    for cell in reversed((*failure.flow.order(failure.cell), failure.cell)):
        for imported in failure.flow.facts(cell).imports:
            if imported.module == module and imported.member is None:
                return cell
    return None


def import_cell(failure: Failure) -> str:
    """Return the cell where imports stand: the first one that begins with some."""
    cells = [*failure.flow.order(failure.cell), failure.cell]
    place = failure.document.index
    for cell in sorted(cells, key=lambda name: place(name) or 0):
        body = code(failure.source(cell)).tree.body
        if body and isinstance(body[0], ast.Import | ast.ImportFrom):
            return cell
    return failure.cell


def misnamed(failure: Failure, name: str) -> list[tuple[str, str]]:
    """Return names with their cells that are set but not used, and may be meant.

    One is like the other, or contains it: ``data2`` and ``data``.
    """
    cells = failure.flow.order(failure.cell)
    used: set[str] = set()
    for cell in (*cells, failure.cell):
        facts = failure.flow.facts(cell)
        used |= facts.uses | facts.uses_later
    bound = {
        other: cell
        for cell in cells
        for other in failure.flow.facts(cell).defines - used
        if not other.startswith("_")
    }
    like = nearest(name, bound)
    found = [other for other in bound if other == like or _is_part(other, name)]
    return [(bound[other], other) for other in reversed(found)]


def _is_part(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    rest = long.removeprefix(short) if long.startswith(short) else long.removesuffix(short)
    return len(rest) < len(long) and bool(re.fullmatch(r"_?\w{1,4}|\w+_|_\w+", rest))


def _has_run_any(failure: Failure) -> bool:
    return any(
        cell.execution_count is not None
        for cell in failure.document.cells
        if cell.id != failure.cell
    )
