"""An engine that says what a test tells it to, when the test lets it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from jupyter_codeintel.engine.generation import (
    Chunk,
    FimParts,
    FinishReason,
    GenerationRequest,
    Priority,
    Timings,
)
from jupyter_codeintel.errors import CodeIntelError

TIMINGS = Timings(10, 1, 9, 3, 0.0, 50.0, 150.0)


@dataclass
class FakeEngine:
    """Writes the rest of ``script`` from where a prompt ends, a few characters at a time.

    Parameters
    ----------
    script : str or callable
        The text that the model would write, cell text included; or a function from FIM
        parts to what follows.
    step : int
        Characters in a chunk.
    gated : bool
        Whether each chunk waits for `release`.
    error : CodeIntelError, optional
        What to raise instead.
    """

    script: str | Callable[[FimParts], str] = ""
    step: int = 4
    gated: bool = False
    error: CodeIntelError | None = None
    requests: list[GenerationRequest] = field(default_factory=list)
    warmed: list[FimParts] = field(default_factory=list)
    ended: int = 0
    aborted: int = 0
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    @property
    def typing(self) -> list[FimParts]:
        """The parts of all requests that a person waits for."""
        return [parts(r) for r in self.requests if r.priority is Priority.TYPING]

    def release(self, chunks: int = 1) -> None:
        """Let that many chunks through."""
        for _ in range(chunks):
            self._gate.release()

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        self.requests.append(request)
        if self.error is not None:
            raise self.error
        try:
            for index in range(request.n):
                text, reason = self._continuation(request)
                for start in range(0, len(text), self.step):
                    await self._wait()
                    yield Chunk(index, text[start : start + self.step])
                await self._wait()
                self.ended += 1
                yield Chunk(index, "", reason, TIMINGS)
        except (GeneratorExit, asyncio.CancelledError):
            self.aborted += 1
            raise

    async def warm(self, request: GenerationRequest) -> Timings | None:
        self.warmed.append(parts(request))
        return None

    async def _wait(self) -> None:
        if self.gated:
            await self._gate.acquire()
        await asyncio.sleep(0)

    def _continuation(self, request: GenerationRequest) -> tuple[str, FinishReason]:
        fim = parts(request)
        if callable(self.script):
            text = self.script(fim)
        else:
            before = fim.prefix + fim.typed
            text = self.script[len(before) :] if self.script.startswith(before) else ""
        stops = [text.index(stop) for stop in request.stop if stop in text]
        text = text[: min(stops)] if stops else text
        # A token is a character here: limits are easy to see.
        cut = text[: request.max_tokens]
        return cut, "length" if len(cut) < len(text) else "stop"


def parts(request: GenerationRequest) -> FimParts:
    """Return a request's FIM parts."""
    assert isinstance(request.prompt, FimParts)
    return request.prompt
