"""The model acts by itself, after the rules have been tried."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from jupyter_codeintel.fix.agent import Agent
from jupyter_codeintel.fix.events import Step
from jupyter_codeintel.fix.strategies.rules import rules
from jupyter_codeintel.fix.workbench import Workbench


async def rules_and_acting(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Try what the rules propose, then let the model act."""
    async for step in rules(bench):
        yield step
    async for step in acting(bench):
        yield step


async def acting(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Let the model act until it submits."""
    async for step in Agent(bench).run():
        yield step
