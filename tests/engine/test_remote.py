"""Engines that somebody else runs: they get plain OpenAI, and may answer in their own ways."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import FimParts, GenerationRequest, Sampling
from jupyter_codeintel.engine.remote import RemoteEngine
from jupyter_codeintel.errors import EngineError, EngineUnavailable, RequestError
from tests.engine.processes import PANDAS, collect


class _Models(web.RequestHandler):
    def get(self) -> None:
        """List."""
        self.write({"data": [{"id": "first"}, {"id": "second"}]})


class _Completions(web.RequestHandler):
    bodies: list[dict[str, object]]

    def initialize(self, bodies: list[dict[str, object]]) -> None:
        """Note the bodies."""
        self.bodies = bodies

    def post(self) -> None:
        """Answer as such servers do: an empty piece, text, a reason, the usage by itself."""
        body = json.loads(self.request.body)
        self.bodies.append(body)
        if body.get("prompt") == "fail":
            self.set_status(422)
            self.finish("plain text")
            return
        if body.get("prompt") == "cut":
            self.finish("data: " + json.dumps({"choices": [{"text": "p"}]}) + "\n\n")
            return
        chat = "messages" in body
        for text, reason in (("", None), ("pd", None), ("", "tool_calls")):
            part = {"delta": {"content": text}} if chat else {"text": text}
            event = {"choices": [{"index": 0, "finish_reason": reason, **part}]}
            self.write(f"data: {json.dumps(event)}\r\n\r\n")
        self.write('data: {"choices": [], "usage": {"prompt_tokens": 1}}\r\n\r\n')
        self.finish("data: [DONE]\r\n\r\n")


@pytest.fixture
def bodies() -> list[dict[str, object]]:
    return []


@pytest_asyncio.fixture
async def client(bodies: list[dict[str, object]]) -> AsyncIterator[EngineClient]:
    routes: list[Any] = [
        ("/v1/models", _Models),
        ("/v1/(?:chat/)?completions", _Completions, {"bodies": bodies}),
    ]
    server = HTTPServer(web.Application(routes, log_function=lambda handler: None))
    [socket] = bind_sockets(0, "127.0.0.1")
    server.add_socket(socket)
    client = EngineClient(RemoteEngine(f"http://127.0.0.1:{socket.getsockname()[1]}/v1/"))
    yield client
    await client.aclose()
    server.stop()
    await server.close_all_connections()


async def test_fim_becomes_prompt_and_suffix(
    client: EngineClient, bodies: list[dict[str, object]]
) -> None:
    text, last = await collect(client, PANDAS)
    assert (text, last.finish_reason, last.timings) == ("pd", "stop", None)
    [body] = bodies
    assert (body["prompt"], body["suffix"]) == ("import pandas as ", "\npd")
    assert body["model"] == "first"
    assert not {"fim", "priority", "speculate", "top_k"} & set(body)


async def test_chat(client: EngineClient, bodies: list[dict[str, object]]) -> None:
    messages = [{"role": "user", "content": "hello"}]
    assert "".join([chunk.text async for chunk in client.chat(messages)]) == "pd"
    assert bodies[0]["messages"] == messages


async def test_there_is_nothing_to_warm(
    client: EngineClient, bodies: list[dict[str, object]]
) -> None:
    assert await client.warm(PANDAS) is None
    assert bodies == []


async def test_it_counts_as_ready(client: EngineClient) -> None:
    health = await client.health()
    assert (health.status, health.model_id, health.fim) == ("ready", "first", True)


async def test_errors_of_any_shape(client: EngineClient) -> None:
    with pytest.raises(RequestError, match="plain text"):
        await collect(client, GenerationRequest("fail"))
    with pytest.raises(EngineUnavailable, match="cut off"):
        await collect(client, GenerationRequest("cut"))
    with pytest.raises(RequestError, match="grammar"):
        await collect(client, GenerationRequest("x", sampling=Sampling(grammar="root ::= x")))


async def test_an_address_where_nobody_is() -> None:
    [socket] = bind_sockets(0, "127.0.0.1")
    url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    socket.close()
    client = EngineClient(RemoteEngine(url))
    with pytest.raises(EngineError, match="cannot be reached") as caught:
        await collect(client, GenerationRequest(FimParts("", "")))
    assert caught.value.hint
    await client.aclose()
