"""Talking to an engine. Whoever stops reading makes the engine stop at once."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import httpx

from jupyter_codeintel.engine.connection import Connection, EngineSource
from jupyter_codeintel.engine.generation import (
    Chunk,
    GenerationRequest,
    Priority,
    Sampling,
    Timings,
)
from jupyter_codeintel.engine.loopback import LoopbackTransport
from jupyter_codeintel.engine.options import LOOPBACK
from jupyter_codeintel.engine.wire import (
    EngineHealth,
    events,
    read_chunks,
    read_error,
    read_health,
    request_body,
    route,
)
from jupyter_codeintel.errors import EngineError, EngineUnavailable

SILENCE = 30.0
"""Seconds without a sign of life after which an engine of ours is given up; it sends one
every few seconds however busy it is."""

REMOTE_SILENCE = 300.0
"""The same for others, which say nothing while they read a long prompt."""

CONNECT = 5.0


class _Lost(Exception):  # noqa: N818 - a signal, not a fault
    """The connection broke or was refused; perhaps there is a new engine elsewhere."""

    def __init__(self, error: EngineError) -> None:
        super().__init__(error.message)
        self.error = error


class EngineClient:
    """Sends requests to whichever engine its source gives.

    Parameters
    ----------
    source : EngineSource
        The supervisor of the user's engine, or a remote engine.
    """

    def __init__(self, source: EngineSource) -> None:
        self._source = source
        self._http = httpx.AsyncClient(
            mounts={f"http://{LOOPBACK}": LoopbackTransport()},
            timeout=httpx.Timeout(SILENCE, connect=CONNECT),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=8),
        )

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated; the last chunk has the reason and the timings.

        Closing this generator, or cancelling the task that reads it, closes the connection
        and so aborts the work in the engine. To break out of a loop over it, use
        `contextlib.aclosing`.

        Raises
        ------
        RequestError
            The engine cannot serve the request.
        EngineUnavailable
            There is no engine, it is loading, or it was lost after text had come.
        """
        delivered = False
        for attempt in range(2):
            connection = await self._source.ensure()
            try:
                async with aclosing(self._stream(connection, request)) as chunks:
                    async for chunk in chunks:
                        delivered = delivered or bool(chunk.text)
                        yield chunk
                return
            except _Lost as lost:
                await self._source.lost(connection)
                if delivered or attempt:
                    raise lost.error from lost

    async def warm(self, request: GenerationRequest) -> Timings | None:
        """Evaluate a request's prompt into the KV cache, for a request to come."""
        if not (await self._source.ensure()).ours:
            return None
        return await self._drain(replace(request, max_tokens=0, n=1, priority=Priority.WARM))

    def chat(
        self,
        messages: Sequence[Mapping[str, str]],
        *,
        max_tokens: int = 1024,
        sampling: Sampling | None = None,
        stop: Sequence[str] = (),
        priority: Priority = Priority.CHAT,
    ) -> AsyncGenerator[Chunk, None]:
        """Yield the reply to a conversation; see `complete`."""
        request = GenerationRequest(
            prompt=tuple(messages),
            max_tokens=max_tokens,
            stop=tuple(stop),
            sampling=sampling or Sampling(),
            priority=priority,
        )
        return self.complete(request)

    async def health(self) -> EngineHealth:
        """Return how the engine is.

        Raises
        ------
        EngineUnavailable
            It does not answer.
        """
        connection = await self._source.ensure()
        path = "/health" if connection.ours else "/v1/models"
        try:
            response = await self._http.get(connection.url + path, headers=connection.headers)
            data = response.json()
        except (httpx.TransportError, ValueError) as error:
            await self._source.lost(connection)
            raise _unavailable(repr(error)) from error
        if response.is_error:
            raise read_error(data, response.status_code)
        if connection.ours:
            return read_health(data)
        capabilities = {"fim": True, "chat": True}  # it is not told; a request will tell
        return read_health({"model": {"id": connection.model}, "capabilities": capabilities})

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _drain(self, request: GenerationRequest) -> Timings | None:
        timings = None
        async for chunk in self.complete(request):
            timings = chunk.timings or timings
        return timings

    async def _stream(
        self, connection: Connection, request: GenerationRequest
    ) -> AsyncGenerator[Chunk, None]:
        ended = 0
        try:
            async with self._http.stream(
                "POST",
                connection.url + route(request),
                content=json.dumps(request_body(request, connection)).encode(),
                headers={"Content-Type": "application/json", **connection.headers},
                timeout=_timeout(connection),
            ) as response:
                if response.is_error:
                    await _raise_for(response)
                async for event in events(response.aiter_bytes()):
                    for chunk in read_chunks(event):
                        if chunk.finish_reason == "cancelled":
                            raise _Lost(_unavailable("it was told to end"))
                        ended += chunk.finish_reason is not None
                        yield chunk
        except httpx.TransportError as error:
            raise _Lost(_unavailable(repr(error))) from error
        if ended < request.n:
            raise _Lost(_unavailable("the answer was cut off"))


def _timeout(connection: Connection) -> httpx.Timeout:
    silence = SILENCE if connection.ours else REMOTE_SILENCE
    return httpx.Timeout(silence, connect=CONNECT)


async def _raise_for(response: httpx.Response) -> None:
    body = await response.aread()
    try:
        data: Any = json.loads(body)
    except ValueError:
        data = body.decode("utf-8", "replace")
    error = read_error(data, response.status_code)
    if response.status_code == 401 or error.code == "ending":
        raise _Lost(error)  # another engine may have taken the port
    raise error


def _unavailable(cause: str) -> EngineUnavailable:
    message = f"the connection to the engine was lost ({cause})"
    hint = "Send the request again: the engine is started anew when it is gone."
    return EngineUnavailable(message, code="engine_lost", hint=hint)
