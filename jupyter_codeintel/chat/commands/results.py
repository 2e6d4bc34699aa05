"""What is made of a model's answer to a command."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection

from jupyter_codeintel.chat.commands.assertions import Trying, checks_of
from jupyter_codeintel.chat.commands.blocks import code_in, parsed
from jupyter_codeintel.chat.commands.comparing import Versions, compared
from jupyter_codeintel.chat.commands.docstrings import docstring_in, with_docstring
from jupyter_codeintel.chat.commands.parsing import Command
from jupyter_codeintel.chat.commands.targets import target_cell, target_definition
from jupyter_codeintel.chat.events import CellEdit, Note, Result
from jupyter_codeintel.chat.port import Trials
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.trial import TrialCell

_MOST_CALLERS = 3
_NO_KERNEL = "This notebook has no kernel, so that nothing could be tried."


async def results_of(
    command: Command, answer: str, scene: Scene, trials: Trials, timed_runs: int
) -> AsyncIterator[Result]:
    """Yield what a command brings besides its text.

    Parameters
    ----------
    command : Command
        What the person wanted.
    answer : str
        The model's.
    scene : Scene
        The notebook.
    trials : Trials
        Tries code on copies of the kernel's state.
    timed_runs : int
        How often each text is run for ``/optimize``.
    """
    match command.name:
        case "doc":
            yield _documented(command, answer, scene)
        case "test":
            async for result in _tested(command, answer, scene, trials):
                yield result
        case "optimize":
            yield await _optimized(command, answer, scene, trials, timed_runs)


def _documented(command: Command, answer: str, scene: Scene) -> Result:
    target = target_definition(scene, command.rest)
    before = target.cell.source
    after = with_docstring(before, target.name, docstring_in(answer, target.name))
    if after is None:
        return Note(f"This could not be made the docstring of `{target.name}`.")
    return CellEdit(target.cell.id, before, after, "doc", equal=True)


async def _tested(
    command: Command, answer: str, scene: Scene, trials: Trials
) -> AsyncIterator[Result]:
    target = target_definition(scene, command.rest)
    checks = checks_of(target, answer)
    kernel = scene.document.kernel
    if not checks.asserts:
        yield Note(f"Neither docstring nor answer have an assertion about `{target.name}`.")
    elif kernel is None:
        yield Note(_NO_KERNEL)
    else:
        facts = scene.flow.facts(target.cell.id)
        replay = _replay(scene, facts.uses | facts.uses_later, target.cell)
        for assertion in await Trying(target, trials, kernel, replay).tried(checks):
            yield assertion


async def _optimized(
    command: Command, answer: str, scene: Scene, trials: Trials, timed_runs: int
) -> Result:
    cell = target_cell(scene, command.rest)
    after = code_in(answer)
    kernel = scene.document.kernel
    if parsed(after) is None or not after.strip():
        return Note("The answer is no Python that could take the cell's place.")
    if after.strip() == cell.source.strip():
        return Note("The model found nothing to make faster.")
    if kernel is None:
        return CellEdit(cell.id, cell.source, after, "optimize", reasons=(_NO_KERNEL,))
    versions = _versions(scene, cell, after)
    result = await compared(versions, trials, kernel, timed_runs)
    if result.equal is False:
        return Note(f"The rewrite is not offered: {'; '.join(result.reasons)}.")
    return CellEdit(
        cell.id,
        cell.source,
        after,
        "optimize",
        result.equal,
        result.reasons,
        result.before_ms,
        result.after_ms,
    )


def _versions(scene: Scene, cell: Cell, after: str) -> Versions:
    flow = scene.flow
    facts = flow.facts(cell.id)
    others = [one for one in scene.document.cells if one.type == "code" and one.id != cell.id]
    defined = {found.name for found in facts.definitions}
    callers = [
        TrialCell(one.id, one.source)
        for one in others
        if one.execution_count is not None and defined & flow.facts(one.id).uses
    ]
    told = [flow.facts(one.id) for one in others]
    needed = frozenset[str]().union(*(one.uses | one.uses_later for one in told))
    replay = _replay(scene, facts.uses | facts.uses_later | facts.modifies, cell)
    chosen = tuple(callers[:_MOST_CALLERS])
    return Versions(cell.id, cell.source, after, chosen, needed, replay)


def _replay(scene: Scene, names: Collection[str], cell: Cell) -> tuple[TrialCell, ...]:
    cells = (scene.find(one) for one in scene.flow.slice(names, before=cell.id))
    return tuple(TrialCell(one.id, one.source) for one in cells if one is not None)
