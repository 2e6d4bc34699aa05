"""Cells to syntax trees: IPython's lines masked, any text accepted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Point, Range, Tree

from jupyter_codeintel.context.dataflow.pieces import pieces
from jupyter_codeintel.context.delimiters import open_at_end
from jupyter_codeintel.context.language import cell_language
from jupyter_codeintel.context.magics import masked, python_column

_PYTHON = Language(tree_sitter_python.language())
_PARSER = Parser(_PYTHON)
_INCREMENTAL = 4096
"""Shorter cells are parsed as a whole: that takes less time than to find what changed."""

_MOST = 500_000
"""Longer cells are data, not code that a person reads: they are taken as empty."""


@dataclass(frozen=True, eq=False)
class Parsed:
    """A cell's tree, and its text in bytes as the tree counts.

    Parameters
    ----------
    source : str
        The cell.
    data : bytes
        Its Python, in which every character of ``source`` has its place.
    trees : tuple of Tree
        The tree of ``data``; where it has faults, one tree for each statement.
    """

    source: str
    data: bytes
    trees: tuple[Tree, ...]

    def text(self, node: Node) -> str:
        """Return the text of a node."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


class Offsets:
    """Characters for the bytes that a tree counts."""

    def __init__(self, data: bytes) -> None:
        self._starts: list[int] | None = None
        if not data.isascii():
            widths = (len(char.encode()) for char in data.decode())
            self._starts = [0, *accumulate(widths)]

    def char(self, byte: int) -> int:
        """Return the index of the character that holds ``byte``."""
        if self._starts is None:
            return byte
        return bisect_right(self._starts, byte) - 1


def parse(source: str, language: str = "python", previous: Parsed | None = None) -> Parsed:
    """Return the tree of a cell; text that is no Python for the kernel gives an empty one.

    Parameters
    ----------
    source : str
        Any text.
    language : str
        The language of the document.
    previous : Parsed, optional
        The cell before an edit, which saves work when it is long.
    """
    text = _python(source, language)
    data = text.encode("utf-8", "replace")
    if previous is not None and len(data) > _INCREMENTAL and len(previous.trees) == 1:
        tree = _reparsed(previous, data)
    else:
        tree = _PARSER.parse(data)
    # How the parser recovers from faults may depend on what it had seen before.
    trees = tuple(_apart(text, data)) if tree.root_node.has_error else (tree,)
    return Parsed(source, data, trees)


def _apart(text: str, data: bytes) -> Iterator[Tree]:
    """Parse each statement for itself; places are those in the whole."""
    start, row, column = 0, 0, 0
    for piece in pieces(text):
        part = piece.encode("utf-8", "replace")
        end, end_row = start + len(part), row + part.count(b"\n")
        end_column = len(part) - part.rfind(b"\n") - 1 + (column if end_row == row else 0)
        begin, stop = Point(row, column), Point(end_row, end_column)
        parser = Parser(_PYTHON, included_ranges=[Range(begin, stop, start, end)])
        yield parser.parse(data)
        start, row, column = end, end_row, end_column


def _python(source: str, language: str) -> str:
    if len(source) > _MOST or not cell_language(source, language).is_python:
        return ""
    if not any(mark in source for mark in "!%?"):
        return source
    text, _ = masked(source)
    if text == source:
        return text
    pairs = zip(source.split("\n"), text.split("\n"), strict=True)
    return "\n".join(_unmasked(line, python) for line, python in pairs)


def _unmasked(line: str, python: str) -> str:
    """Bring back the statement of ``%time x = 1``, at its place behind an empty one."""
    if line == python or not (column := python_column(line)) or open_at_end(line[column:]):
        return python
    indent = len(line) - len(line.lstrip())
    return line[:indent] + "0".ljust(column - indent - 1) + ";" + line[column:]


def _reparsed(previous: Parsed, data: bytes) -> Tree:
    """Parse again what is not the same at both ends of the text."""
    old = previous.data
    start = _common(old, data)
    most = min(len(old), len(data)) - start
    end = min(_common(old[: -most - 1 : -1], data[: -most - 1 : -1]), most) if most else 0
    tree = previous.trees[0].copy()
    tree.edit(
        start_byte=start,
        old_end_byte=len(old) - end,
        new_end_byte=len(data) - end,
        start_point=_point(data, start),
        old_end_point=_point(old, len(old) - end),
        new_end_point=_point(data, len(data) - end),
    )
    return _PARSER.parse(data, tree)


def _common(first: bytes, second: bytes) -> int:
    """Return how many bytes at the start are the same."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _point(data: bytes, offset: int) -> Point:
    return Point(data.count(b"\n", 0, offset), offset - data.rfind(b"\n", 0, offset) - 1)
