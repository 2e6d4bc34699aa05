"""The routes, over a real socket: token, dialects, streams, errors."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from jupyter_codeintel.engine.backends.base import Backend, BatchToken, Logits
from jupyter_codeintel.engine.server import generating, host
from jupyter_codeintel.engine.server.app import ROUTES
from jupyter_codeintel.errors import ModelError
from tests.engine.processes import until
from tests.engine.server.conftest import Serve, Served, SlowLoad, scripted

PANDAS = {"prefix": "", "suffix": "\npd", "typed": "import pandas as "}
TEXT = "pd\nimport numpy as np"
HELLO = [{"role": "user", "content": "hello"}]


@pytest.mark.parametrize("path", [*ROUTES, "/", "/elsewhere"])
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic the-token", "Bearer é"])
async def test_nothing_is_answered_without_the_token(
    served: Served, path: str, header: str
) -> None:
    served.http.headers = httpx.Headers({"Authorization": header}, encoding="latin-1")
    for method in ("GET", "POST", "DELETE"):
        response = await served.http.request(method, path, json={})
        assert response.status_code == 401
        error = response.json()["error"]
        assert error["code"] == "unauthorized"
        assert error["hint"]
    assert not served.ended.is_set()


async def test_unknown_routes_and_methods(served: Served) -> None:
    assert (await served.http.get("/elsewhere")).status_code == 404
    response = await served.http.get("/v1/completions")
    assert response.status_code == 405
    assert response.json()["error"]["type"] == "invalid_request_error"


async def test_health(served: Served) -> None:
    await served.host.engine()
    health = (await served.http.get("/health")).json()
    assert health["status"] == "ready"
    assert health["model"] == {"id": "scripted", "path": "scripted.json"}
    assert health["capabilities"] == {"fim": True, "chat": True, "fim_reason": None}
    assert health["n_ctx"] == 2048
    assert health["error"] is None


async def test_models(served: Served) -> None:
    models = (await served.http.get("/v1/models")).json()
    assert [model["id"] for model in models["data"]] == ["scripted"]


async def test_a_whole_completion(served: Served) -> None:
    reply = (await served.post("/v1/completions", fim=PANDAS)).json()
    assert reply["object"] == "text_completion"
    [choice] = reply["choices"]
    assert (choice["text"], choice["finish_reason"]) == (TEXT, "stop")
    timings = reply["timings"]
    assert reply["usage"]["completion_tokens"] == timings["generated_tokens"]
    assert timings["prompt_tokens"] == timings["evaluated_tokens"] + timings["reused_tokens"]


async def test_plain_openai_fields(served: Served) -> None:
    reply = await served.post(
        "/v1/completions",
        model="whatever",
        prompt="x = 1\nimport pandas as p",
        suffix="",
        stop=["import"],
        n=2,
        user="ignored",
    )
    texts = [choice["text"] for choice in reply.json()["choices"]]
    assert texts == ["d\n", "d\n"]


async def test_a_whole_chat(served: Served) -> None:
    reply = (await served.post("/v1/chat/completions", messages=HELLO)).json()
    assert reply["object"] == "chat.completion"
    message = {"role": "assistant", "content": "héllo wörld → 数据"}
    assert reply["choices"][0]["message"] == message


async def _events(served: Served, path: str, **body: object) -> list[dict[str, object]]:
    async with served.http.stream("POST", path, json={**body, "stream": True}) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        data = [line[6:] async for line in response.aiter_lines() if line.startswith("data: ")]
    assert data.pop() == "[DONE]"
    return [json.loads(item) for item in data]


async def test_a_streamed_completion(served: Served) -> None:
    events = await _events(served, "/v1/completions", fim=PANDAS)
    choices = [event["choices"][0] for event in events]  # type: ignore[index]
    assert "".join(choice["text"] for choice in choices) == TEXT
    assert len(choices) > 2
    assert [choice["finish_reason"] for choice in choices[-2:]] == [None, "stop"]
    assert all("timings" in event for event in events)


async def test_a_streamed_chat(served: Served) -> None:
    events = await _events(served, "/v1/chat/completions", messages=HELLO)
    deltas = [event["choices"][0]["delta"] for event in events]  # type: ignore[index]
    assert "".join(delta.get("content", "") for delta in deltas) == "héllo wörld → 数据"
    assert events[-1]["object"] == "chat.completion.chunk"


async def test_warming_up_generates_nothing(served: Served) -> None:
    reply = (await served.post("/v1/completions", fim=PANDAS, max_tokens=0)).json()
    assert reply["choices"][0]["text"] == ""
    assert reply["timings"]["ttft_ms"] is None
    assert reply["timings"]["evaluated_tokens"] > 0


async def test_a_prompt_over_the_context_limit(served: Served) -> None:
    for stream in (False, True):
        response = await served.post("/v1/completions", prompt="x" * 4000, stream=stream)
        assert response.status_code == 400
        assert response.json()["error"]["code"] == "context_exceeded"


async def test_a_model_without_fim_still_serves_text(serve: Serve) -> None:
    served = await serve(lambda: scripted(fim=False))
    response = await served.post("/v1/completions", fim=PANDAS)
    assert response.status_code == 409
    assert response.json()["error"]["code"] == "no_fim"
    reply = await served.post("/v1/completions", prompt="import pandas as ")
    assert reply.json()["choices"][0]["text"] == TEXT
    health = (await served.http.get("/health")).json()
    assert health["capabilities"]["fim_reason"]


async def test_loading_is_told_and_waited_for(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "PATIENCE", 0.05)
    load = SlowLoad(scripted())
    served = await serve(load)
    assert (await served.http.get("/health")).json()["status"] == "loading"
    assert (await served.http.get("/metrics")).status_code == 200
    response = await served.post("/v1/completions", prompt="x")
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "loading"
    monkeypatch.undo()
    waiting = asyncio.create_task(served.post("/v1/completions", fim=PANDAS))
    load.allowed.set()
    assert (await waiting).json()["choices"][0]["text"] == TEXT


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (ModelError("broken", code="damaged_model", hint="Fetch it."), "damaged_model"),
        (MemoryError("big"), "load_failed"),
    ],
)
async def test_a_model_that_cannot_be_loaded(serve: Serve, failure: Exception, code: str) -> None:
    def load() -> Backend:
        raise failure

    served = await serve(load)
    response = await served.post("/v1/completions", prompt="x")
    assert response.status_code == 503
    error = response.json()["error"]
    assert (error["code"], error["type"]) == (code, "engine_unavailable")
    health = (await served.http.get("/health")).json()
    assert health["status"] == "error"
    assert health["error"]["code"] == code
    assert health["error"]["hint"]


class _Broken:
    """Fails when it evaluates."""

    def __init__(self) -> None:
        self._backend = scripted()

    def __getattr__(self, name: str) -> object:
        return getattr(self._backend, name)

    def decode(self, batch: list[BatchToken]) -> list[Logits]:
        """Fail."""
        message = f"no {len(batch)}"
        raise RuntimeError(message)


async def test_a_failure_within_the_engine_is_reported(serve: Serve) -> None:
    served = await serve(_Broken)  # type: ignore[arg-type]
    response = await served.post("/v1/completions", prompt="x")
    assert response.status_code == 500
    assert response.json()["error"]["type"] == "engine_error"
    [event] = await _events(served, "/v1/completions", prompt="x")
    assert event["error"]["code"] == "internal"  # type: ignore[index]


async def _busy(served: Served) -> bool:
    return bool((await served.http.get("/health")).json()["busy"])


async def _free(served: Served) -> bool:
    return not await _busy(served)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_client_that_leaves_frees_the_engine(serve: Serve, stream: bool) -> None:
    served = await serve(lambda: scripted(delay=0.02))
    body = {"prompt": "count: ", "max_tokens": 500, "stream": stream}
    task = asyncio.create_task(served.post("/v1/completions", **body))
    await until(lambda: _busy(served))
    task.cancel()
    await until(lambda: _free(served))
    engine = served.host.ready
    assert engine is not None
    assert engine.snapshot().cancelled == 1
    assert engine.snapshot().generated_tokens < 200


async def test_a_client_that_leaves_while_loading_is_not_served(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived, left = asyncio.Event(), asyncio.Event()
    close = generating.GeneratingHandler.on_connection_close

    def note_close(handler: generating.GeneratingHandler) -> None:
        close(handler)
        left.set()

    monkeypatch.setattr(generating.GeneratingHandler, "on_connection_close", note_close)
    load = SlowLoad(scripted())
    served = await serve(load)
    monkeypatch.setattr(served.host, "touch", arrived.set)
    task = asyncio.create_task(served.post("/v1/completions", prompt="count: "))
    await arrived.wait()
    task.cancel()
    await left.wait()
    load.allowed.set()
    engine = await served.host.engine()
    reply = await served.post("/v1/completions", fim=PANDAS)
    assert reply.status_code == 200
    assert engine.snapshot().requests == 1


async def test_a_silent_stream_says_that_it_is_alive(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generating, "BEAT", 0.01)
    served = await serve(lambda: scripted(delay=0.05))
    response = await served.post("/v1/completions", fim=PANDAS, stream=True)
    assert ": waiting" in response.text
    assert "[DONE]" in response.text


async def test_shutdown(served: Served) -> None:
    assert (await served.http.post("/shutdown")).status_code == 200
    assert served.ended.is_set()


async def test_metrics(served: Served) -> None:
    await served.post("/v1/completions", fim=PANDAS)
    await served.post("/v1/completions", prompt=3)
    await served.post("/v1/completions", fim=PANDAS, max_tokens=0, priority="warm")
    text = (await served.http.get("/metrics")).text
    values = {
        (sample.name.removeprefix("codeintel_engine_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert values["requests_total",] == 2
    assert values["typing_requests_total",] == 1
    assert 0 < values["typing_evaluated_tokens_total",] <= values["evaluated_tokens_total",]
    assert values["http_responses_total", "400"] == 1
    assert values["ttft_seconds_count",] == values["request_seconds_count",] - 1 == 1
    assert values["generated_tokens_total",] > 0
    assert values["kv_tokens",] > 0
    assert values["resident_memory_bytes",] > 1e6
    assert values["up",] == 1
