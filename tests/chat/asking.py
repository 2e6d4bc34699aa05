"""Asking a chat service in short."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_codeintel.chat.events import ChatEvent, Sending
from jupyter_codeintel.chat.preparing import Question
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.service import ChatService
from tests.chat.scenes import FRAME, SALES, scene

NOTEBOOK = scene(SALES, 3, variables=[FRAME])


async def ask(
    service: ChatService,
    text: str,
    conversation: str | None = None,
    about: Scene = NOTEBOOK,
    replaces: int | None = None,
) -> list[ChatEvent]:
    """Return all that happens."""
    events = service.ask(conversation, Question(text, about), replaces=replaces)
    return [event async for event in events]


def sending(events: Sequence[ChatEvent]) -> Sending:
    """Return the first event, which tells what is sent."""
    assert isinstance(events[0], Sending)
    return events[0]
