"""Fit text to a token budget, with windows that do not slide.

The engine pays for every prompt token after the first one that differs from its cache, so
a window that moves by a line with each line typed costs a whole prefill each time. These
windows start at a place decided from the top of the text and jump rarely, by half a budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

CHARS_PER_TOKEN = 3
"""A cautious estimate: notebook code has 3 to 4 characters to a token (Qwen2.5-Coder)."""

_PIECES = 8
"""A piece, the unit of dropping, is at most this fraction of the window."""


class Window(NamedTuple):
    """The end of some blocks, and how many of them were left out, wholly or in part."""

    text: str
    dropped: int


@lru_cache(maxsize=16)
def stable_window(blocks: tuple[str, ...], tokens: int) -> Window:
    """Return the end of the joined blocks, at most about ``tokens`` long.

    When the text would exceed the budget, whole blocks (else whole lines) are dropped from
    its top until half a budget is left. Where that happens depends only on the finished
    pieces above, so text appended at the end keeps the start until the next jump.

    Parameters
    ----------
    blocks : tuple of str
        Cells from the top; the last one may still be growing.
    tokens : int
        The budget, in estimated tokens.
    """
    limit = tokens * CHARS_PER_TOKEN
    piece_size = max(1, limit // _PIECES)
    pieces: list[str] = []
    opens_block: list[bool] = []
    of_block: list[int] = []
    start = size = 0
    for index, block in enumerate(blocks):
        for number, piece in enumerate(_pieces(block, piece_size)):
            # Asked before the piece is counted: the last one may still be growing.
            if size > limit - piece_size:
                start, size = _jump(pieces, opens_block, start, size, limit)
            pieces.append(piece)
            opens_block.append(number == 0)
            of_block.append(index)
            size += len(piece)
    if start >= len(pieces):
        return Window("", len(blocks))
    dropped = of_block[start] + (not opens_block[start])
    return Window("".join(pieces[start:]), dropped)


def leading_window(blocks: Iterable[str], tokens: int) -> str:
    """Return the start of the joined blocks, whole lines that fit into ``tokens``."""
    limit = tokens * CHARS_PER_TOKEN
    kept: list[str] = []
    for block in blocks:
        for piece in _pieces(block, max(1, limit // 2)):
            if len(piece) > limit:
                return "".join(kept)
            kept.append(piece)
            limit -= len(piece)
    return "".join(kept)


def _pieces(block: str, size: int) -> Iterator[str]:
    """Yield lines, the very long ones in parts."""
    for line in block.splitlines(keepends=True):
        for position in range(0, len(line), size):
            yield line[position : position + size]


def _jump(
    pieces: list[str], opens_block: list[bool], start: int, size: int, limit: int
) -> tuple[int, int]:
    """Return the new start and what is left from there: about half of ``limit``."""
    while size > limit // 2:
        size -= len(pieces[start])
        start += 1
    left, at = size, start
    # A window that starts with a whole cell reads better, if enough is left then.
    while at < len(pieces) and left > limit // 4:
        if opens_block[at]:
            return at, left
        left -= len(pieces[at])
        at += 1
    return start, size
