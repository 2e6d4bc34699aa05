"""The items that are shipped: faults put into the notebooks beside this file, one at a time.

A notebook's check is that of all its items.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jupyter_codeintel.evaluation.notebook_fix import built_in
from jupyter_codeintel.evaluation.notebook_fix.items import Item, Suite
from jupyter_codeintel.evaluation.suite_file import digest_of


def built_in_suite(assets: Path | None = None) -> Suite:
    """Return the suite that is shipped."""
    made = tuple(items())
    return Suite("built-in", digest_of(repr(made)), made, assets or Path())


def items() -> Iterator[Item]:
    """Yield an item for each fault of each notebook beside this file."""
    folder = files(built_in).joinpath("notebooks")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        notebook = tomllib.loads(path.read_text("utf-8"))
        cells = tuple(cell.strip("\n") for cell in notebook["cells"])
        for number, fault in enumerate(notebook["faults"], start=1):
            name = f"{path.name.removesuffix('.toml')}-{number}"
            yield _item(name, cells, fault, notebook["check"])


def _item(name: str, cells: tuple[str, ...], fault: Mapping[str, Any], check: str) -> Item:
    cell, broken = fault["cell"], list(cells)
    if "below" in fault:
        broken.insert(fault["below"], broken.pop(cell))
        cell = fault["below"]
    else:
        if broken[cell].count(fault["find"]) != 1:
            message = f"{name}: {fault['find']!r} does not stand once in cell {cell}"
            raise ValueError(message)
        broken[cell] = broken[cell].replace(fault["find"], fault["put"]).strip("\n")
    fails = fault.get("fails", cell)
    return Item(
        name,
        fault["type"],
        tuple(broken),
        fails,
        fault["raises"],
        cells,
        check.strip("\n"),
        subtype=fault["subtype"],
        goal=fault.get("goal", ""),
        root_cell=cell,
        root_before_failure=cell < fails,
        origin_kind="injected",
    )
