"""What one browser asks about its notebooks, and its conversations about them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from jupyter_codeintel.api.chat_messages import (
    AskChat,
    Asked,
    ChangeChat,
    ChatMessage,
    ChatPlace,
    CompleteChat,
    ExportChat,
    ListChats,
    PreviewChat,
    ReadChat,
    StopChat,
    TryChat,
    WarmChat,
)
from jupyter_codeintel.api.chat_replies import (
    candidates_message,
    conversation_message,
    entries_message,
    event_message,
    export_message,
    sending_message,
    tried_message,
)
from jupyter_codeintel.api.failures import failures_told
from jupyter_codeintel.api.messages import Json
from jupyter_codeintel.chat.preparing import Question
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.completion.memory import Memory
from jupyter_codeintel.errors import CodeIntelError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Work:
    """Something that is done for the browser, about a document."""

    document: str
    task: asyncio.Task[None]


class BrowserChats:
    """Answers a browser about its notebooks.

    Parameters
    ----------
    service : ChatService
        Who answers.
    memory : Memory
        What the browser told of its documents.
    send : callable
        Takes a message for the browser.
    """

    def __init__(self, service: ChatService, memory: Memory, send: Callable[[Json], None]) -> None:
        self._service = service
        self._memory = memory
        self._send = send
        self._works: dict[int, _Work] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._warming: asyncio.Task[None] | None = None

    def receive(self, message: ChatMessage) -> None:
        """Do what a message asks; to stop what is not under way comes too late."""
        match message:
            case StopChat(request):
                self._end(request)
            case WarmChat():
                self._stop_warming()
                self._warming = asyncio.create_task(self._warm(message))
            case AskChat(request, asked):
                self._stop_warming()
                self._begin(request, asked.place.document, lambda: self._answer(request, asked))
            case PreviewChat(request, asked):
                self._begin(request, asked.place.document, lambda: self._preview(request, asked))
            case CompleteChat(request, place):
                self._begin(request, place.document, lambda: self._complete(message))
            case TryChat(request, document):
                self._begin(request, document, lambda: self._try(message))
            case ListChats() | ReadChat() | ChangeChat() | ExportChat():
                self._begin(message.id, message.document, lambda: self._tell(message))

    def close(self, document: str) -> None:
        """End what is done about a document."""
        for request in [n for n, work in self._works.items() if work.document == document]:
            self._end(request)

    async def aclose(self) -> None:
        """End everything, and wait until nothing works for this browser."""
        for request in list(self._works):
            self._end(request)
        self._stop_warming()
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _begin(self, request: int, document: str, work: Callable[[], Awaitable[None]]) -> None:
        # What is kept of an answer that was stopped is written first.
        before = tuple(self._ending)
        task = asyncio.create_task(self._worked(request, work, before))
        self._works[request] = _Work(document, task)
        task.add_done_callback(lambda _: self._works.pop(request, None))

    async def _worked(
        self,
        request: int,
        work: Callable[[], Awaitable[None]],
        before: tuple[asyncio.Task[None], ...],
    ) -> None:
        with failures_told(request, "The chat", self._send):
            if before:
                # Whoever stops this one must not stop those once more.
                await asyncio.wait(before)
            await work()

    def _stop_warming(self) -> None:
        if self._warming is not None and not self._warming.done():
            self._warming.cancel()
            self._ending.add(self._warming)
            self._warming.add_done_callback(self._ending.discard)

    async def _warm(self, message: WarmChat) -> None:
        try:
            question = Question("", self._scene(message.place), limits=message.limits)
            await self._service.warm(message.conversation, question)
        except CodeIntelError as error:
            # Nobody waits for it; whoever asks is told the same.
            _log.debug("The chat was not prepared: %s", error)

    async def _answer(self, request: int, asked: Asked) -> None:
        question = self._question(asked)
        events = self._service.ask(asked.conversation, question, replaces=asked.replaces)
        async with aclosing(events):
            async for event in events:
                self._send(event_message(request, event))

    async def _preview(self, request: int, asked: Asked) -> None:
        question = self._question(asked)
        sending = await self._service.preview(asked.conversation, question, replaces=asked.replaces)
        self._send(sending_message(request, sending))

    async def _complete(self, message: CompleteChat) -> None:
        scene = self._scene(message.place)
        found = await self._service.completions(scene, message.partial)
        self._send(candidates_message(message.id, found))

    async def _try(self, message: TryChat) -> None:
        kernel = self._memory.document(message.document).kernel
        verdict = await self._service.tried(kernel, message.source)
        self._send(tried_message(message.id, verdict))

    async def _tell(self, message: ListChats | ReadChat | ChangeChat | ExportChat) -> None:
        self._send(await asyncio.to_thread(self._kept, message))

    def _kept(self, message: ListChats | ReadChat | ChangeChat | ExportChat) -> Json:
        """Return what is told of the conversations that are kept."""
        store = self._service.store
        notebook = self._path(message.document)
        match message:
            case ReadChat(request, _, conversation):
                return conversation_message(request, store.read(notebook, conversation))
            case ExportChat(request, _, conversation):
                return export_message(request, store.read(notebook, conversation))
            case ChangeChat(_, _, conversation, "rename", title):
                store.rename(notebook, conversation, title)
            case ChangeChat(_, _, conversation, "clear"):
                store.clear(notebook, conversation)
            case ChangeChat(_, _, conversation, "delete"):
                store.delete(notebook, conversation)
        return entries_message(message.id, store.list(notebook))

    def _question(self, asked: Asked) -> Question:
        return Question(asked.text, self._scene(asked.place), asked.without, asked.limits)

    def _scene(self, place: ChatPlace) -> Scene:
        return Scene(
            document=self._memory.document(place.document),
            # Of this moment: the answer outlasts the next key press in a cell.
            flow=self._memory.flow(place.document).copy(),
            cell=place.cell,
            selection=place.selection,
            tracebacks=place.tracebacks,
            outputs=place.outputs,
        )

    def _path(self, document: str) -> str:
        kind = self._memory.document(document).kind
        return document.removeprefix(f"{kind}:")

    def _end(self, request: int) -> None:
        work = self._works.pop(request, None)
        if work is not None and not work.task.done():
            work.task.cancel()
            self._ending.add(work.task)
            work.task.add_done_callback(self._ending.discard)
