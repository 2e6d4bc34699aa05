"""The run over a suite."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.notebook_fim.answers import (
    CONDITIONS,
    Answer,
    Condition,
    answer,
)
from jupyter_codeintel.evaluation.notebook_fim.items import Item


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
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Answer what the log has not yet.

    One notebook after another, and in it one condition after another over all its gaps from
    the top: the engine evaluates what a person who moves down the notebook would wait for.

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
    on_progress : callable
        Told how many gaps are filled of how many that were open.
    """
    known = {one.key for one in log.answers}
    work = [
        (item, condition)
        for _, members in groupby(items, key=lambda item: item.notebook)
        for item, condition in _by_condition(list(members), conditions)
        if (item.id, condition) not in known
    ]
    for done, (item, condition) in enumerate(work):
        on_progress(done, len(work))
        log.add(await answer(engine, item, condition))
    on_progress(len(work), len(work))


def _by_condition(
    items: Sequence[Item], conditions: Collection[Condition]
) -> list[tuple[Item, Condition]]:
    return [(item, c) for c in CONDITIONS if c in conditions for item in items]
