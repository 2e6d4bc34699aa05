"""A suite of failing notebooks: its file, its items, and the choice of some of them."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.evaluation.suite_file import digest_of, parse, read_text, values_of

GOAL = "goal"
"""The id of the cell that tells what is meant; code cells have their number's."""

_REQUIRED = ("id", "type", "cells_broken", "fail_cell", "ename", "cells_fixed", "check")
_TYPES = {
    "cells_broken": list, "cells_fixed": list, "fail_cell": int, "root_cell": int,
    "root_before_failure": bool,
}  # fmt: skip
_HINT = "A suite is a JSONL file with one failing notebook on each line."


@dataclass(frozen=True)
class Item:
    """A notebook that fails, and how one sees whether it is repaired.

    Parameters
    ----------
    id : str
        Unique in the suite.
    type, subtype : str
        The kind of error.
    cells_broken : tuple of str
        The code cells, which run from the top.
    fail_cell : int
        The number of the cell that fails, from 0 on.
    ename : str
        What it raises.
    cells_fixed : tuple of str
        A notebook that is right; who repairs does not see it.
    check : str
        Code that fails in the namespace of a notebook that is not right, and is not seen
        either.
    goal : str
        What is meant, where the code does not tell.
    root_cell : int
        The number of the cell that has to be changed; below 0, it is not known.
    root_before_failure : bool
        Whether it stands above the one that fails.
    origin_kind : str
        Whether the error was made by somebody or put in.
    cwd : str
        The folder, among the suite's assets, in which the cells run.
    """

    id: str
    type: str
    cells_broken: tuple[str, ...]
    fail_cell: int
    ename: str
    cells_fixed: tuple[str, ...]
    check: str
    subtype: str = ""
    goal: str = ""
    root_cell: int = -1
    root_before_failure: bool = False
    origin_kind: str = ""
    cwd: str = ""

    @property
    def document(self) -> Document:
        """What who repairs gets: the cells, and above the failing one what is meant."""
        cells = [Cell(str(i), "code", source) for i, source in enumerate(self.cells_broken)]
        if self.goal:
            cells.insert(self.fail_cell, Cell(GOAL, "markdown", self.goal))
        return Document(f"{self.id}.ipynb", cells=tuple(cells))


@dataclass(frozen=True)
class Suite:
    """Items and where they come from.

    Parameters
    ----------
    name : str
        For people and file names.
    digest : str
        Tells versions of the file apart.
    items : sequence of Item
        In the order of the file.
    assets : Path
        The folder of the notebooks' folders; it need not exist.
    """

    name: str
    digest: str
    items: Sequence[Item]
    assets: Path


def read_suite(path: Path, assets: Path | None = None) -> Suite:
    """Read a JSONL file with an item on each line.

    Parameters
    ----------
    path : Path
        The file. Fields that are not in `Item` are passed over.
    assets : Path, optional
        Where the notebooks' data are; by default ``../assets`` seen from the file's folder.

    Raises
    ------
    NotebookError
        It is missing or not such a file; the message has the line's number.
    """
    text = read_text(path)
    return _suite(text, path.stem, str(path), assets or path.resolve().parent.parent / "assets")


def choose_items(
    items: Sequence[Item],
    *,
    types: Collection[str] = (),
    limit: int | None = None,
    seed: int = 0,
) -> list[Item]:
    """Return random items in the suite's order; a higher limit adds to those of a lower one.

    Parameters
    ----------
    items : sequence of Item
        All.
    types : collection of str
        The types to choose from; none are all.
    limit : int, optional
        How many.
    seed : int
        Of the choice.
    """
    fitting = [item for item in items if not types or item.type in types]
    fitting.sort(key=lambda item: random.Random(f"{seed}/{item.id}").random())  # noqa: S311
    chosen = {item.id for item in fitting[:limit]}
    return [item for item in items if item.id in chosen]


def _suite(text: str, name: str, where: str, assets: Path) -> Suite:
    items = parse(text, where, _item, _HINT)
    return Suite(name, digest_of(text), tuple(items.values()), assets)


def _item(data: object) -> Item:
    item = Item(**values_of(Item, data, _REQUIRED, _TYPES))
    if not 0 <= item.fail_cell < len(item.cells_broken):
        message = f"there is no cell {item.fail_cell} to fail"
        raise ValueError(message)
    return item
