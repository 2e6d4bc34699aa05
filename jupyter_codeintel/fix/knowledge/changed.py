"""What libraries renamed or removed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jupyter_codeintel.fix.knowledge import changes

_PARTS = ("methods", "keywords", "values")


@dataclass(frozen=True)
class Row:
    """Something that is called otherwise now, or gone.

    Parameters
    ----------
    old : str
        A method, argument or string.
    new : str
        What stands there now; see the tables.
    of : tuple of str
        Types, functions or arguments that it belongs to; empty for any.
    source : str
        Where that is told.
    """

    old: str
    new: str
    of: tuple[str, ...]
    source: str


@cache
def changed_names() -> Mapping[str, str]:
    """Return the full old names of what modules have, with the new ones."""
    return {old: new for group in _groups() for old, new in group.get("names", {}).items()}


def changed(part: str, old: str, of: str) -> Row | None:
    """Return how a method, argument or string is called now.

    Parameters
    ----------
    part : str
        ``"methods"``, ``"keywords"`` or ``"values"``.
    old : str
        How it was called.
    of : str
        The type, function or argument that it belongs to.
    """
    for row in _rows(part):
        if row.old == old and (not row.of or of in row.of):
            return row
    return None


@cache
def successors(old: str) -> frozenset[str]:
    """Return the words of all that may stand now where a name, method or argument stood."""
    rows = (row for part in _PARTS for row in _rows(part) if row.old == old)
    names = (new for name, new in changed_names().items() if name.rpartition(".")[2] == old)
    return frozenset(re.findall(r"\w+", " ".join([*(row.new for row in rows), *names])))


@cache
def _rows(part: str) -> tuple[Row, ...]:
    return tuple(
        Row(old, told["new"], tuple(told.get("of", ())), group["source"])
        for group in _groups()
        for old, told in group.get(part, {}).items()
    )


@cache
def _groups() -> tuple[dict[str, Any], ...]:
    return tuple(_read())


def _read() -> Iterator[dict[str, Any]]:
    for file in sorted(files(changes).iterdir(), key=lambda found: found.name):
        if file.name.endswith(".toml"):
            yield from tomllib.loads(file.read_text("utf-8"))["group"]
