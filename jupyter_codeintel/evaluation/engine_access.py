"""The engine that is measured: the user's own, started if need be and waited for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.errors import EngineUnavailable

LOAD_TIMEOUT = 300.0
"""Seconds; a busy machine reads a large model slowly."""


@asynccontextmanager
async def ready_engine(model: Path) -> AsyncIterator[EngineClient]:
    """Give a client of the engine with this model, when the model is loaded."""
    client = EngineClient(EngineSupervisor(lambda: model, options=EngineOptions()))
    try:
        await wait_until_loaded(client)
        yield client
    finally:
        await client.aclose()


async def wait_until_loaded(client: EngineClient) -> None:
    """Wait for the model.

    Raises
    ------
    EngineUnavailable
        It cannot be loaded, or not in time.
    """
    deadline = time.monotonic() + LOAD_TIMEOUT
    while (health := await client.health()).status == "loading":
        if time.monotonic() > deadline:
            message = f"the model was not loaded within {LOAD_TIMEOUT:.0f} s"
            raise EngineUnavailable(message, code="loading", hint="Try again in a while.")
        await asyncio.sleep(0.2)
    if health.error is not None:
        raise EngineUnavailable(
            health.error.get("message", ""),
            code=health.error.get("code", "load_failed"),
            hint=health.error.get("hint", ""),
        )
