"""A live variable as chat tells it: also its columns' types, and the cells that make it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jupyter_codeintel.chat.pieces import Piece
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.context.describing import describe
from jupyter_codeintel.namespace import Variable

_MOST_COLUMNS = 16


def variable_pieces(scene: Scene, names: Iterable[str], *, named: bool = False) -> list[Piece]:
    """Return a line for each name that something is known of, in the order given."""
    pieces = (variable_piece(scene, name, named=named) for name in dict.fromkeys(names))
    return [piece for piece in pieces if piece is not None]


def variable_piece(scene: Scene, name: str, *, named: bool = False) -> Piece | None:
    """Return a line about a name; None for what the text of the cells says as well."""
    variables = scene.namespace.variables if scene.namespace else {}
    variable = variables.get(name)
    line = "" if variable is None else _described(variable)
    where = "; ".join(_origin(scene, name))
    if not line and not (named and where):
        return None
    text = f"{line or name}" + (f" ({where})" if where else "")
    return Piece("variable", name, name, text, named)


def column_pieces(scene: Scene, names: Iterable[str], words: Iterable[str]) -> list[Piece]:
    """Return a line about each column that is mentioned: its type, and where it comes from.

    Parameters
    ----------
    scene : Scene
        The notebook.
    names : iterable of str
        Frames that are mentioned; without one, all are looked at.
    words : iterable of str
        What may be columns.
    """
    variables = scene.namespace.variables if scene.namespace else {}
    frames = [variables[name] for name in names if name in variables]
    frames = [one for one in frames if one.columns] or list(variables.values())
    found: dict[str, Piece] = {}
    for word in dict.fromkeys(words):
        for frame in frames:
            dtype = dict(frame.columns).get(word)
            if dtype is not None and word not in found:
                found[word] = _column(scene, frame.name, word, dtype)
    return list(found.values())


def _column(scene: Scene, frame: str, column: str, dtype: str) -> Piece:
    label = f"{frame}[{column!r}]"
    cells = (scene.find(cell) for cell in scene.flow.order())
    quoted = (f'"{column}"', f"'{column}'")
    first = next((c for c in cells if c and any(name in c.source for name in quoted)), None)
    where = "" if first is None else f" (first named in {scene.label(first.id)})"
    return Piece("variable", label, label, f"{label}: column of dtype {dtype}{where}", named=True)


def _described(variable: Variable) -> str:
    if not variable.columns:
        # What a library's objects have would fill the prompt, and a model knows it.
        own = variable.type.startswith("__main__.")
        return describe(variable if own else replace(variable, attributes=()))
    kind = variable.type.rpartition(".")[2]
    shown = variable.columns[:_MOST_COLUMNS]
    columns = ", ".join(f"{name!r} {dtype}" for name, dtype in shown)
    more = "" if variable.all_keys and len(shown) == len(variable.columns) else ", …"
    size = f" with shape {variable.shape}" if variable.shape else ""
    return f"{variable.name}: {kind}{size}, columns {columns}{more}"


def _origin(scene: Scene, name: str) -> Iterator[str]:
    """Yield which cells bind a name, and which change its object."""
    order = scene.flow.order()
    binds = [cell for cell in order if name in scene.flow.executed_facts(cell).defines]
    changes = [
        cell
        for cell in order
        if cell not in binds and name in scene.flow.executed_facts(cell).modifies
    ]
    if binds:
        yield f"defined in {_labels(scene, binds)}"
    if changes:
        yield f"changed in {_labels(scene, changes)}"


def _labels(scene: Scene, cells: Iterable[str]) -> str:
    return ", ".join(scene.label(cell) for cell in cells)
