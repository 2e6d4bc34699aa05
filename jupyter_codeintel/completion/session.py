"""One connection's completions: each request supersedes the one before."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

from jupyter_codeintel.completion.anchoring import anchored
from jupyter_codeintel.completion.generation import Assignment, Generation
from jupyter_codeintel.completion.memory import CellMemory, Memory
from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.completion.predictions import Prediction
from jupyter_codeintel.completion.requests import (
    CompletionRequest,
    CompletionSettings,
    Source,
    Suggestion,
)
from jupyter_codeintel.completion.shaping import finished, unfinished
from jupyter_codeintel.completion.situation import Reach, observe
from jupyter_codeintel.context.fim import ActiveCell, render_fim
from jupyter_codeintel.engine.generation import Priority
from jupyter_codeintel.errors import CodeIntelError

_log = logging.getLogger(__name__)

_SUPERSEDED = Suggestion("", done=True, source="superseded")


class CompletionSession:
    """Answers the requests of one connection, one at a time.

    Parameters
    ----------
    engine : FimEngine
        Who generates.
    settings : CompletionSettings
        How.
    on_latency : callable
        Told the milliseconds to each first text of the model.
    """

    def __init__(
        self,
        engine: FimEngine,
        settings: CompletionSettings,
        on_latency: Callable[[float], None] = lambda _: None,
    ) -> None:
        self.memory = Memory()
        self._engine = engine
        self._settings = settings
        self._on_latency = on_latency
        self._turn = 0
        self._request: int | None = None
        self._running: Generation | None = None
        self._ahead: Generation | None = None
        self._warming: asyncio.Task[None] | None = None

    def complete(self, request: CompletionRequest) -> AsyncGenerator[Suggestion, None]:
        """Supersede the request before and return the ghost text of this one, as it grows.

        The last suggestion is the only one that has ``done``.

        Raises
        ------
        CodeIntelError
            While it is read: the engine failed.
        """
        return self._answer(self._take_turn(request.id), request)

    def cancel(self, request_id: int) -> None:
        """End a request that is no longer wanted."""
        if request_id == self._request:
            self._take_turn(None)
            self._abort_running()

    def warm(self, request: CompletionRequest) -> None:
        """Prepare the engine for a request like this one."""
        if self._warming is not None:
            self._warming.cancel()
        memory = self.memory.cell(request.document, request.cell)
        assignment = self._assign(request, memory)
        self._warming = asyncio.create_task(self._warm(assignment))

    async def aclose(self) -> None:
        """Abort all work and wait until the engine has let go of it."""
        self._take_turn(None)
        ending = [g for g in (self._running, self._ahead) if g is not None]
        for generation in ending:
            generation.abort()
            await generation.ended()
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.wait([self._warming])

    async def _answer(
        self, turn: int, request: CompletionRequest
    ) -> AsyncGenerator[Suggestion, None]:
        if turn != self._turn:
            yield _SUPERSEDED
            return
        memory = self.memory.cell(request.document, request.cell)
        assignment = self._assign(request, memory)
        answer = self._remembered(request, assignment, memory)
        if answer is not None:
            self._abort_running()
            self._look_ahead(request, answer.text, memory)
            yield answer
            return
        self._running = self._adoptable(assignment) or self._start(assignment, memory)
        try:
            async for suggestion in self._follow(turn, assignment, memory):
                if suggestion.source == "none" and _may_go_below(request):
                    below = replace(request, multiline="always")
                    async for further in self._answer(turn, below):
                        yield further
                    return
                if suggestion.done and suggestion is not _SUPERSEDED:
                    self._look_ahead(request, suggestion.text, memory)
                yield suggestion
        finally:
            if turn == self._turn:
                self._abort_running()

    async def _warm(self, assignment: Assignment) -> None:
        try:
            await self._engine.warm(assignment.request())
        except CodeIntelError as error:
            # Nobody waits for it; the request that follows will report what is wrong.
            _log.debug("Cannot warm up: %s", error)

    def _take_turn(self, request: int | None) -> int:
        self._turn += 1
        self._request = request
        if self._running is not None:
            self._running.wake()
        return self._turn

    def _assign(
        self,
        request: CompletionRequest,
        memory: CellMemory,
        priority: Priority = Priority.TYPING,
    ) -> Assignment:
        document = self.memory.document(request.document)
        language = document.language_of(request.cell)
        place = observe(request.prefix, request.suffix, request.multiline, language)
        anchor = anchored(memory.anchor, request.prefix, place.suffix)
        if priority is Priority.TYPING:
            memory.anchor = anchor
        typed = request.prefix[len(anchor.head) :]
        active = ActiveCell(request.cell, anchor.head, typed, place.suffix)
        fim = render_fim(document, active, self._settings.budget, self._settings.sources)
        place = replace(place, suffix=fim.suffix)
        return Assignment(fim, place, request.max_tokens, priority)

    def _remembered(
        self, request: CompletionRequest, assignment: Assignment, memory: CellMemory
    ) -> Suggestion | None:
        """Return the answer that a prediction holds, if one does."""
        place = assignment.place
        match = memory.predictions.match(assignment.before, assignment.fim.suffix)
        if match is None:
            return None
        prediction, rest = match
        if text := finished(rest, place, truncated=not prediction.ended):
            return Suggestion(text, done=True, source="cache")
        # Written to the end of its line, a prediction says nothing of what a block needs.
        says_nothing = prediction.ended and (
            bool(rest) or (place.reach is not Reach.BLOCK and not place.stack)
        )
        if not says_nothing or request.trigger == "invoke":
            return None
        return Suggestion("", done=True, source="none")

    def _adoptable(self, assignment: Assignment) -> Generation | None:
        """Return a generation under way that leads where the person has come meanwhile."""
        for generation in (self._running, self._ahead):
            if generation is None or not self._leads_to(generation, assignment):
                continue
            if generation is self._ahead:
                if not generation.raw:
                    continue
                self._abort_running()
                self._ahead = None
            return generation
        return None

    def _leads_to(self, generation: Generation, assignment: Assignment) -> bool:
        source = generation.assignment
        reach = source.place.reach
        return (
            generation.running
            and not generation.aborted
            and source.fim.suffix == assignment.fim.suffix
            and assignment.before.startswith(source.before)
            and generation.agrees(assignment.before[len(source.before) :])
            and reach in (Reach.BLOCK, assignment.place.reach)
        )

    def _start(self, assignment: Assignment, memory: CellMemory) -> Generation:
        self._abort_running()
        self._abort_ahead()
        return Generation(self._engine, assignment, lambda ended: _remember(ended, memory))

    async def _follow(
        self, turn: int, assignment: Assignment, memory: CellMemory
    ) -> AsyncGenerator[Suggestion, None]:
        """Yield what the running generation writes, a new one when it goes another way."""
        began = time.perf_counter()
        shown = ""
        seen = -1
        while True:
            generation = self._running
            if generation is not None:
                seen = await generation.changed(seen)
            if generation is None or turn != self._turn:
                yield _SUPERSEDED
                return
            typed = assignment.before[len(generation.assignment.before) :]
            if generation.error is not None:
                raise generation.error
            if not generation.agrees(typed):
                self._running, seen = self._start(assignment, memory), -1
                continue
            rest = generation.raw[len(typed) :]
            if not generation.running:
                break
            text = unfinished(rest, assignment.place)
            if len(text) > len(shown) and text.startswith(shown):
                if not shown:
                    self._on_latency((time.perf_counter() - began) * 1000)
                shown = text
                yield Suggestion(text, done=False, source="model")
        text = finished(rest, assignment.place, truncated=generation.truncated)
        if text and not shown:
            self._on_latency((time.perf_counter() - began) * 1000)
        source: Source = "model" if text else "none"
        yield Suggestion(text, done=True, source=source, timings=generation.timings)

    def _look_ahead(self, request: CompletionRequest, text: str, memory: CellMemory) -> None:
        """Generate what would follow an accept, while the person reads."""
        if not text or not self._settings.prefetch_tokens:
            self._abort_ahead()
            return
        accepted = replace(
            request,
            prefix=request.prefix + text,
            multiline="always",
            max_tokens=self._settings.prefetch_tokens,
        )
        assignment = self._assign(accepted, memory, Priority.WARM)
        known = memory.predictions.match(assignment.before, assignment.fim.suffix)
        if known is not None and known[1]:
            return
        if self._ahead is not None and self._ahead.running:
            same = self._ahead.assignment
            if (same.before, same.fim.suffix) == (assignment.before, assignment.fim.suffix):
                return
        self._abort_ahead()
        self._ahead = Generation(self._engine, assignment, lambda ended: _remember(ended, memory))

    def _abort_running(self) -> None:
        if self._running is not None:
            self._running.abort()
            self._running = None

    def _abort_ahead(self) -> None:
        if self._ahead is not None:
            self._ahead.abort()
            self._ahead = None


def _may_go_below(request: CompletionRequest) -> bool:
    """Whether a complete line may be followed by the next ones: when asked for by hand."""
    return request.trigger == "invoke" and request.multiline == "auto"


def _remember(generation: Generation, memory: CellMemory) -> None:
    assignment = generation.assignment
    memory.predictions.add(
        Prediction(
            before=assignment.before,
            after=assignment.fim.suffix,
            text=generation.raw,
            ended=not generation.truncated,
        )
    )
