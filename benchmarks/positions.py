"""The prompts of a typed notebook, key by key, as the completion service makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_codeintel.completion.anchoring import Anchor, anchored
from jupyter_codeintel.completion.situation import observe
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.fim import ActiveCell, Budget, render_fim
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.engine.generation import FimParts
from jupyter_codeintel.evaluation.replays import Replay
from jupyter_codeintel.evaluation.typist import Editor, Typist


@dataclass(frozen=True)
class Position:
    """A cursor.

    Parameters
    ----------
    parts : FimParts
        The prompt as the completion service makes it.
    before, after : str
        All code of the notebook around the cursor, for who makes a prompt of his own.
    arriving : bool
        Whether it is the first one in its cell.
    """

    parts: FimParts
    before: str
    after: str
    arriving: bool


def positions(replay: Replay, every: int) -> Iterator[Position]:
    """Yield the cursors after each key, but of any ``every`` keys in a row one alone."""
    cells = dict(replay.cells)
    flow = Dataflow()
    for step in (step for step in replay.steps if step.text):
        editor = Editor(cells[step.cell], step.cursor(cells[step.cell]))
        typist = Typist(editor, step.text)
        anchor: Anchor | None = None
        key = 0
        while not typist.done:
            typist.press()
            place = observe(editor.prefix, editor.suffix, "never")
            anchor = anchored(anchor, editor.prefix, place.suffix)
            if key % every == 0:
                active = ActiveCell(
                    step.cell, anchor.head, editor.prefix[len(anchor.head) :], place.suffix
                )
                document = Document("peers.ipynb", cells=_as_cells(cells))
                flow.update(document)
                above, below = _around(cells, step.cell)
                yield Position(
                    render_fim(document, active, Budget(), flow),
                    above + editor.prefix,
                    place.suffix + below,
                    arriving=key == 0,
                )
            key += 1
        cells[step.cell] = editor.source


def _around(cells: dict[str, str], cell: str) -> tuple[str, str]:
    names = list(cells)
    index = names.index(cell)
    above = "".join(f"{cells[name].rstrip()}\n\n" for name in names[:index])
    return above, "".join(f"\n\n{cells[name]}" for name in names[index + 1 :])


def _as_cells(cells: dict[str, str]) -> tuple[Cell, ...]:
    return tuple(Cell(name, "code", source) for name, source in cells.items())
