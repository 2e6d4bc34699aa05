"""The messages that the model reads: append-only, so that it never reads what it knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from jupyter_codeintel.chat.conversations.conversation import Turn
from jupyter_codeintel.chat.pieces import Kind, Piece, estimated_tokens
from jupyter_codeintel.chat.prompting.errors import NO_ERROR
from jupyter_codeintel.safety.untrusted import RULE, enclosed

Messages = tuple[Mapping[str, str], ...]

SYSTEM = (
    "You help a person with their Jupyter notebook. Answer the question briefly and exactly, "
    f"in Markdown. Rely on the notebook's cells and variables, invent nothing. {RULE}"
)

_TITLES: Mapping[tuple[Kind, bool], str] = {
    ("outline", False): "In short:",
    ("variable", False): "Live variables (name: type, size, columns with their dtypes):",
    ("variable", True): "Live variables that the question is about:",
}
"""By kind, and whether the person named it."""


def messages(turns: Sequence[Turn], pieces: Sequence[Piece], asked: str) -> Messages:
    """Return the conversation with a question at its end.

    Parameters
    ----------
    turns : sequence of Turn
        What was said before, as far as it is told again.
    pieces : sequence of Piece
        What is told with the question.
    asked : str
        The question as the model reads it.
    """
    said = [message for turn in turns for message in _said(turn)]
    return (_message("system", SYSTEM), *said, _message("user", question_text(pieces, asked)))


def question_text(pieces: Sequence[Piece], asked: str) -> str:
    """Return what is told, marked as data, and the question after it."""
    if not pieces:
        return asked
    blocks: list[str] = []
    for group, members in groupby(pieces, key=lambda piece: (piece.kind, piece.named)):
        title = [_TITLES[group]] if group in _TITLES else []
        blocks.append("\n".join([*title, *(piece.text for piece in members)]))
    return f"{enclosed(chr(10).join(blocks))}\n\n{asked}".rstrip()


def untold(pieces: Iterable[Piece], turns: Sequence[Turn]) -> tuple[Piece, ...]:
    """Return the pieces that the turns have not told, or told otherwise."""
    known = {piece.id: piece.text for turn in turns for piece in turn.pieces}
    told = tuple(pieces)
    if NO_ERROR.id in known and NO_ERROR.id not in {piece.id for piece in told}:
        told += (NO_ERROR,)
    return tuple(piece for piece in told if known.get(piece.id) != piece.text)


def remembered(turns: Sequence[Turn], budget: int) -> tuple[Turn, ...]:
    """Return the turns that are told again: the latest ones that fit.

    Where they start jumps rarely, by half a budget, and is decided from the first turn on:
    else each question would change the beginning of the prompt, and all had to be read again.
    """
    start = size = 0
    answered = [turn for turn in turns if turn.answer.strip()]
    sizes = [_size(turn) for turn in answered]
    for end, added in enumerate(sizes, start=1):
        size += added
        if size > budget:
            while start < end and size > budget // 2:
                size -= sizes[start]
                start += 1
    return tuple(answered[start:])


def history_tokens(turns: Sequence[Turn]) -> int:
    """Return about how long the turns are."""
    return sum(map(_size, turns))


def _size(turn: Turn) -> int:
    return estimated_tokens(question_text(turn.pieces, turn.asked)) + estimated_tokens(turn.answer)


def _said(turn: Turn) -> tuple[Mapping[str, str], Mapping[str, str]]:
    question = question_text(turn.pieces, turn.asked)
    return _message("user", question), _message("assistant", turn.answer)


def _message(role: str, content: str) -> Mapping[str, str]:
    return {"role": role, "content": content}
