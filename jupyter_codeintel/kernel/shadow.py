"""Trying code in a fresh kernel, in which the cells that it builds on have run again.

For states that cannot be copied: threads and devices in use do not survive a fork. The fresh
kernel itself runs no code of the notebook. Like a live one it is copied, before there is
anything that could be lost, and all cells run in the contained copy.
"""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from pathlib import Path

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.in_kernel.trial.leftovers import remove_leftovers
from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.kernel.verdicts import inconclusive
from jupyter_codeintel.trial import CellRun, Trial, TrialCell, Verdict

_NO_HISTORY = ("--HistoryManager.hist_file=:memory:",)


async def shadow_verify(kernel_name: str, cwd: Path | str, trial: Trial) -> Verdict:
    """Try cells in a fresh kernel of the same kind, which is ended afterwards.

    Parameters
    ----------
    kernel_name : str
        Of the kernelspec.
    cwd : path
        The folder to work in: the one of the notebook's kernel.
    trial : Trial
        Its ``replay`` runs first, within as much time as is allowed for its cells.

    Returns
    -------
    Verdict
        Of the tier ``"shadow"``. Inconclusive when the kernel does not start, nothing here can
        contain its copy, or the cells to replay did not get to their end.
    """
    began = time.perf_counter()
    try:
        async with started_kernel(cwd, kernel_name=kernel_name, arguments=_NO_HISTORY) as runner:
            verdict = await _verified(runner, trial)
    except CodeIntelError as error:
        verdict = inconclusive(error.message)
    finally:
        remove_leftovers()  # of a kernel that was ended in the middle
    return dataclasses.replace(verdict, took_ms=(time.perf_counter() - began) * 1000)


async def _verified(runner: Runner, trial: Trial) -> Verdict:
    trials = KernelTrials(runner)
    try:
        verdict = await trials.verify(runner.kernel_id, _with_replay(trial))
    finally:
        await trials.aclose()
    return verdict if verdict.tier is None else _without_replay(verdict, trial)


@dataclass(frozen=True)
class _Baseline(TrialCell):
    """The cell after which variables are as the trial finds them."""

    is_baseline: bool = True


def _with_replay(trial: Trial) -> Trial:
    if not trial.replay:
        return trial
    limits = dataclasses.replace(
        trial.limits, wall_s=2 * trial.limits.wall_s, cpu_s=2 * trial.limits.cpu_s
    )
    *others, last = (dataclasses.replace(cell, required=True) for cell in trial.replay)
    return Trial((*others, _Baseline(last.id, last.source), *trial.cells), limits=limits)


def _without_replay(verdict: Verdict, trial: Trial) -> Verdict:
    count = len(trial.replay)
    replayed = verdict.runs[:count]
    if all(run.status == "passed" for run in replayed):
        return dataclasses.replace(verdict, tier="shadow", runs=verdict.runs[count:])
    return Verdict(
        "inconclusive",
        tier="shadow",
        runs=tuple(CellRun(cell.id, "not_run") for cell in trial.cells),
        reason=f"a cell that it builds on did not run in a fresh kernel: {verdict.reason}",
    )
