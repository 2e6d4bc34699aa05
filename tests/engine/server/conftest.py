"""The engine's application on a real socket, in the test's own process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest_asyncio
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from jupyter_codeintel.engine.backends.base import Backend
from jupyter_codeintel.engine.backends.scripted import Rule, ScriptedBackend
from jupyter_codeintel.engine.server.app import make_app
from jupyter_codeintel.engine.server.host import EngineHost
from tests.engine.processes import DEADLINE, RULES

TOKEN = "the-token"


def scripted(*, delay: float = 0.0, fim: bool = True) -> ScriptedBackend:
    """Return a backend that recites the usual rules."""
    rules = [Rule(**rule) for rule in RULES]
    return ScriptedBackend(rules, delay=delay, fim=fim, n_ctx=2048)


@dataclass
class Served:
    """An application and a client of it."""

    http: httpx.AsyncClient
    host: EngineHost
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, path: str, **body: object) -> httpx.Response:
        """Send JSON."""
        return await self.http.post(path, json=body)


Serve = Callable[[Callable[[], Backend]], Awaitable[Served]]


@pytest_asyncio.fixture
async def serve() -> AsyncIterator[Serve]:
    """Return a function that serves what a loader returns."""
    closing: list[Callable[[], Awaitable[object]]] = []

    async def start(load: Callable[[], Backend]) -> Served:
        [socket] = bind_sockets(0, "127.0.0.1")
        url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        host = EngineHost(Path("scripted.json"), load, threads=1)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        http = httpx.AsyncClient(base_url=url, headers=headers, timeout=DEADLINE, trust_env=False)
        served = Served(http, host)
        server = HTTPServer(make_app(host, TOKEN, served.ended.set))
        server.add_socket(socket)
        host.start()
        closing.extend([http.aclose, lambda: asyncio.to_thread(host.close)])
        closing.append(server.close_all_connections)
        server_stops.append(server)
        return served

    server_stops: list[HTTPServer] = []
    yield start
    for server in server_stops:
        server.stop()
    for close in closing:
        await close()


@pytest_asyncio.fixture
async def served(serve: Serve) -> Served:
    """Serve the usual rules."""
    return await serve(scripted)


class SlowLoad:
    """A loader that waits until the test lets it go on."""

    def __init__(self, backend: Backend) -> None:
        self.allowed = threading.Event()
        self._backend = backend

    def __call__(self) -> Backend:
        """Load."""
        assert self.allowed.wait(DEADLINE)
        return self._backend
