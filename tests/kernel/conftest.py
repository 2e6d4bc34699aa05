"""A kernel to look into, and trials on copies of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials


@pytest.fixture
async def runner(tmp_path: Path, temporary: Path, jupyter_dirs: Path) -> AsyncIterator[Runner]:
    """Return a kernel with folders of its own."""
    async with started_kernel(tmp_path) as started:
        yield started


@pytest.fixture
async def trials(runner: Runner) -> AsyncIterator[KernelTrials]:
    """Return trials on copies of that kernel."""
    found = KernelTrials(runner, patience=2.0)
    yield found
    await found.aclose()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for the temporary files of the kernel alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder
