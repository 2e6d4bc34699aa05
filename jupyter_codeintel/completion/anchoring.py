"""Anchors: what a person types becomes the forced head of the model's answer.

The prompt is laid out as text above the anchor, suffix, text since the anchor. While the
anchor stays, a keystroke appends to the prompt's end and nothing is evaluated again.
"""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_codeintel.context.delimiters import CLOSERS, Stack, marks

MAX_TYPED = 600
"""Characters after which an anchor is moved: the model starts to take them for its own."""


@dataclass(frozen=True)
class Anchor:
    """A place in a cell: what stands above it, and what followed the cursor then."""

    head: str
    suffix: str

    def keeps(self, prefix: str, suffix: str) -> bool:
        """Whether the cursor's new place can be reached from here by typing."""
        return (
            suffix == self.suffix
            and prefix.startswith(self.head)
            and len(prefix) - len(self.head) <= MAX_TYPED
        )


def anchored(anchor: Anchor | None, prefix: str, suffix: str) -> Anchor:
    """Return ``anchor`` while it holds, else a new one at the start of the line.

    Parameters
    ----------
    anchor : Anchor or None
        The cell's present one.
    prefix, suffix : str
        The cell's text around the cursor, without pending closers.
    """
    if anchor is not None and anchor.keeps(prefix, suffix):
        return anchor
    start = prefix.rfind("\n") + 1
    if len(prefix) - start > MAX_TYPED // 2:
        start = _word_start(prefix, len(prefix) - MAX_TYPED // 2)
    return Anchor(prefix[:start], suffix)


def _word_start(text: str, position: int) -> int:
    """Step on to where a word begins; within a very long word stay."""
    for start in range(position, min(position + 50, len(text))):
        if text[start].isspace():
            return start
    return position


def pending_closers(suffix: str, stack: Stack, *, python: bool = True) -> str:
    """Return the delimiters directly after the cursor that close what is open at it.

    An editor puts them there by itself, with every bracket or quote that is typed; in the
    prompt they would change the suffix each time.

    Parameters
    ----------
    suffix : str
        The cell's text after the cursor.
    stack : Stack
        What is open at the cursor.
    python : bool
        Whether ``stack`` is known; else delimiters are taken for what they look like.
    """
    rest = suffix.partition("\n")[0]
    closers = rest.strip()
    if not closers or not set(closers) <= {*CLOSERS, '"', "'"}:
        return ""
    if not python:
        return rest
    for mark in marks(closers, stack):
        if mark.bad or len(mark.stack) >= len(stack):
            return ""
        stack = mark.stack
    return rest
