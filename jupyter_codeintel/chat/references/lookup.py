"""From a reference to what is told about it."""

from __future__ import annotations

from jupyter_codeintel.chat.pieces import Piece, cut
from jupyter_codeintel.chat.prompting.cells import cell_piece, output_piece
from jupyter_codeintel.chat.prompting.errors import error_piece
from jupyter_codeintel.chat.prompting.variables import variable_piece
from jupyter_codeintel.chat.references.syntax import Reference
from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.errors import ChatError
from jupyter_codeintel.safety.untrusted import fenced


def referred_cell(scene: Scene, target: str) -> Cell:
    """Return the cell that ``@cell``, ``@cell:3`` or ``@cell:#2`` means.

    Raises
    ------
    ChatError
        There is none.
    """
    cells = scene.document.cells
    if not target:
        found = scene.active
    elif target.startswith("#"):
        place = int(target[1:]) - 1
        found = cells[place] if 0 <= place < len(cells) else None
    else:
        count = int(target)
        found = next((cell for cell in cells if cell.execution_count == count), None)
    if found is None:
        raise _unknown(f"There is no cell @cell{':' if target else ''}{target}")
    return found


def referred_pieces(
    scene: Scene, reference: Reference, workspace: Workspace, tokens: int
) -> list[Piece]:
    """Return what is told about a reference.

    Parameters
    ----------
    scene : Scene
        The notebook.
    reference : Reference
        What is meant.
    workspace : Workspace
        Where files are.
    tokens : int
        How long a file or traceback may be.

    Raises
    ------
    ChatError
        What is referred to does not exist.
    """
    match reference.kind:
        case "cell":
            cell = referred_cell(scene, reference.target)
            output = output_piece(scene, cell)
            return [cell_piece(scene, cell, named=True), *([output] if output else [])]
        case "selection":
            return [_selection(scene)]
        case "error":
            return [_error(scene, tokens)]
        case "file":
            return [_file(scene, reference.target, workspace, tokens)]
        case _:
            return _variable(scene, reference.target)


def _selection(scene: Scene) -> Piece:
    if not scene.selection.strip():
        raise _unknown("Nothing is selected in the active cell")
    text = f"Selected in the active cell:\n{fenced(scene.selection, scene.document.language)}"
    return Piece("selection", "", "Selection", text, named=True)


def _error(scene: Scene, tokens: int) -> Piece:
    piece = error_piece(scene, tokens, named=True)
    if piece is None:
        raise _unknown("No cell of this notebook ended in an error")
    return piece


def _file(scene: Scene, path: str, workspace: Workspace, tokens: int) -> Piece:
    text = cut(workspace.read(path, scene.path), tokens)
    return Piece("file", path, path, f'The file "{path}":\n{fenced(text)}', named=True)


def _variable(scene: Scene, name: str) -> list[Piece]:
    piece = variable_piece(scene, name, named=True)
    defined = scene.flow.definitions().get(name)
    if piece is None:
        raise _unknown(f"The notebook has no variable {name!r}")
    if defined is None:
        return [piece]
    # Of a function is asked what it does: that is in its text.
    cell = scene.find(defined[0])
    return [piece] if cell is None else [cell_piece(scene, cell, named=True), piece]


def _unknown(message: str) -> ChatError:
    hint = "Type @ to see what can be referred to."
    return ChatError(message, code="unknown_reference", hint=hint)
