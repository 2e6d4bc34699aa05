"""The whole way to a real model: process, HTTP, llama.cpp."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import GenerationRequest
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.errors import EngineUnavailable
from tests.engine.processes import collect, until

pytestmark = [pytest.mark.small_model, pytest.mark.usefixtures("runtime_dir")]

LONG_PROMPT = GenerationRequest("x = 1\n" * 300, max_tokens=400)


async def test_text_chat_and_cancellation(small_model: Path) -> None:
    supervisor = EngineSupervisor(lambda: small_model, options=EngineOptions(n_ctx=2048))
    client = EngineClient(supervisor)
    try:
        text, last = await collect(client, GenerationRequest("def add(a, b):\n", max_tokens=12))
        assert text.strip()
        assert last.timings is not None
        assert last.timings.generated_tokens <= 12
        messages = [{"role": "user", "content": "Say hello."}]
        assert [c async for c in client.chat(messages, max_tokens=4)][-1].finish_reason

        task = asyncio.create_task(collect(client, LONG_PROMPT))

        async def busy() -> bool:
            return (await client.health()).busy

        await until(busy)
        task.cancel()

        async def free() -> bool:
            return not (await client.health()).busy

        await until(free)
    finally:
        await client.aclose()
        await supervisor.stop()


async def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(b"GGUF" + bytes(64))
    supervisor = EngineSupervisor(lambda: damaged)
    client = EngineClient(supervisor)
    try:

        async def failed() -> bool:
            return (await client.health()).status == "error"

        await until(failed)
        with pytest.raises(EngineUnavailable) as caught:
            await collect(client, LONG_PROMPT)
        assert caught.value.code == "damaged_model"
        assert caught.value.hint
    finally:
        await client.aclose()
        await supervisor.stop()
