"""What completion asks of an engine."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings


class FimEngine(Protocol):
    """An engine that fills in the middle."""

    def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated; the last chunk has the reason and the timings.

        Closing the generator aborts the work in the engine.

        Raises
        ------
        CodeIntelError
            The engine cannot serve the request.
        """
        ...

    async def warm(self, request: GenerationRequest) -> Timings | None:
        """Evaluate the request's prompt, so that one like it starts at once."""
        ...
