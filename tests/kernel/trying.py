"""Trials in short, and what a trial must not leave behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import psutil

from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Limits, Trial, TrialCell, Verdict

SECONDS = 20.0


def trial(*sources: str, limits: Limits | None = None) -> Trial:
    """Return a trial of cells ``cell-0``, ``cell-1`` and so on."""
    cells = tuple(TrialCell(f"cell-{place}", source) for place, source in enumerate(sources))
    return Trial(cells, limits=limits or Limits())


async def tried(trials: KernelTrials, *sources: str, limits: Limits | None = None) -> Verdict:
    """Try cells in the runner's kernel."""
    return await trials.verify("runner", trial(*sources, limits=limits))


def children(runner: Runner) -> list[psutil.Process]:
    """Return the processes that the kernel has started, zombies among them."""
    return kernel_process(runner).children(recursive=True)


def kernel_process(runner: Runner) -> psutil.Process:
    """Return the kernel's process."""
    return psutil.Process(runner._manager.provisioner.pid)  # type: ignore[union-attr]


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(SECONDS):
        while not condition():  # noqa: ASYNC110 - a process that ends tells nobody
            await asyncio.sleep(0.02)


def scratch_folders(temporary: Path) -> list[Path]:
    """Return what trials have left in the folder for temporary files."""
    return list(temporary.glob("codeintel-trial-*"))
