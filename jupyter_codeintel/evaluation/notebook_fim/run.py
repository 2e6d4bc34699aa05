"""The run over a suite."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.engine.generation import FimParts, GenerationRequest, Priority
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.notebook_fim.answers import (
    CONDITIONS,
    Answer,
    Condition,
    answer,
)
from jupyter_codeintel.evaluation.notebook_fim.items import Item
from jupyter_codeintel.evaluation.notebook_fim.live import LiveNotebook

_AT_A_TIME = 8
"""Notebooks."""


@dataclass(frozen=True)
class Settings:
    """What must be equal for answers to belong to one run."""

    suite: str
    digest: str
    model: str
    version: str


async def fill_gaps(
    engine: FimEngine,
    items: Sequence[Item],
    conditions: Collection[Condition],
    log: AnswerLog[Answer],
    notebook: LiveNotebook,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Answer what the log has not yet.

    In each notebook from the top: the engine evaluates what a person who moves downwards
    would wait for. Some notebooks at a time are gone through in one condition after another,
    so that a run that is interrupted has all conditions of the same gaps; a condition finds
    nothing of the one before in the engine's cache.

    Parameters
    ----------
    engine : FimEngine
        Who writes.
    items : sequence of Item
        The gaps, those of a notebook together.
    conditions : collection of Condition
        The ways.
    log : AnswerLog
        What was answered, and where to add.
    notebook : LiveNotebook
        Runs the cells above for ``live``, in notebooks that can be executed. Where they
        cannot there is no kernel, and the answer is that of ``static``.
    on_progress : callable
        Told how many gaps are filled of how many that were open.
    """
    known = {one.key: one for one in log.answers}
    work = [(i, c) for i, c in _in_order(items, conditions) if (i.id, c) not in known]
    before: Condition | None = None
    for done, (item, condition) in enumerate(work):
        on_progress(done, len(work))
        if condition != before:
            await forget(engine)
            before = condition
        without = known.get((item.id, "static"))
        if condition == "live" and not item.executed and without is not None:
            one = replace(without, condition="live")
        else:
            live = await notebook.at(item) if condition == "live" and item.executed else None
            one = await answer(engine, item, condition, live)
        known[one.key] = one
        log.add(one)
    on_progress(len(work), len(work))


async def forget(engine: FimEngine) -> None:
    """Fill the slots of the engine's cache with next to nothing, each with something else."""
    for number in range(EngineOptions().slots):
        parts = FimParts(f"{number} = {number}", "")
        await engine.warm(GenerationRequest(parts, max_tokens=0, priority=Priority.TYPING))


def _in_order(
    items: Sequence[Item], conditions: Collection[Condition]
) -> Iterator[tuple[Item, Condition]]:
    notebooks = [list(members) for _, members in groupby(items, key=lambda item: item.notebook)]
    for start in range(0, len(notebooks), _AT_A_TIME):
        for condition in CONDITIONS:
            if condition in conditions:
                for members in notebooks[start : start + _AT_A_TIME]:
                    yield from ((item, condition) for item in members)
