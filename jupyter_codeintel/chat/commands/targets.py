"""The function or class that a command is about."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_codeintel.chat.references.lookup import referred_cell
from jupyter_codeintel.chat.references.syntax import find_references
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.context.dataflow.outline import Definition
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.errors import ChatError


@dataclass(frozen=True)
class Target:
    """A function or class, and its cell."""

    cell: Cell
    definition: Definition

    @property
    def name(self) -> str:
        """What it is called."""
        return self.definition.name

    @property
    def source(self) -> str:
        """Its text."""
        return self.cell.source[self.definition.start : self.definition.end]


def target_cell(scene: Scene, rest: str) -> Cell:
    """Return the code cell that a command is about: the one referred to, or the active one.

    Raises
    ------
    ChatError
        ``no_target``.
    """
    found = [one for one in find_references(rest, lambda _: False) if one.kind == "cell"]
    cell = referred_cell(scene, found[0].target) if found else scene.active
    if cell is None or cell.type != "code" or not cell.source.strip():
        raise _none("There is no code cell for this command", "Go to a cell, or name it: @cell:3")
    return cell


def target_definition(scene: Scene, rest: str) -> Target:
    """Return the function or class that a command is about.

    It is the one that is named, else the first of the cell, best one without docstring.

    Raises
    ------
    ChatError
        ``no_target``.
    """
    known = scene.flow.definitions()
    own = {one.name: one for one in scene.flow.facts(scene.cell).definitions} if scene.cell else {}
    for word in rest.replace("@variable:", " ").replace("@", " ").split():
        name = word.strip("`(),.")
        if name in own and scene.active is not None:
            return Target(scene.active, own[name])
        if name in known and (cell := scene.find(known[name][0])) is not None:
            return Target(cell, known[name][1])
    cell = target_cell(scene, rest)
    definitions = scene.flow.facts(cell.id).definitions
    if not definitions:
        hint = "Name a function of the notebook after the command."
        raise _none(f"There is no function in {scene.label(cell.id)}", hint)
    return Target(cell, next((one for one in definitions if not one.summary), definitions[0]))


def _none(message: str, hint: str) -> ChatError:
    return ChatError(message, code="no_target", hint=hint)
