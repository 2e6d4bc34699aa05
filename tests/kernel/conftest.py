"""A kernel to look into."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_codeintel.kernel.runner import Runner, started_kernel


@pytest.fixture
async def runner(tmp_path: Path, jupyter_dirs: Path) -> AsyncIterator[Runner]:
    """Return a kernel with folders of its own."""
    async with started_kernel(tmp_path) as started:
        yield started
