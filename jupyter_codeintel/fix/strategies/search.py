"""Rules, then one likely answer for each suspect, then many that have to agree."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from itertools import cycle

from jupyter_codeintel.fix.events import Step
from jupyter_codeintel.fix.observing import observed
from jupyter_codeintel.fix.prompting.prompts import Ask, Context
from jupyter_codeintel.fix.strategies.asking import Turn, asked
from jupyter_codeintel.fix.strategies.rules import rules
from jupyter_codeintel.fix.workbench import Workbench

_CONTEXTS: tuple[Context, ...] = ("short", "notebook")

_TOGETHER = 4
"""Answers in one batch: four tokens at a time cost 2.4 times as much as one, eight 5.6 times."""


async def search(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Look for repairs until nobody asks for more."""
    async for step in rules(bench):
        yield step
    bench.observed = await observed(bench.failure, bench.attempts)
    for turn in (*_likeliest(bench), *_first_samples(bench), *_others(bench)):
        async for step in asked(bench, turn):
            yield step
    async for step in sampling(bench):
        yield step


async def one_shot(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Ask once for the failing cell."""
    async for step in asked(bench, Turn(Ask(bench.failure.cell, "short"), mends=False)):
        yield step


async def sampling(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Ask for many answers, of which some are likely to agree, until nobody asks for more."""
    others = cycle(suspect.cell for suspect in bench.suspects[1:] or bench.suspects)
    while True:
        other = Turn(Ask(next(others), "short"), n=_TOGETHER)
        for turn in (*_first_samples(bench), other):
            async for step in asked(bench, turn):
                yield step


def _likeliest(bench: Workbench) -> Iterator[Turn]:
    """Yield what is asked of the first suspect, which nine times in ten is the right one."""
    for context in _CONTEXTS:
        yield Turn(Ask(bench.suspects[0].cell, context), turns=1)


def _others(bench: Workbench) -> Iterator[Turn]:
    for suspect in bench.suspects[1:]:
        for context in _CONTEXTS:
            yield Turn(Ask(suspect.cell, context))


def _first_samples(bench: Workbench) -> Iterator[Turn]:
    for context in _CONTEXTS:
        yield Turn(Ask(bench.suspects[0].cell, context), n=_TOGETHER)
