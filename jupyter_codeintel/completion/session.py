"""One connection's completions: each request supersedes the one before."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from jupyter_codeintel.completion.alternatives import alternatives
from jupyter_codeintel.completion.generation import Assignment
from jupyter_codeintel.completion.generations import Generations
from jupyter_codeintel.completion.grounding import Ground, Grounding
from jupyter_codeintel.completion.memory import CellMemory, Memory
from jupyter_codeintel.completion.port import FimEngine, Kernels
from jupyter_codeintel.completion.prompts import Prompts
from jupyter_codeintel.completion.requests import (
    CompletionRequest,
    CompletionSettings,
    Source,
    Suggestion,
)
from jupyter_codeintel.completion.shaping import finished, unfinished, without_open_name
from jupyter_codeintel.completion.situation import Reach, Situation
from jupyter_codeintel.context.notebook import Cell, DocumentKind
from jupyter_codeintel.engine.generation import Priority
from jupyter_codeintel.errors import CodeIntelError

_log = logging.getLogger(__name__)

_Look = asyncio.Task[None]
_LOOK_SECONDS = 0.5
_SUPERSEDED = Suggestion("", done=True, source="superseded")


class CompletionSession:
    """Answers the requests of one connection, one at a time.

    Parameters
    ----------
    engine : FimEngine
        Who generates.
    settings : CompletionSettings
        How.
    kernels : Kernels
        Know the live variables.
    on_latency : callable
        Told the milliseconds to each first text of the model.
    """

    def __init__(
        self,
        engine: FimEngine,
        settings: CompletionSettings,
        kernels: Kernels,
        on_latency: Callable[[float], None] = lambda _: None,
    ) -> None:
        self.memory = Memory()
        self._engine = engine
        self._settings = settings
        self._kernels = kernels
        self._prompts = Prompts(self.memory, settings.budget, kernels, settings.modules)
        self._grounding = Grounding(kernels)
        self._on_latency = on_latency
        self._turn = 0
        self._request: int | None = None
        self._generations = Generations(engine)
        self._warming: asyncio.Task[None] | None = None
        self._looks: set[_Look] = set()
        self._looking: _Look | None = None
        self._latest: CompletionRequest | None = None

    def sync(
        self,
        path: str,
        kind: DocumentKind,
        language: str,
        changed: Sequence[Cell],
        order: Sequence[str] | None,
        kernel: str | None = None,
    ) -> None:
        """Apply a delta; after an execution, look at the variables and warm up again."""
        before = self.memory.document(path)
        counts = {cell.id: cell.execution_count for cell in before.cells}
        self.memory.sync(path, kind, language, changed, order, kernel)
        # A number goes away when its cell begins to run: then there is nothing new yet.
        ran = any(cell.execution_count not in (None, counts.get(cell.id)) for cell in changed)
        if kernel is None or not (ran or kernel != before.kernel):
            return
        self._looking = self._look(kernel)
        if self._latest is not None and self._latest.document == path:
            self._warm_up(self._latest, self._looking)

    def complete(self, request: CompletionRequest) -> AsyncGenerator[Suggestion, None]:
        """Supersede the request before and return the ghost text of this one, as it grows.

        The last suggestion is the only one that has ``done``.

        Raises
        ------
        CodeIntelError
            While it is read: the engine failed.
        """
        self._latest = request
        return self._answer(self._take_turn(request.id), request)

    def cancel(self, request_id: int) -> None:
        """End a request that is no longer wanted."""
        if request_id == self._request:
            self._take_turn(None)
            self._generations.abort()

    def warm(self, request: CompletionRequest) -> None:
        """Prepare the engine for a request like this one."""
        kernel = self.memory.document(request.document).kernel
        self._latest = request
        self._warm_up(request, None if kernel is None else self._look(kernel))

    async def aclose(self) -> None:
        """Abort all work and wait until the engine has let go of it."""
        self._take_turn(None)
        await self._generations.aclose()
        ending = [*self._looks, *([] if self._warming is None else [self._warming])]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    async def _answer(
        self, turn: int, request: CompletionRequest
    ) -> AsyncGenerator[Suggestion, None]:
        await self._looked()
        if turn != self._turn:
            yield _SUPERSEDED
            return
        memory = self.memory.cell(request.document, request.cell)
        assignment = self._prompts.assign(request)
        answer = await self._remembered(request, assignment, memory)
        if turn != self._turn:
            yield _SUPERSEDED
            return
        if answer is not None:
            self._generations.abort()
            yield await self._completed(answer, request, assignment)
            return
        self._generations.lead_to(assignment, memory)
        try:
            async for suggestion in self._follow(turn, request, assignment, memory):
                if suggestion.source == "none" and _may_go_below(request):
                    below = replace(request, multiline="always")
                    async for further in self._answer(turn, below):
                        yield further
                elif suggestion.done and suggestion is not _SUPERSEDED:
                    yield await self._completed(suggestion, request, assignment)
                else:
                    yield suggestion
        finally:
            if turn == self._turn:
                self._generations.abort()

    def _look(self, kernel: str) -> _Look:
        looking = asyncio.create_task(_looked_into(self._kernels, kernel))
        self._looks.add(looking)
        looking.add_done_callback(self._looks.discard)
        return looking

    async def _looked(self) -> None:
        """Wait for the look that follows an execution."""
        if self._looking is not None:
            await asyncio.wait([self._looking])
            self._looking = None

    def _warm_up(self, request: CompletionRequest, looking: _Look | None) -> None:
        if self._warming is not None:
            self._warming.cancel()
        self._warming = asyncio.create_task(self._warm(request, looking))

    async def _warm(self, request: CompletionRequest, looking: _Look | None) -> None:
        try:
            await self._prompts.read_modules(request)
            if looking is not None:
                await asyncio.wait([looking])
            await self._engine.warm(self._prompts.assign(request).request())
        except CodeIntelError as error:
            # Nobody waits for it; the request that follows will report what is wrong.
            _log.debug("Cannot warm up: %s", error)

    def _take_turn(self, request: int | None) -> int:
        self._turn += 1
        self._request = request
        self._generations.wake()
        return self._turn

    async def _remembered(
        self, request: CompletionRequest, assignment: Assignment, memory: CellMemory
    ) -> Suggestion | None:
        """Return the answer that a prediction holds, if one does."""
        place = assignment.place
        match = memory.predictions.match(assignment.before, assignment.fim.suffix)
        if match is None:
            return None
        prediction, rest = match
        text = finished(rest, place, truncated=not prediction.ended)
        if text := await self._grounding.grounded(text, self._ground(request, place)):
            return Suggestion(text, done=True, source="cache")
        # Written to the end of its line, a prediction says nothing of what a block needs.
        says_nothing = prediction.ended and (
            bool(rest) or (place.reach is not Reach.BLOCK and not place.stack)
        )
        if not says_nothing or request.trigger == "invoke":
            return None
        return Suggestion("", done=True, source="none")

    def _ground(self, request: CompletionRequest, place: Situation) -> Ground:
        document = self.memory.document(request.document)
        flow = self.memory.flow(request.document)
        rest = request.suffix[len(place.closers) :]
        return Ground(document, flow, request.cell, request.prefix, rest, place)

    async def _completed(
        self, suggestion: Suggestion, request: CompletionRequest, assignment: Assignment
    ) -> Suggestion:
        """Add other texts for who asked by hand; look ahead for who goes on typing."""
        if request.trigger == "invoke" and suggestion.text:
            others = await self._others(assignment, self._ground(request, assignment.place))
            others = [text for text in others if text != suggestion.text]
            suggestion = replace(suggestion, alternatives=tuple(others))
        self._look_ahead(request, suggestion.text)
        return suggestion

    async def _others(self, assignment: Assignment, ground: Ground) -> list[str]:
        """Return other texts that hold, best first."""
        count = self._settings.alternatives
        try:
            texts = await alternatives(self._engine, assignment, count) if count else []
        except CodeIntelError as error:
            # The first text is there; not every engine writes several.
            _log.debug("No other texts: %s", error)
            return []
        held = [await self._grounding.grounded(text, ground) for text in texts]
        return [text for text in dict.fromkeys(held) if text]

    async def _follow(
        self, turn: int, request: CompletionRequest, assignment: Assignment, memory: CellMemory
    ) -> AsyncGenerator[Suggestion, None]:
        """Yield what the running generation writes, as far as it can be shown."""
        began = time.perf_counter()
        place = assignment.place
        ground = self._ground(request, place)
        shown = ""
        async for written in self._generations.read(assignment, memory):
            if turn != self._turn:
                break
            if written.error is not None:
                raise written.error
            if written.ended:
                whole = finished(written.text, place, truncated=written.truncated)
                text = await self._grounding.grounded(whole, ground)
                if whole and not text:
                    text = next(iter(await self._others(assignment, ground)), "")
            else:
                text = without_open_name(unfinished(written.text, place), place)
                longer = len(text) > len(shown) and text.startswith(shown)
                if not longer or not await self._grounding.holds(text, ground):
                    continue
            if turn != self._turn:
                break
            if text and not shown:
                self._on_latency((time.perf_counter() - began) * 1000)
            shown = text
            source: Source = "model" if text else "none"
            yield Suggestion(
                text, written.ended, source, written.timings if written.ended else None
            )
            if written.ended:
                return
        yield _SUPERSEDED

    def _look_ahead(self, request: CompletionRequest, text: str) -> None:
        """Generate what would follow an accept, while the person reads."""
        if not text or not self._settings.prefetch_tokens:
            self._generations.abort_ahead()
            return
        accepted = replace(
            request,
            prefix=request.prefix + text,
            multiline="always",
            max_tokens=self._settings.prefetch_tokens,
        )
        assignment = self._prompts.assign(accepted, Priority.WARM)
        memory = self.memory.cell(request.document, request.cell)
        known = memory.predictions.match(assignment.before, assignment.fim.suffix)
        if known is None or not known[1]:
            self._generations.look_ahead(assignment, memory)


async def _looked_into(kernels: Kernels, kernel: str) -> None:
    """Look into a kernel; a cell that runs for long is not waited for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_LOOK_SECONDS):
            await kernels.refreshed(kernel)


def _may_go_below(request: CompletionRequest) -> bool:
    """Whether a complete line may be followed by the next ones: when asked for by hand."""
    return request.trigger == "invoke" and request.multiline == "auto"
