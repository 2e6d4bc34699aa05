"""One browser's conversation, apart from how its messages travel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from jupyter_codeintel.api.chatting import BrowserChats
from jupyter_codeintel.api.failures import failures_told
from jupyter_codeintel.api.fix_messages import AnotherFix, DecideFix, StartFix, StopFix
from jupyter_codeintel.api.fixing import BrowserFixes
from jupyter_codeintel.api.locks import LockedError, Locks
from jupyter_codeintel.api.messages import (
    Cancel,
    Close,
    Json,
    Message,
    MessageError,
    Sync,
    Warm,
    completion_message,
    decode,
    failed_message,
)
from jupyter_codeintel.api.model_messages import ChangeModel, ListModels
from jupyter_codeintel.api.modelling import BrowserModels
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.completion.requests import CompletionRequest, Suggestion
from jupyter_codeintel.completion.session import CompletionSession
from jupyter_codeintel.fix.service import FixService
from jupyter_codeintel.models.manager import ModelManager


class Conversation:
    """Does what messages ask, and answers each ``complete`` with one last message.

    Parameters
    ----------
    session : CompletionSession
        Who completes.
    fixes : FixService
        Who repairs.
    chats : ChatService
        Who answers questions.
    models : ModelManager
        Who looks after the models.
    send : callable
        Takes a message for the browser.
    locks : Locks, optional
        The operator's settings, which take the place of the browser's.
    """

    def __init__(
        self,
        session: CompletionSession,
        fixes: FixService,
        chats: ChatService,
        models: ModelManager,
        send: Callable[[Json], None],
        locks: Locks | None = None,
    ) -> None:
        self._locks = locks or Locks()
        self._session = session
        self._fixes = BrowserFixes(fixes, session.memory.document, send)
        self._chats = BrowserChats(chats, session.memory, send)
        self._models = BrowserModels(models, send)
        self._send = send
        self._answers: set[asyncio.Task[None]] = set()

    def receive(self, text: str | bytes) -> Message | None:
        """Act on a message and return it; None for one that is no message, or not allowed."""
        try:
            message = self._locks.applied(decode(text))
        except (MessageError, LockedError) as error:
            self._send(failed_message(error.id, error))
            return None
        match message:
            case Sync(document, kind, language, cells, order, kernel):
                self._session.sync(document, kind, language, cells, order, kernel)
            case Close(document):
                self._session.memory.forget(document)
                self._fixes.close(document)
                self._chats.close(document)
            case Cancel(request):
                self._session.cancel(request)
            case Warm(request):
                self._session.warm(request)
            case CompletionRequest():
                self._complete(message)
            case StartFix() | AnotherFix() | StopFix() | DecideFix():
                self._fixes.receive(message)
            case ListModels() | ChangeModel():
                self._models.receive(message)
            case _:
                self._chats.receive(message)
        return message

    async def aclose(self) -> None:
        """End all work for this browser."""
        answers = list(self._answers)
        for answer in answers:
            answer.cancel()
        await asyncio.gather(*answers, return_exceptions=True)
        await self._fixes.aclose()
        await self._chats.aclose()
        await self._models.aclose()
        await self._session.aclose()

    def _complete(self, request: CompletionRequest) -> None:
        # Superseding happens now, in the order of the messages.
        suggestions = self._session.complete(request)
        task = asyncio.create_task(self._answer(request.id, suggestions))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, request: int, suggestions: AsyncGenerator[Suggestion, None]) -> None:
        with failures_told(request, "The completion", self._send):
            async with aclosing(suggestions):
                async for suggestion in suggestions:
                    self._send(completion_message(request, suggestion))
