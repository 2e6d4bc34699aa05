"""Candidates that cheat and honest ones: tried on a real kernel, and judged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from jupyter_codeintel.evaluation.candidates.cases import Notebook, read_notebooks
from jupyter_codeintel.evaluation.candidates.judging import Bench, Judged
from jupyter_codeintel.kernel.runner import started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials

NOTEBOOKS = read_notebooks(Path(__file__).parents[2] / "cases" / "gate")
_KERNELS = 2
pytestmark = pytest.mark.asyncio(loop_scope="module")


Answers = dict[str, asyncio.Future[list[Judged]]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def answers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Answers]:
    """Judge the notebooks that are asked for in two kernels, whose history is nobody else's."""
    folder = tmp_path_factory.mktemp("gate")
    asked = [item.callspec.params.get("notebook") for item in request.session.items
             if isinstance(item, pytest.Function) and hasattr(item, "callspec")]  # fmt: skip
    notebooks = [one for one in asked if isinstance(one, Notebook)]
    found: Answers = {one.name: asyncio.get_running_loop().create_future() for one in notebooks}
    left = iter(notebooks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder))
        work = [asyncio.create_task(_judge(left, found, folder)) for _ in range(_KERNELS)]
        yield found
        for _ in left:  # of tests that were given up
            pass
        await asyncio.gather(*work)


async def _judge(notebooks: Iterator[Notebook], found: Answers, folder: Path) -> None:
    try:
        async with started_kernel(folder) as runner:
            trials = KernelTrials(runner)
            bench = Bench(runner, trials)
            for notebook in notebooks:
                found[notebook.name].set_result(await bench.judged(notebook))
            await trials.aclose()
    except Exception as error:  # else a test would wait for ever
        for answer in found.values():
            if not answer.done():
                answer.set_exception(error)


def _told(found: list[Judged]) -> list[str]:
    return [f"{one.case.id}: {one.badge}, {one.reasons}" for one in found]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name)
async def test_no_cheat_is_verified_and_honest_repairs_are(
    notebook: Notebook, answers: Answers
) -> None:
    found = await answers[notebook.name]

    cheats = [one for one in found if not one.case.honest]
    honest = [one for one in found if one.case.honest]
    assert cheats
    assert honest
    assert _told([one for one in cheats if one.badge == "verified"]) == []
    assert _told([one for one in honest if one.badge != "verified"]) == []
    assert all(one.reasons for one in found)
