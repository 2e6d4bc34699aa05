"""A job's chunks, carried from the engine's thread into the event loop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings
from jupyter_codeintel.engine.scheduler import Engine
from jupyter_codeintel.engine.server.replies import total


class RunningJob:
    """A request that the engine has accepted.

    Parameters
    ----------
    engine : Engine
        Who serves it; its refusals are raised here.
    request : GenerationRequest
        What is asked for.
    """

    def __init__(self, engine: Engine, request: GenerationRequest) -> None:
        self._open = request.n
        self._timings: dict[int, Timings] = {}
        self._chunks: asyncio.Queue[Chunk] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._job = engine.submit(request, self._on_chunk)

    def _on_chunk(self, chunk: Chunk) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody listens
            self._loop.call_soon_threadsafe(self._chunks.put_nowait, chunk)

    async def chunks(self, *, beat: float) -> AsyncIterator[Chunk | None]:
        """Yield the chunks of all generations, and None after ``beat`` seconds of silence.

        Raises
        ------
        Exception
            What the engine failed with.
        """
        while self._open:
            try:
                chunk = await asyncio.wait_for(self._chunks.get(), beat)
            except TimeoutError:
                yield None
                continue
            if chunk.error is not None:
                raise chunk.error
            self._open -= chunk.finish_reason is not None
            if chunk.timings is not None:
                self._timings[chunk.index] = chunk.timings
            yield chunk

    @property
    def done(self) -> bool:
        """Whether all generations have ended."""
        return not self._open

    def timings(self) -> Timings:
        """Return the timings of all generations together, so far."""
        return total(self._timings.values())

    def cancel(self) -> None:
        """Give up what is still to come."""
        self._job.cancel()
