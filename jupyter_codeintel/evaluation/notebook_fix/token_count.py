"""What went through the model, counted where it is asked."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings
from jupyter_codeintel.fix.port import FixEngine


class TokenCount:
    """Passes requests on to an engine and adds up their tokens.

    Parameters
    ----------
    engine : FixEngine
        Who generates.
    """

    def __init__(self, engine: FixEngine) -> None:
        self._engine = engine
        self.evaluated = 0
        self.generated = 0

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated."""
        last: dict[int, Timings] = {}
        try:
            async with aclosing(self._engine.complete(request)) as chunks:
                async for chunk in chunks:
                    if chunk.timings is not None:
                        last[chunk.index] = chunk.timings
                    yield chunk
        finally:  # also of what is given up
            self.evaluated += sum(one.evaluated_tokens for one in last.values())
            self.generated += sum(one.generated_tokens for one in last.values())
