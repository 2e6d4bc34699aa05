"""Where a statement or block ends in text that is still being written.

Read from indentation and open delimiters alone, so that it is right for unfinished code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_codeintel.context.delimiters import Stack, marks

_CLAUSES = ("else", "elif", "except", "finally")
_CLAUSE = re.compile(rf"(?:{'|'.join(_CLAUSES)})\b")
_DEFINITION = re.compile(r"(?:def|class|async|@)\b|@")
_COMMENT_TAIL = re.compile(r"\s*(?:#.*)?$")


@dataclass(frozen=True)
class Line:
    """A logical line: ``text`` without its end, ``closed`` when its end was seen."""

    start: int
    text: str
    closed: bool

    @property
    def indent(self) -> int:
        """The width of its white space, a tab counting eight as in Python."""
        expanded = self.text.expandtabs(8)
        return len(expanded) - len(expanded.lstrip())

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()

    @property
    def opens_block(self) -> bool:
        """Whether a block has to follow."""
        return opens_block(self.text)


def opens_block(line: str) -> bool:
    """Whether ``line`` ends with the colon of a compound statement."""
    code = line.split("#", 1)[0].rstrip() if "#" in line else line.rstrip()
    return code.endswith(":")


def logical_lines(text: str, stack: Stack = ()) -> Iterator[Line]:
    """Yield the logical lines of ``text``, read with ``stack`` already open."""
    start = 0
    for mark in marks(text, stack):
        if mark.symbol == "\n" and not mark.stack:
            yield Line(start, text[start : mark.start], closed=True)
            start = mark.end
    yield Line(start, text[start:], closed=False)


def block_end(above: str, text: str, cursor: int, stack: Stack = ()) -> int | None:
    """Return where, in ``text``, the block that the cursor stands in is complete.

    Parameters
    ----------
    above : str
        The cell above the cursor's line.
    text : str
        The cursor's line up to the cursor, and what was written from there.
    cursor : int
        Where the written part of ``text`` starts.
    stack : Stack
        What is open at the start of ``text``.

    Returns
    -------
    int or None
        The end of the block's last line; None while it may go on.
    """
    lines = list(logical_lines(text, stack))
    floor = _floor(above, text[:cursor], lines[0])
    end: int | None = None
    previous: Line | None = None
    gap = False
    for line in lines:
        if line.blank:
            gap = gap or (previous is not None and line.closed)
            continue
        if previous is not None and _leaves(line, previous, floor, gap=gap):
            return end
        if line.start > 0 and previous is None and line.indent < floor:
            return cursor
        previous, gap = line, False
        end = line.start + len(line.text)
    return None


def _floor(above: str, head: str, first: Line) -> int:
    """Return the least indentation that belongs to the block."""
    if head.strip():
        return first.indent + first.opens_block
    if (previous := last_line(above)) and opens_block(previous):
        return Line(0, previous, closed=True).indent + 1
    return len(head.expandtabs(8))


def last_line(text: str) -> str:
    """Return the last line of ``text`` that is not blank, or nothing."""
    return text.rstrip().rpartition("\n")[2]


def _may_be_clause(line: Line) -> bool:
    text = line.text.lstrip()
    unfinished = not line.closed and any(clause.startswith(text) for clause in _CLAUSES)
    return unfinished or bool(_CLAUSE.match(text))


def _leaves(line: Line, previous: Line, floor: int, *, gap: bool) -> bool:
    """Whether ``line`` stands outside the block that ``previous`` is in."""
    if line.indent < floor:
        # "else" and its like go on with the statement whose head made the floor.
        return line.indent < floor - 1 or not _may_be_clause(line)
    if floor > 0 or line.indent > 0:
        return False
    # At the top level a paragraph is a block: it ends with an empty line, a comment or a
    # definition.
    text = line.text.lstrip()
    if _CLAUSE.match(text):
        return False
    decorated = previous.text.startswith("@")
    return gap or text.startswith("#") or bool(_DEFINITION.match(text) and not decorated)
