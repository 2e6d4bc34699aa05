"""Real engine processes on scripts, and ways to wait for them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import Chunk, FimParts, GenerationRequest, Priority
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.supervisor import EngineSupervisor

DEADLINE = 120.0
"""Seconds after which a test gives up; far above what anything takes."""

RULES = [
    {"when": "import pandas as ", "text": "pd\nimport numpy as np"},
    {"when": "count: ", "text": "0123456789" * 20},
    {"when": "hello", "text": "héllo wörld → 数据"},
]
PANDAS = GenerationRequest(FimParts("", "\npd", "import pandas as "), priority=Priority.TYPING)
LONG = GenerationRequest("count: ", max_tokens=200)


def write_script(path: Path, rules: Sequence[Mapping[str, str]] = RULES, **more: object) -> Path:
    """Write a script for the scripted backend."""
    path.write_text(json.dumps({"rules": rules, **more}))
    return path


def supervise(script: Path, **options: float) -> EngineSupervisor:
    """Return a supervisor of a scripted engine."""
    return EngineSupervisor(
        lambda: script,
        options=EngineOptions(n_ctx=2048, backend="scripted", **options),  # type: ignore[arg-type]
    )


async def collect(client: EngineClient, request: GenerationRequest) -> tuple[str, Chunk]:
    """Return a generation's text and its last chunk."""
    chunks = [chunk async for chunk in client.complete(request)]
    return "".join(chunk.text for chunk in chunks), chunks[-1]


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + DEADLINE
    while not await condition():
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0.02)


async def until_gone(pid: int) -> None:
    """Wait for a process to end."""

    async def gone() -> bool:
        try:
            return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    await until(gone)


def kill(pid: int) -> None:
    """End a process that a test has started, if it still runs."""
    with suppress(psutil.NoSuchProcess):
        psutil.Process(pid).kill()
