"""The cells and variables that a failing cell depends on, within a token budget."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.context.describing import describe
from jupyter_codeintel.fix.failure import Failure


def slice_sources(failure: Failure, target: str, tokens: int) -> tuple[str, ...]:
    """Return the texts of other cells, in their order.

    First those that the values of the failing cell and of the one to be corrected come
    from, the nearest first; then what else ran before, as far as there is room. A cell that
    does not do what it should may not use what it should, either.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    target : str
        The cell to be corrected.
    tokens : int
        The budget, in estimated tokens.
    """
    order = failure.flow.order(failure.cell)
    needed = {*_sources(failure, failure.cell), *_sources(failure, target)}
    back = order[::-1]
    nearest = [*(c for c in back if c in needed), *(c for c in back if c not in needed)]
    left = tokens * CHARS_PER_TOKEN
    kept: dict[str, str] = {}
    for cell in nearest:
        source = failure.source(cell).strip()
        if source and cell not in (failure.cell, target) and len(source) <= left:
            kept[cell] = source
            left -= len(source)
    return tuple(kept[cell] for cell in order if cell in kept)


def _sources(failure: Failure, cell: str) -> tuple[str, ...]:
    facts = failure.flow.facts(cell)
    needed = facts.uses | facts.uses_later | facts.modifies
    return failure.flow.slice(needed, before=cell)


def variable_lines(failure: Failure, cells: Iterable[str], tokens: int) -> str:
    """Return a line for each live variable that some cells use, and then of the latest others.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    cells : iterable of str
        Whose names are told.
    tokens : int
        The budget, in estimated tokens.
    """
    if failure.namespace is None:
        return ""
    names: dict[str, None] = {}
    for cell in cells:
        facts = failure.flow.facts(cell)
        names.update(dict.fromkeys(sorted(facts.uses | facts.uses_later | facts.defines)))
    variables = failure.namespace.variables
    names.update(dict.fromkeys(name for name in variables if not name.startswith("_")))
    left = tokens * CHARS_PER_TOKEN
    lines: list[str] = []
    for name in names:
        line = describe(variables[name]) if name in variables else ""
        if line and len(line) < left:
            lines.append(line)
            left -= len(line)
    return "\n".join(sorted(lines))
