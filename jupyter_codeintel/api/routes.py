"""Routes of the Jupyter server: who may, and nothing else."""

from __future__ import annotations

import asyncio
import json

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado import web, websocket

from jupyter_codeintel.api.chat_messages import AskChat, WarmChat
from jupyter_codeintel.api.conversation import Conversation
from jupyter_codeintel.api.fix_messages import StartFix
from jupyter_codeintel.api.locks import Locks
from jupyter_codeintel.api.messages import Json, Status, Warm, status_message
from jupyter_codeintel.api.status import StatusWatch
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.completion.requests import CompletionRequest
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.fix.service import FixService
from jupyter_codeintel.models.manager import ModelManager

AUTH_RESOURCE = "codeintel"


class StatusHandler(APIHandler):
    """``GET /codeintel/status``."""

    auth_resource = AUTH_RESOURCE

    def initialize(self, watch: StatusWatch) -> None:
        """Take what the routes were made with."""
        self._watch = watch

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer what a ``status`` message says."""
        await self.finish(json.dumps(status_message(await self._watch.look())))


class CodeIntelWebSocket(WebSocketMixin, websocket.WebSocketHandler, JupyterHandler):
    """``GET /codeintel/ws``."""

    auth_resource = AUTH_RESOURCE

    def initialize(
        self,
        service: CompletionService,
        fixes: FixService,
        chats: ChatService,
        models: ModelManager,
        watch: StatusWatch,
        locks: Locks,
    ) -> None:
        """Take what the routes were made with."""
        self._service = service
        self._fixes = fixes
        self._chats = chats
        self._models = models
        self._watch = watch
        self._locks = locks
        self._conversation: Conversation | None = None
        self._ending: asyncio.Task[None] | None = None

    @ws_authenticated
    async def get(self) -> None:
        """Upgrade for those who may execute here: completion uses the machine's power."""
        may = self.authorizer.is_authorized(self, self.current_user, "execute", AUTH_RESOURCE)
        if not await ensure_async(may):
            raise web.HTTPError(403)
        await super().get()

    def open(self) -> None:
        """Begin a conversation."""
        super().open()
        # Ghost text is many small messages, each wanted at once.
        self.set_nodelay(True)
        session = self._service.open_session()
        self._conversation = Conversation(
            session, self._fixes, self._chats, self._models, self._send, self._locks
        )
        self._watch.subscribe(self._tell)

    def on_message(self, message: str | bytes) -> None:
        """Hand a message to the conversation."""
        if self._conversation is None:
            return
        received = self._conversation.receive(message)
        if isinstance(received, CompletionRequest | Warm | StartFix | AskChat | WarmChat):
            self._watch.hurry()

    def on_close(self) -> None:
        """End the conversation; the engine stops working for it."""
        super().on_close()
        self._watch.unsubscribe(self._tell)
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            self._ending = asyncio.create_task(conversation.aclose())

    def _tell(self, status: Status) -> None:
        self._send(status_message(status))

    def _send(self, message: Json) -> None:
        if self.ws_connection is None or self.ws_connection.is_closing():
            return
        self.write_message(json.dumps(message))


def routes(
    service: CompletionService,
    fixes: FixService,
    chats: ChatService,
    models: ModelManager,
    watch: StatusWatch,
    locks: Locks | None = None,
) -> list[tuple[str, type, Json]]:
    """Return the extension's routes."""
    parts = {
        "service": service,
        "fixes": fixes,
        "chats": chats,
        "models": models,
        "watch": watch,
        "locks": locks or Locks(),
    }
    return [
        (r"/codeintel/status", StatusHandler, {"watch": watch}),
        (r"/codeintel/ws", CodeIntelWebSocket, parts),
    ]
