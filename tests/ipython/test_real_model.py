"""``%fix`` with the default model, in a real kernel and in a real terminal."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.kernel.runner import started_kernel
from tests.ipython.notebook import Notebook, text_of
from tests.ipython.terminal import Terminal
from tests.kernel.frontend import front_end, is_idle

pytestmark = pytest.mark.default_model

EXAMPLES = Path(__file__).parents[2] / "examples"


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


async def fixed(notebook: Notebook) -> str:
    """Run ``%fix`` and accept what it finds; return the repaired cell, "" where there is none."""
    request = notebook.front.client.execute("%fix --time-limit 60")
    async with asyncio.timeout(150):
        while not any(is_idle(message, request) for message in notebook.front.heard):
            await notebook.front.silence()
    found = await notebook.payload("%fix --accept")
    return str(found[0]["text"]) if found else ""


async def test_what_no_rule_knows_is_repaired(real: Notebook) -> None:
    await real.run("harbours = {'Norway': ['Ostrand', 'Velsund'], 'Sweden': ['Marvik']}")
    await real.run("for country, names in harbours:\n    print(country, len(names))")
    repaired = await fixed(real)
    assert real.buttons()["Accept"]
    assert text_of(await real.run(repaired)) == "Norway 2\nSweden 1\n"


async def test_two_failures_of_the_example_are_repaired_in_a_notebook(
    real: Notebook, tmp_path: Path
) -> None:
    shutil.copytree(EXAMPLES / "data", tmp_path / "data")
    outcomes = []
    for source in broken_cells():
        if not failed(await real.run(source)):
            continue
        repaired = await fixed(real)
        outcomes.append(bool(repaired) and not failed(await real.run(repaired)))
    assert len(outcomes) == 4
    assert sum(outcomes) >= 2, outcomes


def test_two_failures_of_the_example_are_repaired_in_a_terminal(
    tmp_path: Path, jupyter_dirs: Path, default_model: Path
) -> None:
    assert jupyter_dirs == tmp_path
    shutil.copytree(EXAMPLES / "data", tmp_path / "data")
    supervisor = EngineSupervisor(lambda: default_model, options=EngineOptions())
    terminal = Terminal(tmp_path, timeout=150)
    outcomes = []
    try:
        terminal.run("%load_ext jupyter_codeintel")
        terminal.run(f"%config CodeIntelMagics.model = {str(default_model)!r}")
        for source in broken_cells():
            if "Traceback (most recent call last)" not in terminal.paste(source):
                continue
            told = terminal.run("%fix --time-limit 60")
            # What it proposes stands in the next input.
            ran = terminal.accept() if "+++ " in told else "Traceback (most recent call last)"
            outcomes.append("Traceback (most recent call last)" not in ran)
    finally:
        terminal.process.close(force=True)
        asyncio.run(supervisor.stop())
    assert len(outcomes) == 4
    assert sum(outcomes) >= 2, outcomes


def broken_cells() -> list[str]:
    """Return the code of the example, in which four cells fail."""
    notebook = nbformat.read(EXAMPLES / "broken.ipynb", as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def failed(shown: list[dict[str, Any]]) -> bool:
    """Whether a cell ended in an error."""
    return any("ename" in content for content in shown)
