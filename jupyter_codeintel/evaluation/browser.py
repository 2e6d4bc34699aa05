"""The browser's end of the websocket."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from jupyter_codeintel.errors import EngineError
from jupyter_codeintel.evaluation.lab_server import LabServer

MAX_TOKENS = 64


@dataclass(frozen=True)
class Reply:
    """The last message that answers a ``complete``.

    ``sent``, ``first`` and ``done`` are moments: of the request, of the first message and of
    this one, by `time.perf_counter`.
    """

    text: str
    source: str
    timings: Mapping[str, Any] | None
    sent: float
    first: float
    done: float

    @property
    def milliseconds(self) -> float:
        """From the request to this message."""
        return (self.done - self.sent) * 1000


@dataclass
class _Waiting:
    sent: float
    first: float = 0.0
    reply: asyncio.Future[Reply] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Browser:
    """One connection; open it with `connect`."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection
        self._ids = count(1)
        self._latest = 0
        self._waiting: dict[int, _Waiting] = {}
        self._engine = ""
        self._status_changed = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, server: LabServer) -> Browser:
        """Open a connection."""
        request = HTTPRequest(f"ws://{server.address}/codeintel/ws", headers=server.headers)
        return cls(await websocket_connect(request))

    async def send(self, kind: str, /, **fields: object) -> None:
        """Send a message."""
        await self._connection.write_message(json.dumps({"type": kind, **fields}))

    async def sync(self, document: str, cells: Mapping[str, str], order: list[str] | None) -> None:
        """Tell changed cells, and all cells' order when that changed."""
        changed = [
            {"id": c, "type": "code", "source": s, "executionCount": None, "error": None}
            for c, s in cells.items()
        ]
        structure = {} if order is None else {"order": order}
        await self.send(
            "sync",
            document=document,
            kind="notebook",
            language="python",
            cells=changed,
            kernel=None,
            **structure,
        )

    async def complete(
        self, document: str, cell: str, prefix: str, suffix: str
    ) -> asyncio.Future[Reply]:
        """Ask for ghost text; the future is its last message."""
        request = self._latest = next(self._ids)
        waiting = self._waiting[request] = _Waiting(time.perf_counter())
        await self.send(
            "complete",
            id=request,
            document=document,
            cell=cell,
            prefix=prefix,
            suffix=suffix,
            trigger="automatic",
            multiline="auto",
            maxTokens=MAX_TOKENS,
        )
        return waiting.reply

    async def cancel_latest(self) -> None:
        """Take back the latest request."""
        await self.send("cancel", id=self._latest)

    async def engine_is(self, *states: str) -> None:
        """Wait until the engine is in one of these states."""
        while self._engine not in states:
            self._status_changed.clear()
            await self._status_changed.wait()

    async def aclose(self) -> None:
        """Close the connection."""
        self._connection.close()
        await self._reader

    async def _read(self) -> None:
        while (text := await self._connection.read_message()) is not None:
            self._take(json.loads(text))
        for waiting in self._waiting.values():
            waiting.reply.cancel()

    def _take(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "status":
            self._engine = message["engine"]
            self._status_changed.set()
            return
        waiting = self._waiting.get(message["id"])
        if waiting is None:
            return
        now = time.perf_counter()
        waiting.first = waiting.first or now
        if message["type"] == "failed":
            error = message["error"]
            waiting.reply.set_exception(
                EngineError(error["message"], code=error["code"], hint=error["hint"])
            )
        elif message["done"]:
            text, source, timings = message["text"], message["source"], message["timings"]
            waiting.reply.set_result(Reply(text, source, timings, waiting.sent, waiting.first, now))
        if waiting.reply.done():
            del self._waiting[message["id"]]
