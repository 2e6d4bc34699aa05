"""A kernel to try repairs on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials


@pytest.fixture
async def runner(tmp_path: Path) -> AsyncIterator[Runner]:
    """Start a kernel in a temporary folder."""
    async with started_kernel(tmp_path) as found:
        yield found


@pytest.fixture
async def trials(runner: Runner) -> AsyncIterator[KernelTrials]:
    """Try code on copies of it."""
    found = KernelTrials(runner)
    yield found
    await found.aclose()
