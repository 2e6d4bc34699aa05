"""What a completion has to fit: the code around the cursor, and how far it may reach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from jupyter_codeintel.completion.anchoring import pending_closers
from jupyter_codeintel.context.blocks import last_line, opens_block
from jupyter_codeintel.context.delimiters import (
    Stack,
    in_comment,
    in_string,
    marks,
    open_at_end,
)
from jupyter_codeintel.context.language import cell_language
from jupyter_codeintel.context.magics import masked, python_column

Multiline = Literal["auto", "never", "always"]

_LOOK_AHEAD = 4000
"""Characters of the suffix that are searched for closing delimiters."""


class Reach(Enum):
    """Where a completion ends."""

    LINE = "line"
    STATEMENT = "statement"
    BLOCK = "block"


@dataclass(frozen=True)
class Situation:
    """The place of a completion.

    Parameters
    ----------
    above : str
        The cell above the cursor's line; IPython's lines are masked.
    line : str
        The cursor's line up to the cursor.
    suffix : str
        What follows the cursor, without ``closers``.
    closers : str
        Auto-closed delimiters directly after the cursor.
    reach : Reach
        How far the completion may go.
    python : bool
        Whether the rules of Python apply.
    stack_above : Stack
        What is open where ``line`` starts.
    stack : Stack
        What is open at the cursor.
    closable : int
        How many of these the completion may close: the suffix closes the others.
    """

    above: str
    line: str
    suffix: str
    closers: str = ""
    reach: Reach = Reach.STATEMENT
    python: bool = True
    stack_above: Stack = ()
    stack: Stack = ()
    closable: int = 0


def observe(prefix: str, suffix: str, multiline: Multiline, language: str = "python") -> Situation:
    """Return the situation at a cell's cursor.

    Parameters
    ----------
    prefix, suffix : str
        The cell's text around the cursor.
    multiline : {'auto', 'never', 'always'}
        The person's choice; ``auto`` reads on where a block is expected.
    language : str
        The document's language.
    """
    above, line = _split(prefix)
    cell = cell_language(prefix, language)
    column = python_column(line) if cell.is_python else None
    if column is None:
        closers = pending_closers(suffix, (), python=False)
        rest = suffix[len(closers) :]
        reach = Reach.BLOCK if multiline == "always" else Reach.LINE
        return Situation(above, line, rest, closers, reach, python=False)
    masked_above, stack_above = masked(above)
    line = line[column:] if column else line
    stack = open_at_end(line, stack_above)
    closers = pending_closers(suffix, stack)
    rest = suffix[len(closers) :]
    return Situation(
        above=masked_above,
        line=line,
        suffix=rest,
        closers=closers,
        reach=_reach(masked_above, line, rest, stack_above, stack, multiline),
        stack_above=stack_above,
        stack=stack,
        closable=_closable(stack, suffix[:_LOOK_AHEAD]) if stack else 0,
    )


def _split(prefix: str) -> tuple[str, str]:
    start = prefix.rfind("\n") + 1
    return prefix[:start], prefix[start:]


def _reach(
    above: str, line: str, rest: str, stack_above: Stack, stack: Stack, multiline: Multiline
) -> Reach:
    """Read on where a block is expected, finish what is open, else end with the line."""
    if multiline != "auto":
        return Reach.BLOCK if multiline == "always" else Reach.LINE
    if rest.partition("\n")[0].strip() or in_string(stack) or in_comment(line, stack_above):
        return Reach.LINE
    if stack:
        return Reach.STATEMENT
    if line.strip():
        return Reach.BLOCK if opens_block(line) else Reach.STATEMENT
    previous = last_line(above)
    expected = line or opens_block(previous) or previous.lstrip().startswith("#")
    return Reach.BLOCK if expected else Reach.STATEMENT


def _closable(stack: Stack, suffix: str) -> int:
    """Return how many open delimiters, from the innermost, the suffix leaves open.

    In ``f(g(|)`` it is one: the closer is taken for that of ``f``.
    """
    closed: list[str] = []
    lowest = len(stack)
    for mark in marks(suffix, stack):
        if len(mark.stack) < lowest:
            lowest = len(mark.stack)
            if mark.symbol != "\n":
                closed.append(stack[lowest])
        if not lowest:
            break
    counts: list[int] = [len(stack) - len(closed), *range(len(stack))]
    for count in counts:
        left = list(reversed(stack[: len(stack) - count]))
        if left[: len(closed)] == closed:
            return count
    return len(stack)
