"""Cells are tried on a copy of a live kernel, and a verdict comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Limits, Trial, TrialCell, Verdict


@pytest.fixture
async def trials(runner: Runner) -> AsyncIterator[KernelTrials]:
    found = KernelTrials(runner, patience=2.0)
    yield found
    await found.aclose()


async def tried(trials: KernelTrials, *sources: str, **limits: float) -> Verdict:
    cells = tuple(TrialCell(f"cell-{place}", source) for place, source in enumerate(sources))
    return await trials.verify("runner", Trial(cells, limits=Limits(**limits)))  # type: ignore[arg-type]


async def test_what_passes(runner: Runner, trials: KernelTrials) -> None:
    await runner.execute("x = 41", 30)
    verdict = await tried(trials, "y = x + 1", "print(y); y")
    assert (verdict.status, verdict.reason, verdict.error) == ("passed", "", None)
    assert verdict.tier == await trials.tier("runner")
    assert [run.status for run in verdict.runs] == ["passed", "passed"]
    assert verdict.runs[1].outputs == (
        {"output_type": "stream", "name": "stdout", "text": "42\n"},
        {"output_type": "execute_result", "data": {"text/plain": "42"}, "metadata": {}},
    )
    assert (verdict.left["y"].how, verdict.left["y"].variable.value) == ("new", "42")  # type: ignore[union-attr]
    assert verdict.took_ms > verdict.runs[0].took_ms


async def test_what_fails_ends_the_trial(runner: Runner, trials: KernelTrials) -> None:
    verdict = await tried(trials, "a = 1", "b = a / 0", "c = 1")
    assert (verdict.status, verdict.reason) == ("failed", "ZeroDivisionError: division by zero")
    assert [run.status for run in verdict.runs] == ["passed", "failed", "not_run"]
    assert verdict.error is not None
    assert verdict.error == verdict.runs[1].error
    assert (verdict.error.frames[0].cell, verdict.error.frames[0].columns) == ("cell-1", (4, 9))
    assert sorted(verdict.left) == ["a"]
