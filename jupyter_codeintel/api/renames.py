"""Conversations follow their notebook when the server gives it another path."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_events import EventLogger

from jupyter_codeintel.chat.conversations.store import ConversationStore

CONTENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"
"""The events that tell what became of files."""


def follow_renames(events: EventLogger, store: ConversationStore) -> None:
    """Move the conversations of each notebook that is renamed from now on.

    Parameters
    ----------
    events : EventLogger
        The server's.
    store : ConversationStore
        Where conversations are kept.
    """

    async def listener(logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:
        if data["action"] == "rename":
            await asyncio.to_thread(store.move, data["source_path"], data["path"])

    events.add_listener(schema_id=CONTENTS, listener=listener)
