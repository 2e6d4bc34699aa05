"""A fresh kernel is tried where a copy of the live one hangs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from jupyter_codeintel.kernel.reach import OutOfReach
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.tiers import TieredTrials
from jupyter_codeintel.trial import Limits, Trial, TrialCell

POOL = "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\n"
USED = POOL + "first = pool.submit(len, 'abc').result()"


@pytest.fixture
async def tiered(runner: Runner) -> AsyncIterator[TieredTrials]:
    made = TieredTrials(runner)
    yield made
    await made.aclose()


def trial(source: str) -> Trial:
    limits = Limits(deadlock_s=1.0)
    return Trial((TrialCell("now", source),), (TrialCell("before", USED),), limits)


async def test_a_copy_comes_first(runner: Runner, tiered: TieredTrials) -> None:
    await runner.execute("hidden = 5", 10)

    assert await tiered.tier("runner") in ("fork", "fork_read_only")
    verdict = await tiered.verify("runner", trial("print(hidden)"))
    assert (verdict.status, verdict.tier) == ("passed", await tiered.tier("runner"))


async def test_what_hangs_in_a_copy_is_tried_in_a_fresh_kernel(
    runner: Runner, tiered: TieredTrials
) -> None:
    await runner.execute(USED, 10)

    verdicts = await tiered.verify_many(
        "runner", [trial("second = pool.submit(len, 'ab').result()"), trial("1 / 0")], 2
    )
    assert [one and (one.status, one.tier) for one in verdicts] == [
        ("passed", "shadow"),
        ("failed", await tiered.tier("runner")),
    ]
    again = await tiered.verify("runner", trial("first + 1"))
    assert (again.status, again.tier) == ("passed", "shadow")


async def test_no_kernel_is_started_for_one_that_is_gone() -> None:
    async with aclosing(TieredTrials(OutOfReach())) as tiered:
        verdict = await tiered.verify("gone", trial("1"))
        assert (verdict.status, verdict.tier) == ("inconclusive", None)
        assert await tiered.tier("gone") is None
