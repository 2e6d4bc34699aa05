"""The Python of a cell as a tree whose nodes know their place in the cell's text."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TypeVar

from jupyter_codeintel.context.magics import masked

Span = tuple[int, int]
"""Characters of the cell, the second one no more part of it."""

_LINE_ENDS = re.compile(r"\r\n|\r|\n")  # as Python counts lines
_Node = TypeVar("_Node", bound=ast.AST)
_Placed = ast.expr | ast.stmt | ast.keyword | ast.alias | ast.arg | ast.excepthandler


class Code:
    """A cell's text and its tree; lines of IPython's own are not in the tree.

    Parameters
    ----------
    source : str
        The text.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.python = masked(source)[0]
        self.error: SyntaxError | None = None
        self.tree = ast.Module([], [])
        try:
            self.tree = parsed(self.python)
        except SyntaxError as error:
            self.error = error
        ends = [found.span() for found in _LINE_ENDS.finditer(self.python)]
        starts = [0, *(end for _, end in ends)]
        self._line_spans = list(zip(starts, [*(e for e, _ in ends), len(source)], strict=True))

    def nodes(self, kind: type[_Node], within: ast.AST | None = None) -> Iterator[_Node]:
        """Yield nodes of a kind, those further out first."""
        for node in self._all if within is None else ast.walk(within):
            if isinstance(node, kind):
                yield node

    @cached_property
    def _all(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def span(self, node: ast.AST) -> Span:
        """Return the place of a node."""
        if not isinstance(node, _Placed):
            return 0, len(self.source)
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset
        start = self.offset(node.lineno, node.col_offset)
        return start, start if end_column is None else self.offset(end_line, end_column)

    def text(self, node: ast.AST) -> str:
        """Return the text of a node as it is written."""
        start, end = self.span(node)
        return self.source[start:end]

    def offset(self, line: int, column: int) -> int:
        """Return the character at a line, from 1 on, and a column in bytes, as `ast` counts."""
        text = self.line(line)
        characters = column if text.isascii() else len(text.encode()[:column].decode())
        return self.line_span(line)[0] + characters

    def line(self, number: int) -> str:
        """Return the Python of a line, from 1 on."""
        start, end = self.line_span(number)
        return self.python[start:end]

    def line_span(self, number: int) -> Span:
        """Return the place of a line, without its end."""
        if 0 < number <= len(self._line_spans):
            return self._line_spans[number - 1]
        return len(self.source), len(self.source)

    def replaced(self, *changes: tuple[Span, str]) -> str:
        """Return the text with other words at some places, which do not overlap."""
        text = self.source
        for (start, end), new in sorted(changes, reverse=True):
            text = text[:start] + new + text[end:]
        return text


@lru_cache(maxsize=256)
def code(source: str) -> Code:
    """Return the tree of a cell; whoever asks must not change it."""
    return Code(source)


def parsed(python: str) -> ast.Module:
    """Return the tree of a text that may await at its top level.

    Raises
    ------
    SyntaxError
        When there is none.
    """
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = compile(python, "<cell>", "exec", flags, dont_inherit=True)
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            # Null characters, and code that is nested too deeply for the parser.
            raise SyntaxError(str(error)) from error
    assert isinstance(tree, ast.Module)  # noqa: S101 - tells mypy what the flag does
    return tree
