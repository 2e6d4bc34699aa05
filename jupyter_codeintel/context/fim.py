"""Render the active cell and its neighbours as fill-in-the-middle parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jupyter_codeintel.context.budget import leading_window, stable_window
from jupyter_codeintel.context.language import CellLanguage, cell_language
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.engine.generation import FimParts


@dataclass(frozen=True)
class Budget:
    """Tokens for the text above and below the cursor.

    A laptop's processor reads about 50 tokens a second: the defaults cost a cold start of
    some 15 seconds, and nothing while typing.
    """

    above: int = 700
    below: int = 120


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


ContextSource = Callable[[Document, ActiveCell], Sequence[str]]
"""Gives blocks of text for the top of the prompt, those that change least first."""


def cells_above(document: Document, active: ActiveCell) -> Sequence[str]:
    """Return the cells before the active one that its language can see."""
    end = document.index(active.cell) or 0
    return [_separated(cell.source) for cell in _visible(document, active, document.cells[:end])]


DEFAULT_SOURCES: tuple[ContextSource, ...] = (cells_above,)


def render_fim(
    document: Document,
    active: ActiveCell,
    budget: Budget,
    sources: Sequence[ContextSource] = DEFAULT_SOURCES,
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
    sources : sequence of ContextSource
        What is told above the active cell, in order.
    """
    blocks = [block for source in sources for block in source(document, active)]
    prefix = stable_window((*blocks, active.head), budget.above)
    suffix = leading_window(_below(document, active), budget.below)
    return FimParts(prefix=prefix, suffix=suffix, typed=active.typed)


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
