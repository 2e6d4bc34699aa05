"""The cells and variables that a failing cell depends on, within a token budget."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.context.describing import describe
from jupyter_codeintel.fix.failure import Failure


def slice_sources(failure: Failure, without: Iterable[str], tokens: int) -> tuple[str, ...]:
    """Return the texts of the cells that the failing one's values come from, in their order.

    Of those that do not fit, the ones farthest from the failing cell are left out.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    without : iterable of str
        Cells that the prompt shows elsewhere.
    tokens : int
        The budget, in estimated tokens.
    """
    facts = failure.flow.facts(failure.cell)
    needed = facts.uses | facts.uses_later | facts.modifies
    hidden = {failure.cell, *without}
    left = tokens * CHARS_PER_TOKEN
    kept: list[str] = []
    for cell in reversed(failure.flow.slice(needed, before=failure.cell)):
        source = failure.source(cell).strip()
        if cell in hidden or not source:
            continue
        if len(source) > left:
            break
        kept.append(source)
        left -= len(source)
    return tuple(reversed(kept))


def variable_lines(failure: Failure, cells: Iterable[str], tokens: int) -> str:
    """Return a line for each live variable that some cells use.

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
    left = tokens * CHARS_PER_TOKEN
    lines: list[str] = []
    for name in names.keys() - BUILTIN_NAMES:
        variable = failure.namespace.variables.get(name)
        line = "" if variable is None else describe(variable)
        if line and len(line) < left:
            lines.append(line)
            left -= len(line)
    return "\n".join(sorted(lines))
