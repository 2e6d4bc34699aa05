"""Shells whose engine recites a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from jupyter_codeintel.kernel.runner import Runner, started_kernel
from tests.engine.processes import supervise, write_script
from tests.ipython.notebook import Notebook
from tests.kernel.frontend import front_end

RULES = [
    {"when": "hello", "text": "Hello **there** <b>."},
    {"when": "another one", "text": "As I said."},
    {"when": "slowly", "text": "word " * 2000},
    {"when": "rows.sum()", "text": "```python\nsum(rows)\n```"},
]
CONFIG = """
c.CodeIntelMagics.backend = "scripted"
c.CodeIntelMagics.model = {script!r}
c.HistoryManager.enabled = False
"""


@pytest.fixture
def script(tmp_path: Path, jupyter_dirs: Path, data_dir: Path) -> Iterator[Path]:
    """Configure shells that start from now on; end the engine that they start."""
    assert data_dir.parent == tmp_path
    script = write_script(tmp_path / "script.json", RULES)
    profile = jupyter_dirs / "ipythondir" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_config.py").write_text(CONFIG.format(script=str(script)))
    yield script
    asyncio.run(supervise(script).stop())


@pytest.fixture
async def runner(tmp_path: Path, script: Path) -> AsyncIterator[Runner]:
    """Return a kernel without the magics."""
    assert script.name == "script.json"
    async with started_kernel(tmp_path) as found:
        yield found


@pytest.fixture
async def notebook(runner: Runner) -> AsyncIterator[Notebook]:
    """Return a notebook in a kernel with the magics."""
    async with front_end(runner) as front:
        found = Notebook(front, runner)
        await found.run("%load_ext jupyter_codeintel")
        yield found
