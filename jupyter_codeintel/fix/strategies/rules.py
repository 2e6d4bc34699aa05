"""Deterministic repairs alone."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.events import Step
from jupyter_codeintel.fix.repairs.advice import Advice
from jupyter_codeintel.fix.repairs.propose import propose
from jupyter_codeintel.fix.steps import done, failed
from jupyter_codeintel.fix.strategies.trying import tried
from jupyter_codeintel.fix.workbench import Workbench


async def rules(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Try what the rules propose."""
    step = bench.steps.begin("diagnose", "Looking for mistakes of known kinds")
    yield step
    found = await propose(bench.failure, bench.kernels)
    bench.advice += [one.text for one in found if isinstance(one, Advice)]
    candidates = [one for one in found if isinstance(one, Candidate)]
    count = f"{len(candidates)} found" if candidates else "none found"
    yield done(step, f"{step.text}: {count}", "\n".join(bench.advice))
    async for event in tried(bench, candidates):
        yield event


async def nothing_more(bench: Workbench) -> AsyncGenerator[Step, None]:
    """Know no other repairs than those tried before."""
    step = bench.steps.begin("propose", "No rule knows another repair")
    yield failed(step)
