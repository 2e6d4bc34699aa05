"""``jupyter codeintel complete``."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_codeintel.cli import complete
from jupyter_codeintel.context.files import read_document
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.errors import NotebookError
from tests.engine.processes import supervise, write_script


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    cells = [
        {"cell_type": "markdown", "source": "# a"},
        {"cell_type": "code", "source": "import pandas as \nprint()\n", "outputs": []},
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    return path


@pytest.fixture
def script(tmp_path: Path, runtime_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A script that a real engine process recites instead of a model."""
    assert runtime_dir.is_dir()
    script = write_script(tmp_path / "script.json")
    monkeypatch.setattr(complete, "resolve_model", lambda _: script)
    monkeypatch.setattr(complete, "EngineOptions", lambda: EngineOptions(backend="scripted"))
    yield script
    asyncio.run(supervise(script).stop())


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    complete.add_parser(parser.add_subparsers())
    arguments = parser.parse_args(["complete", *map(str, words)])
    code: int = arguments.run(arguments)
    return code


@pytest.mark.usefixtures("script")
def test_text_and_json(notebook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = (notebook, "--cell", 1, "--line", 0)

    assert run(*where) == 0
    assert capsys.readouterr().out == "pd\n"

    assert run(*where, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["text"], found["source"]) == ("pd", "model")
    assert found["timings"]["generated_tokens"] > 0
    assert found["model"] == "script"


@pytest.mark.parametrize(
    ("cell", "line", "column", "prefix"),
    [
        (1, None, None, "import pandas as \nprint()\n"),
        (1, 0, None, "import pandas as "),
        (1, 1, None, "import pandas as \nprint()"),
        (1, 1, 6, "import pandas as \nprint("),
        (1, 2, 0, "import pandas as \nprint()\n"),
    ],
)
def test_the_cursor(
    notebook: Path, cell: int, line: int | None, column: int | None, prefix: str
) -> None:
    document = read_document(notebook)

    request = complete.place_request(document, cell, line, column)

    assert request.prefix == prefix
    assert request.prefix + request.suffix == document.cells[1].source


@pytest.mark.parametrize(
    ("cell", "line", "column", "code"),
    [
        (None, None, None, "no_such_cell"),
        (2, None, None, "no_such_cell"),
        (-1, None, None, "no_such_cell"),
        (1, 3, None, "no_such_line"),
        (1, -1, None, "no_such_line"),
        (1, 1, 8, "no_such_column"),
    ],
)
def test_places_that_do_not_exist(
    notebook: Path, cell: int | None, line: int | None, column: int | None, code: str
) -> None:
    with pytest.raises(NotebookError) as caught:
        complete.place_request(read_document(notebook), cell, line, column)

    assert caught.value.code == code
    assert caught.value.hint


def test_a_notebook_without_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text('{"cells": [], "nbformat": 4}')

    with pytest.raises(NotebookError):
        complete.place_request(read_document(path), 0, None, None)


def test_a_python_file_needs_no_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\ny")

    request = complete.place_request(read_document(path), None, None, None)

    assert request.prefix == "x = 1\ny"
