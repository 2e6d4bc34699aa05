"""The questions, and the notebooks they are about."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jupyter_codeintel.evaluation.notebook_fim import built_in

_CELL = re.compile(r"\b(?:cell|In)\b\W{0,4}(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """A question with an answer that a program can check.

    Parameters
    ----------
    id : str
        The notebook's name and a number.
    kind : str
        What is asked for: columns, size, type, value, argument, definition, source, error.
    ask : str
        The question.
    active : int
        The cell the person is in, from 1 on.
    all : tuple of str
        Patterns that an answer has to have.
    none : tuple of str
        Patterns that it must not have.
    cell : int, optional
        The number of the first cell that it has to name.
    proof : str
        Python that is true in the notebook's kernel if the answer is right; ``answer`` is
        ``all``.
    """

    id: str
    kind: str
    ask: str
    active: int
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    cell: int | None = None
    proof: str = ""

    def is_right(self, answer: str) -> bool:
        """Whether an answer is the right one."""
        found = _CELL.search(answer)
        if self.cell is not None and (found is None or int(found[1]) != self.cell):
            return False
        has = [re.search(one, answer, re.IGNORECASE | re.DOTALL) for one in self.all]
        return all(has) and not any(re.search(one, answer, re.IGNORECASE) for one in self.none)


@dataclass(frozen=True)
class Notebook:
    """Cells that are run in order, and questions about them."""

    name: str
    cells: tuple[str, ...]
    questions: tuple[Question, ...]


def read_notebooks() -> Sequence[Notebook]:
    """Return the notebooks beside this file; some begin with a notebook of another suite."""
    known = {notebook.name: notebook.cells for notebook in built_in.notebooks()}
    folder = files(__package__).joinpath("notebooks")
    found = sorted(folder.iterdir(), key=lambda path: path.name)
    return [
        _notebook(path.name.removesuffix(".toml"), tomllib.loads(path.read_text("utf-8")), known)
        for path in found
    ]


def digest(notebooks: Sequence[Notebook]) -> str:
    """Return what tells versions of the questions apart."""
    return hashlib.sha256(repr(notebooks).encode()).hexdigest()[:12]


def _notebook(name: str, data: dict[str, Any], known: dict[str, tuple[str, ...]]) -> Notebook:
    base = known[data["base"]] if "base" in data else ()
    cells = (*base, *(cell.strip("\n") for cell in data.get("cells", ())))
    questions = tuple(
        _question(f"{name}/{number}", one) for number, one in enumerate(data["questions"], start=1)
    )
    return Notebook(name, cells, questions)


def _question(name: str, data: dict[str, Any]) -> Question:
    values: dict[str, Any] = {
        key: tuple(v) if isinstance(v, list) else v for key, v in data.items()
    }
    return Question(**values, id=name)
