"""The run over a suite: each notebook is run, repaired and judged."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from pathlib import Path

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.notebook_fix.answers import Answer, Spent, answer
from jupyter_codeintel.evaluation.notebook_fix.items import Item
from jupyter_codeintel.evaluation.notebook_fix.judging import Judge
from jupyter_codeintel.evaluation.notebook_fix.token_count import TokenCount
from jupyter_codeintel.evaluation.surroundings import folder_copy, seaborn_data
from jupyter_codeintel.fix.notebook_repair import NotebookRepair
from jupyter_codeintel.fix.port import FixEngine

_log = logging.getLogger(__name__)

OpenRepair = Callable[[Item, str, Path, FixEngine], AbstractAsyncContextManager[NotebookRepair]]
"""Starts a kernel in a folder for an item and a strategy, as ``jupyter codeintel fix`` does."""

_SEEDS = "__import__('random').seed(0); __import__('numpy').random.seed(0)"


@dataclass(frozen=True)
class Settings:
    """What must be equal for answers to belong to one run."""

    suite: str
    digest: str
    model: str
    version: str
    time_limit: float
    max_attempts: int


def first_code(assets: Path) -> str:
    """Return what runs before a notebook: seeds, as before the judge's run, and the data."""
    paths = [
        f"__import__('os').environ[{name!r}] = {value!r}"
        for name, value in seaborn_data(assets).items()
    ]
    return "; ".join([_SEEDS, *paths])


async def repair_items(
    engine: FixEngine,
    work: Sequence[tuple[Item, str]],
    open_repair: OpenRepair,
    judge: Judge,
    log: AnswerLog[Answer],
    *,
    patience: float,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Repair what the log has not yet.

    Parameters
    ----------
    engine : FixEngine
        Who writes.
    work : sequence of (Item, str)
        Items and strategies.
    open_repair : callable
        Starts the notebook.
    judge : Judge
        Says whether it is repaired.
    log : AnswerLog
        What was done, and where to add.
    patience : float
        Seconds after which a notebook is handed in as it is.
    on_progress : callable
        Told how many are done of how many that were open.
    """
    known = {one.key for one in log.answers}
    open_work = [(item, way) for item, way in work if (item.id, way) not in known]
    for done, (item, strategy) in enumerate(open_work):
        on_progress(done, len(open_work))
        log.add(await _repaired(engine, item, strategy, open_repair, judge, patience))
    on_progress(len(open_work), len(open_work))


async def _repaired(
    engine: FixEngine,
    item: Item,
    strategy: str,
    open_repair: OpenRepair,
    judge: Judge,
    patience: float,
) -> Answer:
    began = time.monotonic()
    count = TokenCount(engine)
    with folder_copy(judge.assets, item.cwd) as folder:
        async with open_repair(item, strategy, folder, count) as repair:
            broke = await _finish(repair, patience)
    spent = Spent(time.monotonic() - began, count.evaluated, count.generated, broke)
    return answer(item, strategy, repair, judge, spent)


async def _finish(repair: NotebookRepair, patience: float) -> str:
    """Repair; return what went wrong with it, in words."""
    try:
        async with asyncio.timeout(patience) as limit, aclosing(repair.events()) as events:
            async for _ in events:
                pass
    except CodeIntelError:  # the engine or kernel is gone: so it would be for the next
        raise
    except Exception as error:  # a fault of this package; it counts as not repaired
        if limit.expired():
            return f"given up after {patience:.0f} s"
        _log.exception("a repair broke")
        return repr(error)[:200]
    return ""
