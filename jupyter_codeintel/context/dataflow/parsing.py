"""Cells to syntax trees: IPython's lines masked, any text accepted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Point, Range, Tree

from jupyter_codeintel.context.dataflow.pieces import pieces, runs_on
from jupyter_codeintel.context.delimiters import open_at_end
from jupyter_codeintel.context.language import cell_language
from jupyter_codeintel.context.magics import masked, python_column

_PYTHON = Language(tree_sitter_python.language())
_INCREMENTAL = 4096
"""Shorter cells are parsed as a whole: that takes less time than to find what changed."""

_WIDE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")

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

    @cached_property
    def offsets(self) -> Offsets:
        """Characters for the bytes of ``data``."""
        return Offsets(self.data)

    def text(self, node: Node) -> str:
        """Return the text of a node."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


class Offsets:
    """Characters for the bytes that a tree counts."""

    def __init__(self, data: bytes) -> None:
        wide = [] if data.isascii() else list(_WIDE.finditer(data))
        self._starts = [match.start() for match in wide]
        # How many bytes more than characters there are up to each wide one.
        more = (match.end() - match.start() - 1 for match in wide)
        self._more = list(accumulate(more, initial=0))

    def char(self, byte: int) -> int:
        """Return the index of the character that starts at ``byte``."""
        return byte - self._more[bisect_left(self._starts, byte)] if self._starts else byte


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
        tree = Parser(_PYTHON).parse(data)
    # How the parser recovers from faults may depend on what it had seen before.
    joined = runs_on(text)
    if joined is None and not tree.root_node.has_error:
        return Parsed(source, data, (tree,))
    fault = len(data) if joined is None else len(text[:joined].encode("utf-8", "replace"))
    return Parsed(source, data, tuple(_apart(data, tree.root_node, fault)))


def _apart(data: bytes, root: Node, fault: int) -> Iterator[Tree]:
    """Parse each statement for itself; places are those in the whole."""
    start = _sound(root, fault) if len(data) > _INCREMENTAL else 0
    if start:
        yield _part(data, 0, start)
    first = start
    for piece in pieces(data[start:].decode()):
        end = start + len(piece.encode())
        yield _part(data, start, end)
        if start == first and len(data) - end > _INCREMENTAL:
            # Mostly there is a single fault, where the person types.
            rest = _part(data, end, len(data))
            if not rest.root_node.has_error and runs_on(data[end:].decode()) is None:
                yield rest
                return
        start = end


def _sound(root: Node, fault: int) -> int:
    """Return the start of the last statement that is not behind a fault."""
    start = 0
    for child in root.children:
        if child.start_byte > fault:
            break
        if child.start_point.column == 0:
            start = child.start_byte
        if child.has_error:
            break
    return start


def _part(data: bytes, start: int, end: int) -> Tree:
    place = Range(_point(data, start), _point(data, end), start, end)
    return Parser(_PYTHON, included_ranges=[place]).parse(data)


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
    return Parser(_PYTHON).parse(data, tree)


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
