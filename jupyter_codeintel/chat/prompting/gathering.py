"""All that is told with a question, most of it whatever is asked.

What does not depend on the question comes first and in a stable order, so that it can be read
before the question is written, and is not read again for the next one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from jupyter_codeintel.chat.pieces import Piece
from jupyter_codeintel.chat.prompting.cells import cell_piece, headings, near_cells, summaries
from jupyter_codeintel.chat.prompting.errors import error_piece
from jupyter_codeintel.chat.prompting.fitting import PartUse, fit
from jupyter_codeintel.chat.prompting.mentioned import (
    mentioned_cells,
    mentioned_names,
    mentioned_words,
)
from jupyter_codeintel.chat.prompting.variables import column_pieces, variable_pieces
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.settings import ContextBudget


@dataclass(frozen=True)
class Told:
    """Pieces in the order in which they are told, and what they take."""

    pieces: tuple[Piece, ...]
    uses: tuple[PartUse, ...]

    def __add__(self, other: Told) -> Told:
        return Told(self.pieces + other.pieces, self.uses + other.uses)


def surroundings(
    scene: Scene, budget: ContextBudget, without: Collection[str] = frozenset()
) -> Told:
    """Return what is told whatever is asked.

    Parameters
    ----------
    scene : Scene
        The notebook, and where the person is.
    budget : ContextBudget
        How long the parts may be.
    without : collection of str
        The ids of pieces that the person took out.
    """
    near = [cell_piece(scene, cell) for cell in near_cells(scene)]
    has_active = bool(near) and near[0].key == scene.cell
    cells, cell_use = fit("cells", _allowed(near, without), budget.cells, shortened=has_active)
    outlined = list(summaries(scene, {piece.key for piece in cells}))
    title = headings(scene)
    first = [title] if title else []
    outline, outline_use = fit("outline", _allowed([*first, *outlined], without), budget.outline)
    variables, variable_use = fit(
        "variables", _allowed(_near_variables(scene, cells), without), budget.variables
    )
    error = error_piece(scene, budget.error)
    errors, error_use = fit("error", _allowed([error] if error else [], without), budget.error)
    places = {cell.id: place for place, cell in enumerate(scene.document.cells)}
    cells.sort(key=lambda piece: places[piece.key])
    variables.sort(key=lambda piece: piece.key)
    # What changes when the person goes to another cell comes last.
    heads = [piece for piece in outline if piece is title]
    rest = [piece for piece in outline if piece is not title]
    pieces = (*heads, *cells, *rest, *_active(scene, without), *variables, *errors)
    return Told(pieces, (outline_use, cell_use, variable_use, error_use))


def asked_about(
    scene: Scene,
    question: str,
    referred: Sequence[Piece],
    shown: Sequence[Piece],
    budget: ContextBudget,
    without: Collection[str] = frozenset(),
) -> Told:
    """Return what is told because of the question.

    Parameters
    ----------
    scene, budget, without
        As for `surroundings`.
    question : str
        What the person wrote.
    referred : sequence of Piece
        What they referred to.
    shown : sequence of Piece
        What is told whatever is asked. Only lines about variables are told once more: small
        models find best what stands near the question.
    """
    known = {piece.id: piece.text for piece in shown if piece.kind != "variable"}
    names = mentioned_names(scene, question)
    makers = scene.flow.defining_cells(names)
    numbers = [*mentioned_cells(scene, question), *(makers[n] for n in names if n in makers)]
    mentioned = [
        *variable_pieces(scene, names, named=True),
        *column_pieces(scene, names, mentioned_words(question)),
        *(cell_piece(scene, cell) for cell in map(scene.find, dict.fromkeys(numbers)) if cell),
    ]
    pieces = {piece.id: piece for piece in (*referred, *mentioned)}
    pieces |= {piece.id: piece for piece in referred}
    ordered = [piece for piece in pieces.values() if known.get(piece.id) != piece.text]
    shortened = sum(piece.named and piece in referred for piece in ordered)
    kept, use = fit("named", _allowed(ordered, without), budget.named, shortened=shortened)
    return Told(tuple(kept), (use,))


def _near_variables(scene: Scene, cells: Sequence[Piece]) -> list[Piece]:
    """Return lines about variables: those of the active cell first, then of cells near it."""
    names: dict[str, None] = {}
    for piece in cells:
        facts = scene.flow.facts(piece.key)
        names.update(dict.fromkeys(sorted(facts.uses | facts.uses_later | facts.modifies)))
        names.update(dict.fromkeys(sorted(facts.defines)))
    if scene.namespace is not None:
        names.update(dict.fromkeys(scene.namespace.variables))
    live = scene.namespace.variables if scene.namespace else {}
    return variable_pieces(scene, [name for name in names if name in live])


def _active(scene: Scene, without: Collection[str]) -> list[Piece]:
    if scene.active is None:
        return []
    text = f"The person is in {scene.label(scene.active.id)}."
    piece = Piece("active", "", "Active cell", text)
    return [] if piece.id in without else [piece]


def _allowed(pieces: Iterable[Piece], without: Collection[str]) -> list[Piece]:
    return [piece for piece in pieces if piece.id not in without]
