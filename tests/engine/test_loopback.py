"""The loopback transport against servers that answer well and badly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from jupyter_codeintel.engine.loopback import LoopbackTransport
from tests.engine.processes import until

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def served(*answers: bytes, hang: bool = False) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Answer each request with the next of ``answers``, then close; note the requests."""
    requests: list[bytes] = []
    connections: list[asyncio.StreamWriter] = []
    rest = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        while rest and (head := await reader.readuntil(b"\r\n\r\n")):
            requests.append(head)
            writer.write(rest.pop(0))
            await writer.drain()
        if not hang:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", requests
    finally:
        server.close()
        for writer in connections:
            writer.close()


def client(timeout: float = 30.0) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=LoopbackTransport(), timeout=timeout)


async def test_connections_are_used_again() -> None:
    plain = HEAD + b"Content-Length: 2\r\n\r\nok"
    chunked = CHUNKED + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    async with served(plain, chunked, plain) as (url, requests), client() as http:
        texts = [(await http.post(url + "/a?b=c", json={"x": 1})).text]
        transport = http._transport
        assert isinstance(transport, LoopbackTransport)
        [link] = transport._idle
        texts += [(await http.get(url)).text, (await http.get(url)).text]
        assert transport._idle == [link]
    assert texts == ["ok", "abcde", "ok"]
    assert requests[0].startswith(b"POST /a?b=c HTTP/1.1\r\nHost: 127.0.0.1")


async def test_a_connection_that_the_server_closed_is_not_used_again() -> None:
    plain = HEAD + b"Content-Length: 2\r\n\r\nok"
    async with client() as http:
        async with served(plain) as (url, _):
            await http.get(url)
        transport = http._transport
        assert isinstance(transport, LoopbackTransport)
        [link] = transport._idle

        async def closed() -> bool:
            return not link.usable

        await until(closed)
        with pytest.raises(httpx.ConnectError):
            await http.get(url)


async def test_a_response_left_unread_closes_its_connection() -> None:
    async with served(CHUNKED + b"3\r\nabc\r\n", hang=True) as (url, _), client() as http:
        async with http.stream("GET", url) as response:
            async for piece in response.aiter_bytes():
                assert piece == b"abc"
                break
        transport = http._transport
        assert isinstance(transport, LoopbackTransport)
        assert transport._idle == []


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1",
        b"nonsense\r\n\r\n",
        HEAD + b"no colon\r\n\r\n",
        HEAD + b"Content-Length: 9\r\n\r\nok",
        HEAD + b"Content-Length: x\r\n\r\nok",
        CHUNKED + b"3\r\nab",
        CHUNKED + b"zz\r\nab",
        CHUNKED + b"3\r\nabc\r\n",
    ],
)
async def test_an_answer_that_breaks_off_is_an_error(answer: bytes) -> None:
    async with served(answer) as (url, _), client() as http:
        with pytest.raises(httpx.RemoteProtocolError):
            await http.get(url)


async def test_silence_is_an_error() -> None:
    async with served(HEAD, hang=True) as (url, _), client(0.05) as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.get(url)
