"""The places of a notebook that an error came through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from jupyter_codeintel.fix.diagnosis.code import Code, code
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.trial import Frame, Raised

_Node = TypeVar("_Node", bound=ast.AST)
_MOST = 6


@dataclass(frozen=True)
class Site:
    """A line of a cell that was being run.

    Parameters
    ----------
    cell : str
        The cell.
    code : Code
        Its text.
    line : int
        The line.
    function : str
        The function that it is in, or ``"<module>"``.
    columns : tuple of (int, int), optional
        The failing expression in that line, as far as known.
    """

    cell: str
    code: Code
    line: int
    function: str = "<module>"
    columns: tuple[int, int] | None = None

    @property
    def statement(self) -> ast.stmt | None:
        """The smallest statement around the line; of one with a body, its head alone counts."""
        found: ast.stmt | None = None
        for node in self.code.nodes(ast.stmt):
            if node.lineno <= self.line <= (node.end_lineno or node.lineno):
                found = node
        return found

    @property
    def inside(self) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The innermost function around the line."""
        found: ast.FunctionDef | ast.AsyncFunctionDef | None = None
        for node in self.code.nodes(ast.stmt):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.lineno < self.line <= (node.end_lineno or node.lineno):
                found = node
        return found

    @property
    def loops(self) -> list[ast.For | ast.comprehension]:
        """The loops whose heads are in the failing statement."""
        own = [self.statement] if isinstance(self.statement, ast.For) else []
        return [*self.nodes(ast.comprehension), *own]

    @property
    def loops_around(self) -> list[ast.For | ast.comprehension]:
        """Its comprehensions, and the loops of the cell that the failing line stands in."""
        around = [loop for loop in self.code.nodes(ast.For)
                  if loop.lineno <= self.line <= (loop.end_lineno or 0)]  # fmt: skip
        return [*self.nodes(ast.comprehension), *around]

    def nodes(self, kind: type[_Node]) -> list[_Node]:
        """Return nodes of the failing statement, those nearest to the failing place first."""
        statement = self.statement
        if statement is None:
            return []
        found = [node for node in _own(statement) if isinstance(node, kind)]
        return sorted(found, key=self._distance)

    def _distance(self, node: ast.AST) -> tuple[int, int]:
        start, end = self.code.span(node)
        line_start, line_end = self.code.line_span(self.line)
        if self.columns is not None:
            first, last = line_start + self.columns[0], line_start + self.columns[1]
            if (start, end) == (first, last):
                return 0, 0
            if first <= start and end <= last:
                return 1, start - first
        within = line_start <= start <= line_end or line_start <= end <= line_end
        return (2 if within else 3), 0


def sites(failure: Failure) -> tuple[Site, ...]:
    """Return where in the notebook an error came through, the innermost first."""
    found: dict[tuple[str, int], Site] = {}
    error: Raised | None = failure.error
    while error is not None and len(found) < _MOST:
        for frame in reversed(error.frames):
            site = _site(failure, frame)
            if site is not None:
                found.setdefault((site.cell, site.line), site)
        error = error.cause
    if not found and failure.document.index(failure.cell) is not None:
        whole = Site(failure.cell, code(failure.source(failure.cell)), 1)
        return (whole,) if len(whole.code.tree.body) == 1 else ()
    return tuple(found.values())[:_MOST]


def _site(failure: Failure, frame: Frame) -> Site | None:
    if frame.cell is None or failure.document.index(frame.cell) is None:
        return None
    text = code(failure.source(frame.cell))
    line = _line(text, frame)
    return Site(frame.cell, text, line, frame.function, frame.columns)


def _line(text: Code, frame: Frame) -> int:
    """Return a frame's line; IPython drops empty lines and a magic above before it counts."""
    if not frame.source or text.line(frame.line).strip() == frame.source.strip():
        return frame.line
    count = text.source.count("\n") + 1
    same = [n for n in range(1, count + 1) if text.line(n).strip() == frame.source.strip()]
    return min(same, key=lambda number: abs(number - frame.line), default=frame.line)


def _own(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the nodes of a statement without those of the statements in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting += (
            child
            for child in ast.iter_child_nodes(node)
            if not isinstance(child, ast.stmt | ast.excepthandler | ast.match_case)
        )
