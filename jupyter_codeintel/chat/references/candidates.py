"""What a begun reference or command may become."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from jupyter_codeintel.chat.commands.parsing import COMMANDS
from jupyter_codeintel.chat.prompting.mentioned import known_names
from jupyter_codeintel.chat.prompting.variables import variable_piece
from jupyter_codeintel.chat.references.syntax import ReferenceKind
from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.chat.scene import Scene

_LIMIT = 30
_LONGEST = 80


@dataclass(frozen=True)
class Candidate:
    """A way to go on.

    Parameters
    ----------
    insert : str
        The whole reference, with its ``@``, or the command; a folder's ends with a slash, to
        go on from.
    kind : ReferenceKind or 'command'
        What it points at.
    detail : str
        More for the person, such as a cell's first line.
    """

    insert: str
    kind: ReferenceKind | Literal["command"]
    detail: str = ""


def candidates(
    scene: Scene, partial: str, workspace: Workspace, limit: int = _LIMIT
) -> list[Candidate]:
    """Return references that begin like ``@`` + ``partial``.

    Parameters
    ----------
    scene : Scene
        The notebook.
    partial : str
        What stands after the ``@``: ``""``, ``"ce"``, ``"cell:"``, ``"variable:d"``, ``"d"``.
    workspace : Workspace
        Where files are.
    limit : int
        How many at most.
    """
    kind, colon, rest = partial.partition(":")
    if colon:
        within = {"cell": _cells, "variable": _variables}
        if kind == "file":
            found: Iterator[Candidate] = _files(scene, rest.removeprefix('"'), workspace, limit)
        else:
            found = within[kind](scene) if kind in within else iter(())
            found = (one for one in found if one.insert[1:].startswith(partial))
    else:
        found = (one for one in _first(scene) if one.insert[1:].startswith(partial))
    return list(islice(found, limit))


def command_candidates(partial: str) -> list[Candidate]:
    """Return commands that begin like ``partial``, which has the slash."""
    found = (Candidate(f"/{name}", "command", does) for name, does in COMMANDS.items())
    return [one for one in found if one.insert.startswith(partial)]


def _first(scene: Scene) -> Iterator[Candidate]:
    active = scene.active
    if active is not None:
        yield Candidate("@cell", "cell", "the active cell")
    if scene.selection.strip():
        yield Candidate("@selection", "selection", _line(scene.selection))
    failed = scene.failed_cell()
    if failed is not None and failed.error is not None:
        yield Candidate("@error", "error", f"{failed.error.name} in {scene.label(failed.id)}")
    yield Candidate("@file:", "file", "a file of the workspace")
    for one in _variables(scene):
        yield Candidate(one.insert.replace("variable:", ""), "variable", one.detail)
    yield from _cells(scene)


def _cells(scene: Scene) -> Iterator[Candidate]:
    for place, cell in enumerate(scene.document.cells, start=1):
        if cell.source.strip():
            number = f"#{place}" if cell.execution_count is None else str(cell.execution_count)
            yield Candidate(f"@cell:{number}", "cell", _line(cell.source))


def _variables(scene: Scene) -> Iterator[Candidate]:
    imported = scene.flow.imports().keys()
    live = list(scene.namespace.variables) if scene.namespace else []
    names = dict.fromkeys([*live, *sorted(known_names(scene))])
    for name in names:
        piece = None if name in imported else variable_piece(scene, name, named=True)
        if piece is not None:
            yield Candidate(f"@variable:{name}", "variable", _line(piece.text))


def _files(scene: Scene, partial: str, workspace: Workspace, limit: int) -> Iterator[Candidate]:
    for path in workspace.matching(partial, scene.path, limit):
        plain = not any(character.isspace() for character in path)
        yield Candidate(f"@file:{path}" if plain else f'@file:"{path}"', "file")


def _line(text: str) -> str:
    return text.strip().partition("\n")[0][:_LONGEST]
