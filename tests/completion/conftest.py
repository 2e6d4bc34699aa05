"""Fixtures for sessions on a scripted engine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from jupyter_codeintel.completion.requests import CompletionSettings
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.completion.session import CompletionSession
from tests.completion.asking import Open
from tests.completion.fake_engine import FakeEngine


@pytest_asyncio.fixture
async def open_session() -> AsyncIterator[Open]:
    """Return a function that opens a session on an engine; it does no more than is asked."""
    services: list[CompletionService] = []

    def opened(
        engine: FakeEngine, prefetch: int = 0, alternatives: int = 0, **settings: object
    ) -> CompletionSession:
        chosen = CompletionSettings(prefetch_tokens=prefetch, alternatives=alternatives, **settings)  # type: ignore[arg-type]
        services.append(CompletionService(engine, chosen))
        return services[-1].open_session()

    yield opened
    for service in services:
        await service.aclose()
