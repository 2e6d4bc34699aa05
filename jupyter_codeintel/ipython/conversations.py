"""Conversations that last as long as the session."""

from __future__ import annotations

from pathlib import Path

from jupyter_codeintel.chat.conversations.conversation import Conversation
from jupyter_codeintel.chat.conversations.store import ConversationStore


class SessionConversations(ConversationStore):
    """Keeps conversations in memory; a session, unlike a notebook, has no name to find them by."""

    def __init__(self) -> None:
        super().__init__(Path())
        self._kept: dict[str, Conversation] = {}

    def read(self, notebook: str, conversation: str) -> Conversation:
        """Return a conversation."""
        return self._kept.get(conversation) or self.new(notebook)

    def save(self, conversation: Conversation) -> None:
        """Keep a conversation."""
        self._kept[conversation.id] = conversation
