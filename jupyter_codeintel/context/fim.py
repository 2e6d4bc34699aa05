"""Render the active cell and its neighbours as fill-in-the-middle parts.

What changes least comes first, so that the engine keeps most of a prompt while one types,
moves and runs cells: what the left-out cells import and define, the cells above, the lines
about names in reach, the nearest cell, the active one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_codeintel.context.budget import Window, leading_window, stable_window
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.language import CellLanguage, cell_language
from jupyter_codeintel.context.modules import Imported
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.context.outside import head_of
from jupyter_codeintel.context.reach import reach_lines
from jupyter_codeintel.engine.generation import FimParts
from jupyter_codeintel.namespace import Namespace


@dataclass(frozen=True)
class Budget:
    """Tokens for the parts of a prompt.

    A laptop's processor reads about 50 tokens a second: the defaults cost a cold start of
    some ten seconds, and nothing while typing.

    Parameters
    ----------
    above : int
        For the text above the cursor, the active cell's included.
    below : int
        For the text below the cursor.
    outside : int
        For what local modules define, and what the cells that do not fit import and define.
    reach : int
        For variables and definitions in reach of the cursor.
    """

    above: int = 400
    below: int = 100
    outside: int = 60
    reach: int = 100


@dataclass(frozen=True)
class ActiveCell:
    """The cell that is edited, as its editor has it now.

    Parameters
    ----------
    cell : str
        Its id; the document may not know it yet.
    head : str
        Its text above the anchor.
    typed : str
        From the anchor to the cursor.
    suffix : str
        What follows, without auto-closed delimiters.
    """

    cell: str
    head: str
    typed: str
    suffix: str


def render_fim(
    document: Document,
    active: ActiveCell,
    budget: Budget,
    flow: Dataflow,
    reach: str = "",
    modules: Sequence[Imported] = (),
) -> FimParts:
    """Return the prompt's parts; typing changes ``typed`` alone.

    Parameters
    ----------
    document : Document
        The latest snapshot; its text of the active cell is not used.
    active : ActiveCell
        The cell under the cursor.
    budget : Budget
        How much of the surroundings is told.
    flow : Dataflow
        Knows the document.
    reach : str
        What `tell_reach` returned when the person came to the cell.
    modules : sequence of Imported
        What the notebook takes from files beside it.
    """
    above = _cells_above(document, active)
    window = _window(above, active, budget)
    left_out = [cell.id for cell in above[: window.dropped]]
    head = head_of(flow, left_out, modules, budget.outside)
    # Right above the cursor they would be taken for the beginning of the cell.
    nearest = (_separated(above[-1].source) if above else "") + active.head
    far = window.text.removesuffix(nearest) if window.text.endswith(nearest) else ""
    near = window.text[len(far) :]
    suffix = leading_window(_below(document, active), budget.below)
    return FimParts(prefix=head + far + reach + near, suffix=suffix, typed=active.typed)


def tell_reach(
    document: Document,
    active: ActiveCell,
    budget: Budget,
    flow: Dataflow,
    namespace: Namespace | None,
) -> str:
    """Return lines about the names in reach, to be kept while the person stays in the cell.

    A prompt that followed each keystroke would be read by the model anew each time.

    Parameters
    ----------
    document, active, budget, flow
        As for `render_fim`.
    namespace : Namespace, optional
        What the live kernel told last.
    """
    if not _language(document, active).is_python:
        return ""
    window = _window(_cells_above(document, active), active, budget)
    text = (active.head + active.typed, active.suffix)
    return reach_lines(document, flow, active.cell, text, namespace, window.text, budget.reach)


def _cells_above(document: Document, active: ActiveCell) -> Sequence[Cell]:
    """Return the cells before the active one that its language can see."""
    end = document.index(active.cell) or 0
    return list(_visible(document, active, document.cells[:end]))


def _window(above: Sequence[Cell], active: ActiveCell, budget: Budget) -> Window:
    blocks = (_separated(cell.source) for cell in above)
    return stable_window((*blocks, active.head), budget.above)


def _below(document: Document, active: ActiveCell) -> Iterator[str]:
    yield active.suffix
    index = document.index(active.cell)
    following = () if index is None else document.cells[index + 1 :]
    for cell in _visible(document, active, following):
        yield "\n\n" + cell.source


def _visible(document: Document, active: ActiveCell, cells: Sequence[Cell]) -> Iterator[Cell]:
    group = _language(document, active).group
    for cell in cells:
        if cell.type != "code" or not cell.source.strip():
            continue
        if cell_language(cell.source, document.language).group == group:
            yield cell


def _language(document: Document, active: ActiveCell) -> CellLanguage:
    return cell_language(active.head + active.typed, document.language)


def _separated(source: str) -> str:
    return source.rstrip("\n") + "\n\n"
