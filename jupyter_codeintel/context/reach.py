"""What is told of the names that the person is likely to use next."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.dataflow.references import references
from jupyter_codeintel.context.describing import describe
from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.namespace import Namespace, Variable

_NEAR_CELLS = 3
_LONGEST_BINDING = 160
_MOST_RECENT = 6


def reach_lines(
    document: Document,
    flow: Dataflow,
    cell_id: str,
    text: tuple[str, str],
    namespace: Namespace | None,
    shown: str,
    tokens: int,
) -> str:
    """Return code, and a string with facts, about the names in reach of a cursor.

    Parameters
    ----------
    document, flow : Document, Dataflow
        The notebook; ``flow`` knows this state of it.
    cell_id : str
        The active cell.
    text : (str, str)
        Its text before and after the cursor.
    namespace : Namespace, optional
        What the live kernel told last.
    shown : str
        The text of the cells that the prompt shows: what it says is not told again.
    tokens : int
        The budget, in estimated tokens.
    """
    left = tokens * CHARS_PER_TOKEN
    sources = {cell.id: cell.source for cell in document.cells}
    binders = flow.defining_cells(flow.visible_names(cell_id), before=cell_id)
    told: list[str] = []
    code: list[str] = []
    for name in _names_in_reach(flow, cell_id, text, namespace):
        variable = namespace.variables.get(name) if namespace else None
        binder = binders.get(name)
        seen = binder is not None and sources[binder].strip() in shown
        if variable is not None and (not seen or _says_more(variable, shown)):
            line, lines = describe(variable), told
        elif variable is None and binder is not None and not seen:
            line, lines = _binding(flow, sources[binder], binder, name), code
        else:
            continue
        if line and len(line) < left:
            lines.append(line)
            left -= len(line) + 1
    if told:
        told += _age(namespace)
    told += _failure(document, cell_id)
    # The nearest name comes last: next to where it is used.
    return _block(reversed(code)) + _block(_quoted(reversed(told)))


def _quoted(lines: Iterable[str]) -> list[str]:
    """Return lines in a string: more comments would be written after lines in comments."""
    found = [line.replace('"""', "...") for line in lines]
    return ['"""', *found, '"""'] if found else []


def _block(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return f"{text}\n\n" if text else ""


def _names_in_reach(
    flow: Dataflow, cell_id: str, text: tuple[str, str], namespace: Namespace | None
) -> list[str]:
    """Return names by how soon they may be used: the active cell's, its neighbours', new ones."""
    names: dict[str, None] = {}
    prefix, suffix = text
    reads = references(prefix + suffix).reads
    before = [read.name for read in reads if read.start < len(prefix)]
    names.update(dict.fromkeys(reversed(before)))
    names.update(dict.fromkeys(read.name for read in reads if read.start >= len(prefix)))
    for cell in reversed(flow.order(cell_id)[-_NEAR_CELLS:]):
        facts = flow.facts(cell)
        names.update(dict.fromkeys(sorted(facts.defines)))
        names.update(dict.fromkeys(sorted(facts.uses)))
    if namespace is not None:
        values = (v.name for v in namespace.variables.values() if v.module is None)
        names.update(dict.fromkeys(islice(values, _MOST_RECENT)))
    return [name for name in names if name not in BUILTIN_NAMES]


def _says_more(variable: Variable, shown: str) -> bool:
    """Whether a variable has columns or keys that the text does not tell."""
    names = [*(name for name, _ in variable.columns), *variable.keys]
    return any(name not in shown for name in names)


def _binding(flow: Dataflow, source: str, cell_id: str, name: str) -> str:
    """Return the line that binds a name, or the head of the function that does."""
    for definition in flow.facts(cell_id).definitions:
        if definition.name == name:
            return definition.text
    if any(imported.name == name for imported in flow.facts(cell_id).imports):
        return ""  # told with the other imports
    place = flow.facts(cell_id).places.get(name, 0)
    start = source.rfind("\n", 0, place) + 1
    return source[start:].partition("\n")[0].strip()[:_LONGEST_BINDING]


def _failure(document: Document, cell_id: str) -> Iterator[str]:
    """Yield what the last run of the cell, if it failed, ended in."""
    index = document.index(cell_id)
    error = None if index is None else document.cells[index].error
    if error is not None:
        reason = error.value.partition("\n")[0][:_LONGEST_BINDING]
        yield f"The last run ended in {error.name}: {reason}"


def _age(namespace: Namespace | None) -> Iterator[str]:
    if namespace is not None and namespace.busy:
        minutes = round((time.monotonic() - namespace.taken) / 60)
        yield f"{minutes} min ago, before the cell that runs now:"
