"""Notebooks with a script of what is typed where, shipped with the package."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from jupyter_codeintel.errors import NotebookError


@dataclass(frozen=True)
class Step:
    """The cursor is put into a cell, and something is typed there.

    Parameters
    ----------
    cell : str
        The cell's id.
    after : str
        The text that the cursor is put behind (its first occurrence); empty: the end.
    text : str
        What is typed; nothing for a visit that only looks.
    accept : bool
        Whether fitting suggestions are accepted with Tab.
    """

    cell: str
    after: str = ""
    text: str = ""
    accept: bool = False

    def cursor(self, source: str) -> int:
        """Return where the cursor is put.

        Raises
        ------
        NotebookError
            The cell does not hold the text.
        """
        if not self.after:
            return len(source)
        found = source.find(self.after)
        if found < 0:
            message = f"cell {self.cell} does not hold {self.after!r}"
            raise NotebookError(message, code="bad_replay", hint="Correct the script.")
        return found + len(self.after)


@dataclass(frozen=True)
class Replay:
    """A notebook as it is found, and the session that follows."""

    name: str
    cells: dict[str, str]
    steps: Sequence[Step]


def load_replays() -> list[Replay]:
    """Return the notebooks that are shipped, in the order of their names."""
    folder = files("jupyter_codeintel.evaluation").joinpath("notebooks")
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    return [parse_replay(path.name, path.read_text("utf-8")) for path in paths]


def parse_replay(name: str, text: str) -> Replay:
    """Read one TOML file: a table of cells, a list of steps."""
    data = tomllib.loads(text)
    cells = {key: source.strip("\n") for key, source in data["cells"].items()}
    steps = [
        Step(s["cell"], s.get("after", ""), s.get("text", "").rstrip("\n"), s.get("accept", False))
        for s in data["steps"]
    ]
    return Replay(name.removesuffix(".toml"), cells, steps)
