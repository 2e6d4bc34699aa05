"""An engine that answers what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings

TIMINGS = Timings(10, 4, 6, 3, 0.0, 5.0, 9.0)


@dataclass
class FakeEngine:
    """Answers with ``answers`` in turn, a word at a time."""

    answers: Sequence[str] = ("Two columns.",)
    error: Exception | None = None
    gate: asyncio.Event | None = None
    requests: list[GenerationRequest] = field(default_factory=list)
    warmed: list[GenerationRequest] = field(default_factory=list)
    aborted: int = 0

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        try:
            for word in answer.split(" "):
                yield Chunk(0, word + " ")
                if self.gate is not None:
                    await self.gate.wait()
            if self.error is not None:
                raise self.error
            yield Chunk(0, "", "stop", TIMINGS)
        except (GeneratorExit, asyncio.CancelledError):
            self.aborted += 1
            raise

    async def asked(self, times: int) -> None:
        """Wait until it was asked so often."""
        while len(self.requests) < times:  # noqa: ASYNC110 - the loop runs the others
            await asyncio.sleep(0)

    async def warm(self, request: GenerationRequest) -> Timings | None:
        self.warmed.append(request)
        return TIMINGS
