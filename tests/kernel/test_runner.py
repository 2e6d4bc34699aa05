"""A kernel of one's own: how cells end."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.kernel.runner import Outcome, Runner, started_kernel


async def test_a_cell_ends_well_or_with_an_error(runner: Runner) -> None:
    assert await runner.execute("1 + 1", 30) == Outcome("ok")
    assert await runner.execute("{}['a']", 30) == Outcome("error", "KeyError", "'a'")
    assert (await runner.execute("input()", 30)).name == "StdinNotImplementedError"


async def test_a_cell_that_takes_too_long_is_interrupted(runner: Runner) -> None:
    assert await runner.execute("while True: pass", 0.5) == Outcome("timeout")
    assert await runner.execute("1 + 1", 30) == Outcome("ok")


async def test_a_kernel_that_ends_is_told(runner: Runner) -> None:
    assert await runner.execute("import os; os._exit(1)", 30) == Outcome("died")
    assert await runner.namespace() is None


async def test_cells_run_in_the_folder_without_a_display(runner: Runner, tmp_path: Path) -> None:
    code = "import matplotlib.pyplot as plt; plt.plot([1]); plt.show(); open('here', 'w').close()"
    assert await runner.execute(code, 60) == Outcome("ok")
    assert (tmp_path / "here").exists()


async def test_a_kernel_that_does_not_exist_is_told(tmp_path: Path, jupyter_dirs: Path) -> None:
    with pytest.raises(CodeIntelError) as caught:
        async with started_kernel(tmp_path, kernel_name="no-such"):
            pass
    assert caught.value.code == "kernel_not_started"
