"""A kernel that follows the gaps of notebooks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.evaluation.notebook_fim.answers import answer
from jupyter_codeintel.evaluation.notebook_fim.items import Item
from jupyter_codeintel.evaluation.notebook_fim.live import LiveNotebook
from tests.completion.fake_engine import FakeEngine
from tests.evaluation.notebook_fim.gaps import LINE


@pytest.fixture
async def notebook(tmp_path: Path, jupyter_dirs: Path) -> AsyncIterator[LiveNotebook]:
    (tmp_path / "assets" / "harbour").mkdir(parents=True)
    (tmp_path / "assets" / "harbour" / "ships.txt").write_text("Ida")
    (tmp_path / "assets" / "seaborn-data").mkdir()
    async with aclosing(LiveNotebook(tmp_path / "assets")) as notebook:
        yield notebook


async def names(notebook: LiveNotebook, item: Item) -> dict[str, str | None]:
    live = await notebook.at(item)
    namespace = live.kernels.namespace(live.kernel)
    assert namespace is not None
    return {name: variable.value for name, variable in namespace.variables.items()}


def above(*cells: str, **changes: str) -> Item:
    return replace(LINE, cells_before=cells, **changes)  # type: ignore[arg-type]


async def test_cells_run_once_as_the_notebook_grows(notebook: LiveNotebook, tmp_path: Path) -> None:
    count = "runs = globals().get('runs', 0) + 1"
    ship = "name = open('ships.txt').read()\nopen('new.txt', 'w').close()"
    where = "import os\ndata = os.environ['SEABORN_DATA'].endswith('seaborn-data')"
    assert await names(notebook, above(count, cwd="harbour")) == {"runs": "1"}
    found = await names(notebook, above(count, ship, where, cwd="harbour"))
    assert found == {"runs": "1", "name": "'Ida'", "os": None, "data": "True"}
    # Another one, that does not go on from there, starts with nothing.
    assert await names(notebook, above("x = 1", cwd="harbour")) == {"x": "1"}
    assert await names(notebook, above("x = 1", "y = 2", notebook="b")) == {"x": "1", "y": "2"}
    assert not (tmp_path / "assets" / "harbour" / "new.txt").exists()
    assert not notebook.failed


async def test_a_cell_that_fails_is_noted_and_passed_over(notebook: LiveNotebook) -> None:
    assert await names(notebook, above("a = 1", "import no_such_module", "b = 2")) == {
        "a": "1",
        "b": "2",
    }
    (where,) = notebook.failed
    assert where == "harbour, cell 1: ModuleNotFoundError: No module named 'no_such_module'"


async def test_the_product_knows_what_the_kernel_knows(notebook: LiveNotebook) -> None:
    text = "deepest = ships.maximum()"
    engine = FakeEngine(lambda fim: text)
    static = await answer(engine, LINE, "static")
    live = await answer(engine, LINE, "live", await notebook.at(LINE))
    assert (static.text, static.shown) == (text, True)
    assert (live.text, live.shown, live.raw) == ("", False, text)
