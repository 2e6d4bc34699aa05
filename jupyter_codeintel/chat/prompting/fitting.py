"""What is told and what is left out, part by part.

The rule: each part of a prompt has a budget of its own. Within a part the more relevant pieces
come first, and one that does not fit is left out whole. The active cell and what the person
named are never left out without a word: they are cut, and a line says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from jupyter_codeintel.chat.pieces import Piece, cut

Part = Literal["outline", "cells", "variables", "error", "named", "history", "question"]

_LEAST = 40
"""Tokens; less of a piece says nothing."""


@dataclass(frozen=True)
class PartUse:
    """How much of its budget a part takes.

    Parameters
    ----------
    part : Part
        Which.
    tokens : int
        About how long it is.
    budget : int
        How long it may be; 0 where there is no limit.
    left_out : tuple of str
        What did not fit, by the labels of the pieces.
    """

    part: Part
    tokens: int
    budget: int
    left_out: tuple[str, ...] = ()


def fit(
    part: Part, pieces: Sequence[Piece], budget: int, *, shortened: int = 0
) -> tuple[list[Piece], PartUse]:
    """Return the pieces that fit, in the order given, and what that takes.

    Parameters
    ----------
    part : Part
        What they are for.
    pieces : sequence of Piece
        The most relevant first.
    budget : int
        Estimated tokens.
    shortened : int
        How many of the first pieces are cut rather than left out.
    """
    left = budget
    kept: list[Piece] = []
    left_out: list[str] = []
    for number, piece in enumerate(pieces):
        room = left // max(1, shortened - number)
        if number < shortened and piece.tokens > room >= _LEAST:
            piece = replace(piece, text=_cut_inside(piece.text, room))  # noqa: PLW2901
        if piece.tokens > left:
            left_out.append(piece.label)
            continue
        left -= piece.tokens
        kept.append(piece)
    return kept, PartUse(part, budget - left, budget, tuple(left_out))


def _cut_inside(text: str, tokens: int) -> str:
    """Cut what stands between the first line and the last, which may be a fence's."""
    first, newline, rest = text.partition("\n")
    rest, last_newline, last = rest.rpartition("\n")
    if not last.startswith("```"):
        return cut(text, tokens)
    around = Piece("cell", "", "", first + newline + last_newline + last).tokens
    return first + newline + cut(rest + last_newline, tokens - around - 1) + last
