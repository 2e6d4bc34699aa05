"""A chat service, and where its conversations are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.service import ChatService


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    """Return an empty store."""
    return ConversationStore(tmp_path / "chat", tmp_path)


@pytest.fixture
def make(store: ConversationStore) -> Callable[..., ChatService]:
    """Return what makes a service of an engine."""
    return lambda engine, **more: ChatService(engine, store, **more)
