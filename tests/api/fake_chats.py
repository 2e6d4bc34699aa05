"""A chat that nobody uses."""

from __future__ import annotations

from pathlib import Path

from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.service import ChatService
from tests.chat.fake_engine import FakeEngine


def no_chats() -> ChatService:
    """Return a service that keeps nothing, since nothing is asked of it."""
    return ChatService(FakeEngine(), ConversationStore(Path("never-made")))
