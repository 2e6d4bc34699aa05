"""Candidates that cheat and honest ones: tried on a real kernel, and judged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from jupyter_codeintel.evaluation.candidates.cases import Notebook, read_notebooks
from jupyter_codeintel.evaluation.candidates.judging import Bench, Judged
from jupyter_codeintel.kernel.runner import started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials

NOTEBOOKS = read_notebooks(Path(__file__).parents[2] / "cases" / "gate")
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    """Start a kernel for all notebooks, whose history is nobody else's."""
    folder = tmp_path_factory.mktemp("gate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder))
        async with started_kernel(folder) as runner:
            trials = KernelTrials(runner)
            yield Bench(runner, trials)
            await trials.aclose()


def _told(found: list[Judged]) -> list[str]:
    return [f"{one.case.id}: {one.badge}, {one.reasons}" for one in found]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name)
async def test_no_cheat_is_verified_and_honest_repairs_are(
    notebook: Notebook, bench: Bench
) -> None:
    found = await bench.judged(notebook)

    cheats = [one for one in found if not one.case.honest]
    honest = [one for one in found if one.case.honest]
    assert cheats
    assert honest
    assert _told([one for one in cheats if one.badge == "verified"]) == []
    assert _told([one for one in honest if one.badge != "verified"]) == []
    assert all(one.reasons for one in found)
