"""A conversation as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from jupyter_codeintel.chat.conversations.conversation import Conversation, Turn
from jupyter_codeintel.chat.pieces import Piece

VERSION = 1


def as_data(conversation: Conversation) -> dict[str, Any]:
    """Return plain data, with the version of its form."""
    return {"version": VERSION, **asdict(conversation)}


def from_data(data: Mapping[str, Any]) -> Conversation:
    """Return the conversation of plain data.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        It is none. Fields that are not known are passed over.
    """
    return Conversation(
        id=_text(data["id"]),
        notebook=_text(data["notebook"]),
        title=_text(data.get("title", "")),
        created=_text(data.get("created", "")),
        changed=_text(data.get("changed", "")),
        turns=tuple(_turn(turn) for turn in data["turns"]),
    )


def _turn(data: Mapping[str, Any]) -> Turn:
    return Turn(
        question=_text(data["question"]),
        asked=_text(data["asked"]),
        pieces=tuple(_piece(piece) for piece in data.get("pieces", ())),
        answer=_text(data.get("answer", "")),
        ended=data.get("ended", "done"),
        results=tuple(dict(result) for result in data.get("results", ())),
        alone=bool(data.get("alone", False)),
        seed=int(data.get("seed", 0)),
        when=_text(data.get("when", "")),
    )


def _piece(data: Mapping[str, Any]) -> Piece:
    texts = {name: _text(data[name]) for name in ("key", "label", "text")}
    return Piece(kind=data["kind"], named=bool(data.get("named", False)), **texts)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
