"""The suite that is shipped, and how it is made again.

``python -m jupyter_codeintel.evaluation.notebook_fim.built_in`` in a checkout cuts the
notebooks beside this file, and the quick start, and writes ``suite.jsonl``.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from jupyter_codeintel.evaluation.notebook_fim.cutting import Notebook, cut_notebook
from jupyter_codeintel.evaluation.notebook_fim.items import as_line

SUITE = "suite.jsonl"


def notebooks() -> Iterator[Notebook]:
    """Yield the notebooks beside this file; their cells run, in order."""
    folder = files(__name__).joinpath("notebooks")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        cells = tomllib.loads(path.read_text("utf-8"))["cells"]
        name = path.name.removesuffix(".toml")
        yield Notebook(name, tuple(cell.strip("\n") for cell in cells), executed=True)


def example(path: Path) -> Notebook:
    """Read an example; its data are not shipped, so its cells are not run."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = tuple("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return Notebook(path.stem, code, executed=False)


def cut(quick_start: Path) -> str:
    """Return the suite's text."""
    items = (
        item for notebook in (*notebooks(), example(quick_start)) for item in cut_notebook(notebook)
    )
    return "".join(as_line(item) + "\n" for item in items)
