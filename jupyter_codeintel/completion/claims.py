"""What a cell takes for granted: names, attributes, keys and columns that must exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jupyter_codeintel.context.dataflow.events import Literals, Step
from jupyter_codeintel.context.dataflow.references import Reference, References
from jupyter_codeintel.namespace import Path
from jupyter_codeintel.namespace import Step as PathStep

ClaimKind = Literal["name", "attribute", "key", "column"]

_COLUMNS = {
    "drop_duplicates": (0, "subset"), "dropna": (None, "subset"), "explode": (0, "column"),
    "groupby": (0, "by"), "melt": (0, "id_vars", "value_vars"), "nlargest": (1, "columns"),
    "nsmallest": (1, "columns"), "pivot": (None, "columns", "index", "values"),
    "pivot_table": (None, "values", "index", "columns"), "set_index": (0, "keys"),
    "sort_values": (0, "by"), "drop": (None, "columns"),
}  # fmt: skip
"""The arguments of pandas' frame methods that name columns: a position, then keywords."""


@dataclass(frozen=True)
class Claim:
    """Something that must exist. Places are characters of the cell.

    Parameters
    ----------
    kind : {'name', 'attribute', 'key', 'column'}
        What.
    text : str
        How it is called.
    start, end : int
        Where it stands, a key with its quotes.
    path : Path
        Where to look: its last step is the attribute or key; for a column, the frame.
    """

    kind: ClaimKind
    text: str
    start: int
    end: int
    path: Path


def claims(found: References) -> Iterator[Claim]:
    """Yield what a cell takes for granted of names that it does not bind itself."""
    for read in found.reads:
        if read.bound == "no":
            yield Claim("name", read.name, read.start, read.end, Path(read.name))
            if not read.changed:
                yield from _steps(read)


def _steps(read: Reference) -> Iterator[Claim]:
    path: tuple[PathStep, ...] = ()
    last = len(read.steps) - 1
    for number, step in enumerate(read.steps):
        frame = Path(read.name, path[:-1])
        if step.kind == "call":
            method = read.steps[number - 1].name if number else ""
            yield from _columns(step, method, frame)
            path += (("call", None),)
        elif step.kind == "keys":
            yield from (_column(text, Path(read.name, path)) for text in step.strings)
            return
        elif step.kind == "index":
            return
        else:
            path += (("attr" if step.kind == "attribute" else "key", step.name),)
            if number < last or read.access == "load":
                yield Claim(step.kind, step.name, step.start, step.end, Path(read.name, path))


def _columns(step: Step, method: str, frame: Path) -> Iterator[Claim]:
    if method not in _COLUMNS:
        return
    position, *keywords = _COLUMNS[method]
    for text in step.strings:
        placed = text.position is not None and text.position == position
        if placed or text.keyword in keywords:
            yield _column(text, frame)


def _column(text: Literals, frame: Path) -> Claim:
    return Claim("column", text.value, text.start, text.end, frame)
