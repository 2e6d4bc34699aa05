"""A suite of gaps: its file, its items, and the choice of some of them."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

from jupyter_codeintel.evaluation.suite_file import digest_of, parse, read_text, values_of

Kind = Literal["rest", "line", "block"]
"""The rest of a line, a whole line, the body of a function, loop, ``with`` or ``if``."""

KINDS: tuple[Kind, ...] = get_args(Kind)

_REQUIRED = ("id", "kind", "notebook", "cells_before", "prefix", "middle", "suffix")
_TYPES: Mapping[str, type] = {
    "cells_before": list, "cells_after": list, "needs_earlier_cells": bool, "executed": bool,
}  # fmt: skip
_HINT = "A suite is a JSONL file with one gap of a notebook's cell on each line."


@dataclass(frozen=True)
class Item:
    """One gap: ``prefix`` + ``middle`` + ``suffix`` is a cell.

    Parameters
    ----------
    id : str
        Unique in the suite.
    kind : {'rest', 'line', 'block'}
        What is missing.
    notebook : str
        Items of one notebook share its cells, and so a kernel.
    cells_before : tuple of str
        All code cells above.
    prefix, middle, suffix : str
        The cell.
    cells_after : tuple of str
        Some code cells below.
    subtype : str
        ``top``, ``nested``, or what the block belongs to.
    needs_earlier_cells : bool
        The middle uses names or strings that stand in earlier cells only.
    executed : bool
        The cells above run, in order.
    cwd : str
        The folder, among the suite's assets, in which they run.
    """

    id: str
    kind: Kind
    notebook: str
    cells_before: tuple[str, ...]
    prefix: str
    middle: str
    suffix: str
    cells_after: tuple[str, ...] = ()
    subtype: str = ""
    needs_earlier_cells: bool = False
    executed: bool = False
    cwd: str = ""

    @property
    def source(self) -> str:
        """The whole cell."""
        return self.filled(self.middle)

    @property
    def one_line(self) -> bool:
        """Whether the gap ends with its line."""
        return self.kind != "block"

    def filled(self, text: str) -> str:
        """Return the cell with another text in its gap."""
        return self.prefix + text + self.suffix


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
    return _parse(text, path.stem, str(path), assets or path.resolve().parent.parent / "assets")


def built_in_suite(assets: Path | None = None) -> Suite:
    """Return the suite that is shipped."""
    file = files(__package__).joinpath("built_in", "suite.jsonl")
    return _parse(file.read_text("utf-8"), "built-in", "the built-in suite", assets or Path())


def as_line(item: Item) -> str:
    """Return an item as it is written into a file."""
    return json.dumps(asdict(item), ensure_ascii=False)


def _parse(text: str, name: str, where: str, assets: Path) -> Suite:
    items = parse(text, where, _item, _HINT)
    return Suite(name, digest_of(text), tuple(items.values()), assets)


def _item(data: object) -> Item:
    values = values_of(Item, data, _REQUIRED, _TYPES)
    if values["kind"] not in KINDS:
        message = f"the kind {values['kind']!r} is none of {', '.join(KINDS)}"
        raise ValueError(message)
    return Item(**values)


def choose_items(
    items: Sequence[Item],
    *,
    kinds: Collection[Kind] = KINDS,
    needs_earlier: bool = False,
    limit: int | None = None,
    seed: int = 0,
) -> list[Item]:
    """Return random items, those of a notebook together and from its top downwards.

    A higher limit adds to the items of a lower one.
    """
    fitting = [i for i in items if i.kind in kinds and (i.needs_earlier_cells or not needs_earlier)]
    fitting.sort(key=lambda item: random.Random(f"{seed}/{item.id}").random())  # noqa: S311
    return sorted(fitting[:limit], key=lambda i: (i.notebook, len(i.cells_before), i.id))
