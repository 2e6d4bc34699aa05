"""The fixes that one browser asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from jupyter_codeintel.api.failures import failures_told
from jupyter_codeintel.api.fix_messages import (
    AnotherFix,
    DecideFix,
    FixMessage,
    StartFix,
    StopFix,
    event_message,
)
from jupyter_codeintel.api.messages import Json
from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.fix.events import Event
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.fix.service import Fix, FixService
from jupyter_codeintel.fix.settings import FixSettings


@dataclass
class _Asked:
    """A fix the browser may still speak of; its task runs while events are told."""

    document: str
    fix: Fix
    task: asyncio.Task[None] | None = None


class BrowserFixes:
    """Tells a browser the events of its fixes; a new one in a document ends the one before.

    Parameters
    ----------
    service : FixService
        Who repairs.
    document : callable
        Returns the latest snapshot of a document.
    send : callable
        Takes a message for the browser.
    """

    def __init__(
        self,
        service: FixService,
        document: Callable[[str], Document],
        send: Callable[[Json], None],
    ) -> None:
        self._service = service
        self._document = document
        self._send = send
        self._asked: dict[int, _Asked] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def receive(self, message: FixMessage) -> None:
        """Do what a message asks; what it says of an unknown fix comes too late."""
        if isinstance(message, StartFix):
            self._start(message)
            return
        asked = self._asked.get(message.id)
        if asked is None:
            return
        match message:
            case AnotherFix():
                self._tell(message.id, asked, asked.fix.another)
            case StopFix():
                self._stop(message.id, asked)
            case DecideFix(_, accepted):
                asked.fix.decided(accepted)
                self._end(message.id)

    def close(self, document: str) -> None:
        """End the fix of a document."""
        for number in [n for n, asked in self._asked.items() if asked.document == document]:
            self._end(number)

    async def aclose(self) -> None:
        """End all fixes, and wait until nothing works for them."""
        for number in list(self._asked):
            self._end(number)
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _start(self, message: StartFix) -> None:
        self.close(message.document)
        with failures_told(message.id, "The fix", self._send):
            request = _request(message, self._document(message.document))
            fix = self._service.fix(request, _within(self._service.settings, message))
            asked = self._asked[message.id] = _Asked(message.document, fix)
            self._tell(message.id, asked, fix.events)

    def _tell(
        self, number: int, asked: _Asked, events: Callable[[], AsyncGenerator[Event, None]]
    ) -> None:
        if asked.task is None or asked.task.done():
            asked.task = asyncio.create_task(self._told(number, events))

    async def _told(self, number: int, events: Callable[[], AsyncGenerator[Event, None]]) -> None:
        # One that was ended may still be letting go of the notebook.
        await self._let_go()
        with failures_told(number, "The fix", self._send):
            async with aclosing(events()) as told:
                async for event in told:
                    self._send(event_message(number, event))

    def _stop(self, number: int, asked: _Asked) -> None:
        """End the search; what it found until now is proposed."""
        if asked.task is None or asked.task.done():
            self._end(number)
            return
        self._cancel(asked.task)
        asked.task = asyncio.create_task(self._told_best(number, asked))

    async def _let_go(self) -> None:
        # Who waits here and is cancelled must not cancel these once more.
        if self._ending:
            await asyncio.wait(self._ending)

    async def _told_best(self, number: int, asked: _Asked) -> None:
        await self._let_go()
        best = asked.fix.best()
        if best is None:
            self._asked.pop(number, None)
        else:
            self._send(event_message(number, best))

    def _end(self, number: int) -> None:
        task = self._asked.pop(number).task
        if task is not None and not task.done():
            self._cancel(task)

    def _cancel(self, task: asyncio.Task[None]) -> None:
        task.cancel()
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


def _request(message: StartFix, document: Document) -> FixRequest:
    index = document.index(message.cell)
    return FixRequest(
        document=document,
        cell=message.cell,
        kernel=document.kernel,
        goal=message.goal,
        traceback=message.traceback,
        error=None if index is None else document.cells[index].error,
    )


def _within(settings: FixSettings, message: StartFix) -> FixSettings:
    """Return settings with the limits that a person set, where they are lower."""
    return replace(
        settings,
        max_attempts=min(settings.max_attempts, message.max_attempts or settings.max_attempts),
        time_limit_s=min(settings.time_limit_s, message.time_limit_s or settings.time_limit_s),
    )
