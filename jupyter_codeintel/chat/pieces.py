"""A piece of the notebook that is told to the model, and how long it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

Kind = Literal["outline", "cell", "output", "variable", "error", "selection", "file", "active"]
"""``outline``: what the notebook is about, and what cells define that are not told;
``active``: where the person is."""

_CHARS_PER_TOKEN = 3.2
"""Of code and lines about variables, as Qwen2.5-Coder reads them."""


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a text has; the engine knows it only when it has read it."""
    return ceil(len(text) / _CHARS_PER_TOKEN)


@dataclass(frozen=True)
class Piece:
    """Something that is told.

    Parameters
    ----------
    kind : Kind
        What it is.
    key : str
        What it is about, within its kind: a cell's id, a variable's name, a path. Of two
        pieces about the same, the later one counts.
    label : str
        Its short name for the person, as on a chip: ``Cell [3]``.
    text : str
        As it stands in the prompt.
    named : bool
        Whether the person referred to it.
    """

    kind: Kind
    key: str
    label: str
    text: str
    named: bool = False

    @property
    def id(self) -> str:
        """Its name among all pieces of a question."""
        return f"{self.kind}:{self.key}"

    @property
    def tokens(self) -> int:
        """About how long it is."""
        return estimated_tokens(self.text)


def cut(text: str, tokens: int) -> str:
    """Return text that fits, its middle replaced by a line that says so.

    What a text is and how it ends are mostly what is asked about: a table's head, a
    traceback's last line.
    """
    room = int(tokens * _CHARS_PER_TOKEN)
    if len(text) <= room:
        return text
    lines = text.splitlines(keepends=True)
    head: list[str] = []
    tail: list[str] = []
    room -= len(_LEFT_OUT)
    first, last = 0, len(lines)
    while first < last:
        # Two lines of the head for each of the tail.
        from_head = len(head) <= 2 * len(tail)
        line = lines[first] if from_head else lines[last - 1]
        if len(line) > room:
            break
        room -= len(line)
        if from_head:
            head.append(line)
            first += 1
        else:
            tail.append(line)
            last -= 1
    if not head:
        return text[: max(0, room)] + _LEFT_OUT.strip("\n")
    return "".join(head) + _LEFT_OUT + "".join(reversed(tail))


_LEFT_OUT = "… (left out)\n"
