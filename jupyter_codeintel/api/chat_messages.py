"""The websocket's messages about chat, as plain data and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Json = Mapping[str, Any]


@dataclass(frozen=True)
class ChatPlace:
    """Where a question is asked, and what the browser knows of the notebook besides."""

    document: str
    cell: str | None
    selection: str
    tracebacks: Mapping[str, str]
    outputs: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """What the person wrote, and where it belongs."""

    place: ChatPlace
    conversation: str | None
    text: str
    without: frozenset[str]
    replaces: int | None
    limits: Mapping[str, int]


@dataclass(frozen=True)
class AskChat:
    """Answer a question."""

    id: int
    asked: Asked


@dataclass(frozen=True)
class PreviewChat:
    """Tell what would be sent."""

    id: int
    asked: Asked


@dataclass(frozen=True)
class StopChat:
    """An answer is no longer wanted."""

    id: int


@dataclass(frozen=True)
class CompleteChat:
    """Tell what a begun reference or command may become."""

    id: int
    place: ChatPlace
    partial: str


@dataclass(frozen=True)
class ListChats:
    """Tell which conversations a notebook has."""

    id: int
    document: str


@dataclass(frozen=True)
class ReadChat:
    """Tell what stands in a conversation."""

    id: int
    document: str
    conversation: str


@dataclass(frozen=True)
class ChangeChat:
    """Change a conversation as a whole."""

    id: int
    document: str
    conversation: str
    change: Literal["rename", "clear", "delete"]
    title: str = ""


@dataclass(frozen=True)
class ExportChat:
    """Tell a conversation as Markdown."""

    id: int
    document: str
    conversation: str


@dataclass(frozen=True)
class TryChat:
    """Run code on a copy of the kernel."""

    id: int
    document: str
    source: str


@dataclass(frozen=True)
class WarmChat:
    """A question here is likely soon."""

    place: ChatPlace
    conversation: str | None
    limits: Mapping[str, int]


ChatMessage = (
    AskChat
    | PreviewChat
    | StopChat
    | CompleteChat
    | ListChats
    | ReadChat
    | ChangeChat
    | ExportChat
    | TryChat
    | WarmChat
)


def _place(data: Json) -> ChatPlace:
    return ChatPlace(**data)


_LIMITS = {
    "answerTokens": "answer_tokens",
    "codeTokens": "code_tokens",
    "cellsTokens": "cells",
    "namedTokens": "named",
    "historyTokens": "history",
}


def chat_limits(data: Json) -> dict[str, int]:
    """Return limits under the names that the chat's settings have."""
    return {_LIMITS[name]: int(value) for name, value in data.items()}


def _asked(data: Json) -> Asked:
    replaces = data["replaces"]
    return Asked(
        place=_place(data["scene"]),
        conversation=data["conversation"],
        text=data["text"],
        without=frozenset(data["without"]),
        replaces=None if replaces is None else int(replaces),
        limits=chat_limits(data.get("limits", {})),
    )


def _change(data: Json) -> ChangeChat:
    title = data.get("title", "")
    return ChangeChat(
        int(data["id"]), data["document"], data["conversation"], data["change"], title
    )


CHAT_READERS: Mapping[str, Callable[[Json], ChatMessage]] = {
    "chatAsk": lambda data: AskChat(int(data["id"]), _asked(data)),
    "chatPreview": lambda data: PreviewChat(int(data["id"]), _asked(data)),
    "chatStop": lambda data: StopChat(int(data["id"])),
    "chatComplete": lambda data: CompleteChat(
        int(data["id"]), _place(data["scene"]), data["partial"]
    ),
    "chatList": lambda data: ListChats(int(data["id"]), data["document"]),
    "chatRead": lambda data: ReadChat(int(data["id"]), data["document"], data["conversation"]),
    "chatChange": _change,
    "chatExport": lambda data: ExportChat(int(data["id"]), data["document"], data["conversation"]),
    "chatWarm": lambda data: WarmChat(
        _place(data["scene"]), data["conversation"], chat_limits(data.get("limits", {}))
    ),
    "chatTry": lambda data: TryChat(int(data["id"]), data["document"], data["source"]),
}
