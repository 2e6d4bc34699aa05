"""``%fix`` with the default model, in a real kernel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.kernel.runner import started_kernel
from tests.ipython.notebook import Notebook, text_of
from tests.kernel.frontend import front_end, is_idle

pytestmark = pytest.mark.default_model


@pytest.fixture
async def real(tmp_path: Path, jupyter_dirs: Path, default_model: Path) -> AsyncIterator[Notebook]:
    """Return a notebook in a kernel with the magics and the default model."""
    assert jupyter_dirs == tmp_path
    supervisor = EngineSupervisor(lambda: default_model, options=EngineOptions())
    async with started_kernel(tmp_path) as runner, front_end(runner) as front:
        found = Notebook(front, runner)
        await found.run("%load_ext jupyter_codeintel")
        await found.run(f"%config CodeIntelMagics.model = {str(default_model)!r}")
        yield found
    await supervisor.stop()


async def test_what_no_rule_knows_is_repaired(real: Notebook) -> None:
    await real.run("harbours = {'Norway': ['Ostrand', 'Velsund'], 'Sweden': ['Marvik']}")
    await real.run("for country, names in harbours:\n    print(country, len(names))")
    request = real.front.client.execute("%fix --time-limit 45")
    async with asyncio.timeout(120):
        while not any(is_idle(message, request) for message in real.front.heard):
            await real.front.silence()
    assert real.buttons()["Accept"]
    (wish,) = await real.payload("%fix --accept")
    assert text_of(await real.run(wish["text"])) == "Norway 2\nSweden 1\n"
