"""One browser's conversation, apart from how its messages travel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

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
from jupyter_codeintel.completion.requests import CompletionRequest, Suggestion
from jupyter_codeintel.completion.session import CompletionSession
from jupyter_codeintel.errors import CodeIntelError, EngineError

_log = logging.getLogger(__name__)


class Conversation:
    """Does what messages ask, and answers each ``complete`` with one last message.

    Parameters
    ----------
    session : CompletionSession
        Who completes.
    send : callable
        Takes a message for the browser.
    """

    def __init__(self, session: CompletionSession, send: Callable[[Json], None]) -> None:
        self._session = session
        self._send = send
        self._answers: set[asyncio.Task[None]] = set()

    def receive(self, text: str | bytes) -> Message | None:
        """Act on a message and return it; None for one that is not in the protocol."""
        try:
            message = decode(text)
        except MessageError as error:
            self._send(failed_message(error.id, error))
            return None
        match message:
            case Sync(document, kind, language, cells, order, kernel):
                self._session.sync(document, kind, language, cells, order, kernel)
            case Close(document):
                self._session.memory.forget(document)
            case Cancel(request):
                self._session.cancel(request)
            case Warm(request):
                self._session.warm(request)
            case CompletionRequest():
                self._complete(message)
        return message

    async def aclose(self) -> None:
        """End all work for this browser."""
        answers = list(self._answers)
        for answer in answers:
            answer.cancel()
        await asyncio.gather(*answers, return_exceptions=True)
        await self._session.aclose()

    def _complete(self, request: CompletionRequest) -> None:
        # Superseding happens now, in the order of the messages.
        suggestions = self._session.complete(request)
        task = asyncio.create_task(self._answer(request.id, suggestions))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, request: int, suggestions: AsyncGenerator[Suggestion, None]) -> None:
        try:
            async with aclosing(suggestions):
                async for suggestion in suggestions:
                    self._send(completion_message(request, suggestion))
        except CodeIntelError as error:
            self._send(failed_message(request, error))
        except Exception:  # the browser waits for a terminal message, whatever went wrong
            _log.exception("A completion failed")
            message = "The completion failed unexpectedly"
            unexpected = EngineError(message, code="internal", hint="The server's log tells more.")
            self._send(failed_message(request, unexpected))
