"""The last error as it is told."""

from __future__ import annotations

from jupyter_codeintel.chat.pieces import Piece, cut
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.safety.untrusted import fenced

_LONGEST = 400

NO_ERROR = Piece("error", "last", "No error", "No cell's last run ended in an error any more.")
"""Told where another one was told before."""


def error_piece(scene: Scene, tokens: int, *, named: bool = False) -> Piece | None:
    """Return the last error: in a line, with its traceback where the person refers to it."""
    cell = scene.failed_cell()
    if cell is None or cell.error is None:
        return None
    label = scene.label(cell.id)
    message = cell.error.value.strip()
    message = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
    text = f"Last error, in {label}: {cell.error.name}: {message}"
    traceback = scene.tracebacks.get(cell.id, "").strip()
    if named and traceback:
        text += f"\n{fenced(cut(traceback, tokens))}"
    return Piece("error", "last", f"{cell.error.name} in {label}", text, named)
