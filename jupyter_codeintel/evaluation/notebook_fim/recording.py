"""An engine that notes what it is asked and what it says."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Priority, Timings


@dataclass
class Exchange:
    """One request, and the answer so far."""

    request: GenerationRequest
    text: str = ""
    timings: Timings | None = None


class RecordingEngine:
    """Passes requests on to an engine and keeps what the model wrote to them.

    Parameters
    ----------
    engine : FimEngine
        Who answers.
    """

    def __init__(self, engine: FimEngine) -> None:
        self._engine = engine
        self.exchanges: list[Exchange] = []

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield what the engine says, and note it."""
        exchange = Exchange(request)
        self.exchanges.append(exchange)
        async with aclosing(self._engine.complete(request)) as chunks:
            async for chunk in chunks:
                if chunk.index == 0:
                    exchange.text += chunk.text
                exchange.timings = chunk.timings or exchange.timings
                yield chunk

    async def warm(self, request: GenerationRequest) -> Timings | None:
        """Pass it on."""
        return await self._engine.warm(request)

    @property
    def raw(self) -> str:
        """What the model wrote first, before anything was cut, hidden or asked again."""
        return next((e.text for e in self._typing), "")

    @property
    def prompt_tokens(self) -> int:
        """The length of the first prompt."""
        return next((e.timings.prompt_tokens for e in self._typing if e.timings), 0)

    @property
    def evaluated_tokens(self) -> int:
        """Prompt tokens that went through the model, over all requests."""
        return sum(e.timings.evaluated_tokens for e in self._typing if e.timings)

    @property
    def _typing(self) -> list[Exchange]:
        return [e for e in self.exchanges if e.request.priority is Priority.TYPING]
