"""An engine for those who wait for its model to be loaded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings
from jupyter_codeintel.errors import EngineUnavailable

_PATIENCE = 120.0
_PAUSE = 0.2


class PatientEngine:
    """Waits where the client would say that the model is loading.

    Parameters
    ----------
    client : EngineClient
        Of the engine.
    patience : float
        Seconds after which it says so after all.
    """

    def __init__(self, client: EngineClient, *, patience: float = _PATIENCE) -> None:
        self._client = client
        self._patience = patience

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                async with aclosing(self._client.complete(request)) as chunks:
                    async for chunk in chunks:
                        yield chunk
                return
            except EngineUnavailable as error:
                # It is said before the first chunk, so that nothing is yielded twice.
                if error.code != "loading" or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(_PAUSE)

    async def warm(self, request: GenerationRequest) -> Timings | None:
        """Evaluate a prompt; nobody waits for that, so that it does not wait either."""
        return await self._client.warm(request)
