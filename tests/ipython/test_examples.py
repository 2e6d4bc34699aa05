"""The example notebooks, run from top to bottom."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def examples(tmp_path: Path, script: Path) -> Path:
    assert script.is_file()
    return Path(shutil.copytree(EXAMPLES, tmp_path / "examples"))


def run(path: Path, **options: Any) -> Any:
    """Run a notebook; return it."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    folder = {"metadata": {"path": str(path.parent)}}
    return NotebookClient(notebook, timeout=120, resources=folder, **options).execute()


def errors(notebook: Any) -> list[str]:
    """Return the errors of its cells."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output.ename for output in outputs if output.output_type == "error"]


def text(notebook: Any) -> str:
    """Return what its cells and widgets show."""
    shown = [cell.get("outputs", ()) for cell in notebook.cells]
    return str(shown) + str(notebook.metadata.get("widgets"))


def test_quickstart_has_one_cell_that_is_to_be_finished(examples: Path) -> None:
    assert errors(run(examples / "quickstart.ipynb", allow_errors=True)) == ["SyntaxError"]


def test_the_four_cells_of_broken_fail(examples: Path) -> None:
    notebook = run(examples / "broken.ipynb", allow_errors=True)
    assert errors(notebook) == ["KeyError", "TypeError", "ValueError", "AttributeError"]


def test_magics_repair_and_answer(examples: Path) -> None:
    notebook = run(examples / "magics.ipynb")
    assert errors(notebook) == ["NameError"]
    assert "+deepest = max(depths, key=depths.get)" in text(notebook)
    assert "<b>Verified</b>" in text(notebook)
    assert "engine   ready" in text(notebook)


def test_the_panel_comes_up(examples: Path) -> None:
    notebook = run(examples / "panel.ipynb")
    assert errors(notebook) == ["NameError"]
    assert "Fix the last error" in text(notebook)
    assert "Looking at the engine" in text(notebook) or "engine   not running" in text(notebook)
