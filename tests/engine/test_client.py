"""The client against real engine processes, killed and cut off as in life."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.discovery import discovery_path, read_record
from jupyter_codeintel.engine.generation import FimParts, GenerationRequest, Sampling
from jupyter_codeintel.engine.remote import RemoteEngine
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.errors import EngineUnavailable, ModelError, RequestError
from tests.engine.processes import (
    LONG,
    PANDAS,
    collect,
    kill,
    supervise,
    until,
    until_gone,
    write_script,
)

pytestmark = pytest.mark.usefixtures("runtime_dir")


@pytest_asyncio.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[EngineSupervisor]:
    # Slow enough to be met in mid-flight.
    supervisor = supervise(write_script(tmp_path / "script.json", delay=0.02))
    yield supervisor
    await supervisor.stop()


@pytest_asyncio.fixture
async def client(supervisor: EngineSupervisor) -> AsyncIterator[EngineClient]:
    client = EngineClient(supervisor)
    yield client
    await client.aclose()


def pid() -> int:
    record = read_record(discovery_path())
    assert record is not None
    return record.pid


async def settled(client: EngineClient) -> None:
    async def free() -> bool:
        return not (await client.health()).busy

    await until(free)


async def test_fim_text_and_chat(client: EngineClient) -> None:
    text, last = await collect(client, PANDAS)
    assert text == "pd\nimport numpy as np"
    assert last.finish_reason == "stop"
    assert last.timings is not None
    assert last.timings.generated_tokens > 1
    text, _ = await collect(client, GenerationRequest("import pandas as ", stop=("import",)))
    assert text == "pd\n"
    messages = [{"role": "user", "content": "hello"}]
    assert "".join([c.text async for c in client.chat(messages)]) == "héllo wörld → 数据"


async def test_several_generations(client: EngineClient) -> None:
    texts = {0: "", 1: ""}
    async for chunk in client.complete(replace(PANDAS, n=2)):
        texts[chunk.index] += chunk.text
    assert set(texts.values()) == {"pd\nimport numpy as np"}


async def test_warming_up_spares_the_evaluation(client: EngineClient) -> None:
    request = GenerationRequest(FimParts("x = 1\n" * 8, "", "import pandas as "), max_tokens=1)
    warmed = await client.warm(request)
    assert warmed is not None
    assert warmed.generated_tokens == 0
    _, last = await collect(client, request)
    assert last.timings is not None
    assert last.timings.evaluated_tokens <= 1


async def test_health(client: EngineClient) -> None:
    await settled(client)
    health = await client.health()
    assert (health.status, health.fim, health.chat, health.pid) == ("ready", True, True, pid())


async def test_leaving_the_loop_frees_the_engine(client: EngineClient) -> None:
    async with aclosing(client.complete(LONG)) as chunks:
        async for chunk in chunks:
            if chunk.text:
                break
    await settled(client)


async def test_cancelling_the_task_frees_the_engine(client: EngineClient) -> None:
    started = asyncio.Event()

    async def read() -> None:
        async for _ in client.complete(LONG):
            started.set()

    task = asyncio.create_task(read())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await settled(client)


async def test_an_engine_killed_before_its_first_text_is_asked_again(
    supervisor: EngineSupervisor, client: EngineClient
) -> None:
    await supervisor.ensure()
    first = pid()
    request = GenerationRequest("x = 1\n" * 40 + "import pandas as ")  # seconds of evaluation
    task = asyncio.create_task(collect(client, request))

    async def busy() -> bool:
        health = await supervisor.status()
        return health is not None and health.busy

    await until(busy)
    kill(first)
    text, _ = await task
    assert text == "pd\nimport numpy as np"
    assert pid() != first


async def test_an_engine_killed_after_its_first_text_is_an_error_once(
    client: EngineClient,
) -> None:
    async def read_and_kill() -> None:
        async for chunk in client.complete(LONG):
            if chunk.text:
                kill(pid())

    with pytest.raises(EngineUnavailable) as caught:
        await read_and_kill()
    assert caught.value.code == "engine_lost"
    assert caught.value.hint
    text, _ = await collect(client, PANDAS)
    assert text == "pd\nimport numpy as np"


async def test_an_engine_that_ended_is_started_again(
    supervisor: EngineSupervisor, client: EngineClient
) -> None:
    await collect(client, PANDAS)
    first = pid()
    connection = await supervisor.ensure()
    async with httpx.AsyncClient() as http:
        await http.post(connection.url + "/shutdown", headers=connection.headers)
    await until_gone(first)
    text, _ = await collect(client, PANDAS)
    assert text == "pd\nimport numpy as np"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (GenerationRequest("x" * 5000), "context_exceeded"),
        (GenerationRequest("x", sampling=Sampling(grammar="?")), "bad_grammar"),
    ],
)
async def test_a_request_that_cannot_be_served(
    client: EngineClient, request_: GenerationRequest, code: str
) -> None:
    with pytest.raises(RequestError) as caught:
        await collect(client, request_)
    assert caught.value.code == code


async def test_a_model_without_fim_says_so(
    supervisor: EngineSupervisor, client: EngineClient, tmp_path: Path
) -> None:
    script = write_script(tmp_path / "plain.json", fim=False)
    supervisor.use(lambda: script)
    with pytest.raises(RequestError) as caught:
        await collect(client, PANDAS)
    assert caught.value.code == "no_fim"
    assert (await client.health()).fim_reason


async def test_a_damaged_model_says_so(
    supervisor: EngineSupervisor, client: EngineClient, tmp_path: Path
) -> None:
    script = tmp_path / "damaged.json"
    script.write_text("{")
    supervisor.use(lambda: script)
    with pytest.raises(EngineUnavailable) as caught:
        await collect(client, PANDAS)
    assert caught.value.code == "damaged_model"
    assert "damaged.json" in caught.value.message
    health = await client.health()
    assert health.status == "error"
    assert health.error is not None
    assert health.error["code"] == "damaged_model"


async def test_no_model_is_the_callers_error() -> None:
    def no_model() -> Path:
        raise ModelError("none", code="no_model", hint="Get one.")

    client = EngineClient(EngineSupervisor(no_model))
    with pytest.raises(ModelError, match="none"):
        await collect(client, PANDAS)
    await client.aclose()


async def test_our_engine_elsewhere_is_the_same_thing(supervisor: EngineSupervisor) -> None:
    connection = await supervisor.ensure()
    client = EngineClient(RemoteEngine(connection.url + "/v1", connection.token))
    text, last = await collect(client, PANDAS)
    assert text == "pd\nimport numpy as np"
    assert last.timings is not None
    await client.aclose()


async def test_a_wrong_token_is_a_clear_error(supervisor: EngineSupervisor) -> None:
    connection = await supervisor.ensure()
    client = EngineClient(RemoteEngine(connection.url, "wrong", "some-model"))
    with pytest.raises(EngineUnavailable, match="token"):
        await collect(client, GenerationRequest("x"))
    await client.aclose()
