"""Rules, then one likely answer for each suspect, then many that have to agree."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from itertools import count

from jupyter_codeintel.fix.events import Step
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
    for turn in _likeliest(bench):
        async for step in asked(bench, turn):
            yield step
    async for step in sampling(bench):
        yield step


async def one_shot(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Ask once for the failing cell."""
    async for step in asked(bench, Turn(Ask(bench.failure.cell, "short"))):
        yield step


async def sampling(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Ask for many answers, of which some are likely to agree, until nobody asks for more."""
    for turn in _samples(bench):
        async for step in asked(bench, turn):
            yield step


def _likeliest(bench: Workbench) -> Iterator[Turn]:
    for context in _CONTEXTS:
        for suspect in bench.suspects:
            yield Turn(Ask(suspect.cell, context), turns=1)


def _samples(bench: Workbench) -> Iterator[Turn]:
    cells = [suspect.cell for suspect in bench.suspects]
    for number in count():
        # The likelier a suspect, the more often it is asked for: 1, 1 2, 1 2 3, ...
        for cell in cells[: number % len(cells) + 1]:
            for context in _CONTEXTS:
                yield Turn(Ask(cell, context), n=_TOGETHER)
