"""One generation under way, which several requests may read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.completion.shaping import is_complete
from jupyter_codeintel.completion.situation import Reach, Situation
from jupyter_codeintel.context.delimiters import open_at_end
from jupyter_codeintel.engine.generation import (
    FimParts,
    FinishReason,
    GenerationRequest,
    Priority,
    Timings,
)


@dataclass(frozen=True)
class Assignment:
    """What the engine is asked for, and the place it is for."""

    fim: FimParts
    place: Situation
    max_tokens: int
    priority: Priority = Priority.TYPING

    @property
    def before(self) -> str:
        """The prompt's text up to the cursor."""
        return self.fim.prefix + self.fim.typed

    def request(self, written: str = "", stop: tuple[str, ...] = ()) -> GenerationRequest:
        """Return the engine's request to go on after ``written``."""
        fim = replace(self.fim, typed=self.fim.typed + written)
        return GenerationRequest(fim, self.max_tokens, stop, priority=self.priority)


class Generation:
    """Reads the engine's answer until the place is filled.

    Parameters
    ----------
    engine : FimEngine
        Who answers.
    assignment : Assignment
        What is asked.
    on_end : callable
        Told when the text is complete; not when it was aborted or failed.
    """

    def __init__(
        self,
        engine: FimEngine,
        assignment: Assignment,
        on_end: Callable[[Generation], None] = lambda _: None,
    ) -> None:
        self.assignment = assignment
        self.raw = ""
        self.running = True
        self.aborted = False
        self.finish: FinishReason | None = None
        self.timings: Timings | None = None
        self.error: Exception | None = None
        self._engine = engine
        self._on_end = on_end
        self._version = 0
        self._changed = asyncio.Event()
        self._task = asyncio.create_task(self._read())

    @property
    def truncated(self) -> bool:
        """Whether something else than the text's own end ended it."""
        return self.finish != "stop"

    def agrees(self, typed: str) -> bool:
        """Whether the text so far goes the way of what was typed since it was asked for."""
        if self.raw.startswith(typed):
            return True
        return self.running and typed.startswith(self.raw)

    async def changed(self, seen: int) -> int:
        """Wait until there is news after version ``seen``; return the present version."""
        while self._version == seen:
            await self._changed.wait()
        return self._version

    def wake(self) -> None:
        """Let everyone who waits look again."""
        self._version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def abort(self) -> None:
        """Stop the engine's work."""
        if self.running:
            self.aborted = True
            self._task.cancel()

    async def ended(self) -> None:
        """Wait until the engine has let go of it."""
        await asyncio.wait([self._task])

    async def _read(self) -> None:
        try:
            await self._read_statement()
            self._on_end(self)
        except asyncio.CancelledError:
            self.aborted = True
        except Exception as error:  # handed to whoever waits for the text
            self.error = error
        finally:
            self.running = False
            self.wake()

    async def _read_statement(self) -> None:
        """Read to the line's end, and on if brackets are open there."""
        place = self.assignment.place
        line_only = place.reach is not Reach.BLOCK and not place.stack
        stop = ("\n",) if line_only or place.reach is Reach.LINE else ()
        await self._stream(stop)
        if place.reach is not Reach.STATEMENT or not stop or self.finish != "stop":
            return
        if self.raw.strip() and open_at_end(place.line + self.raw + "\n", place.stack_above):
            # The prompt grows by the line end alone: the engine goes on where it stopped.
            self.raw += "\n"
            await self._stream(())

    async def _stream(self, stop: tuple[str, ...]) -> None:
        before = self.timings
        chunks = self._engine.complete(self.assignment.request(self.raw, stop))
        async with aclosing(chunks):
            async for chunk in chunks:
                if chunk.error is not None:
                    raise chunk.error
                self.raw += chunk.text
                self.timings = _added(before, chunk.timings)
                self.finish = chunk.finish_reason or self.finish
                if chunk.finish_reason is None and is_complete(self.raw, self.assignment.place):
                    self.finish = "stop"
                    return
                if chunk.text:
                    self.wake()


def _added(before: Timings | None, now: Timings | None) -> Timings | None:
    """Return the timings of two requests that wrote one text, one after the other."""
    if before is None or now is None:
        return now or before
    evaluated = before.evaluated_tokens + now.evaluated_tokens
    return replace(
        before,
        evaluated_tokens=evaluated,
        reused_tokens=max(0, before.prompt_tokens - evaluated),
        generated_tokens=before.generated_tokens + now.generated_tokens,
        ttft_ms=before.ttft_ms if before.ttft_ms is not None else now.ttft_ms,
        total_ms=before.total_ms + now.total_ms,
    )
