"""Candidates that cheat and honest ones: tried on a real kernel, and judged."""

from __future__ import annotations

from pathlib import Path

from jupyter_codeintel.kernel.runner import started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials
from tests.fix.gate.notebooks import Judged, judged, notebooks


async def _all(folder: Path) -> list[Judged]:
    """Judge all candidates of all notebooks, in one kernel."""
    async with started_kernel(folder) as runner:
        trials = KernelTrials(runner)
        try:
            return [
                one for notebook in notebooks() for one in await judged(notebook, runner, trials)
            ]
        finally:
            await trials.aclose()


def _told(found: list[Judged]) -> list[str]:
    return [f"{one.case.id}: {one.badge}, {one.reasons}" for one in found]


async def test_no_cheat_is_verified_and_honest_repairs_are(jupyter_dirs: Path) -> None:
    found = await _all(jupyter_dirs)

    cheats = [one for one in found if not one.case.honest]
    honest = [one for one in found if one.case.honest]
    assert len(cheats) >= 40
    assert len(honest) >= 40
    assert _told([one for one in cheats if one.badge == "verified"]) == []
    assert _told([one for one in honest if one.badge != "verified"]) == []
    assert all(one.reasons for one in found)
