"""The life of an engine process: bind, announce, load, serve, end."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from jupyter_codeintel import __version__
from jupyter_codeintel.engine.backends.base import Backend
from jupyter_codeintel.engine.discovery import (
    EngineRecord,
    discovery_path,
    remove_record,
    write_record,
)
from jupyter_codeintel.engine.server.app import make_app
from jupyter_codeintel.engine.server.governor import Governor
from jupyter_codeintel.engine.server.host import EngineHost
from jupyter_codeintel.errors import EngineError

_logger = logging.getLogger(__name__)

MAX_BODY = 16 * 2**20
FAILED_LINGER = 60.0
"""Seconds that an engine without a model stays to tell why; the next start tries again."""

END_PATIENCE = 5.0
"""Seconds for a clean end, after which the process ends anyhow."""


@dataclass(frozen=True)
class ServerSettings:
    """Where and how a process serves.

    Parameters
    ----------
    model : Path
        The model file.
    load : callable
        Returns its backend.
    token : str
        What every request must bring.
    threads : int
        Compute threads.
    idle : float
        Seconds without a request after which the process ends; 0 never.
    announce : bool
        Whether to write the discovery file.
    """

    model: Path
    load: Callable[[], Backend]
    token: str
    threads: int
    host: str
    port: int
    idle: float
    announce: bool


async def serve(settings: ServerSettings) -> None:
    """Serve until a signal, ``/shutdown`` or idleness ends the process.

    Raises
    ------
    EngineError
        ``port_in_use`` or ``cannot_listen``.
    """
    sockets = _bind(settings.host, settings.port)
    url = f"http://{settings.host}:{sockets[0].getsockname()[1]}"
    host = EngineHost(settings.model, settings.load, settings.threads)
    ending = asyncio.Event()
    _end_on_signals(ending)
    server = HTTPServer(make_app(host, settings.token, ending.set), max_body_size=MAX_BODY)
    server.add_sockets(sockets)
    tasks: list[asyncio.Task[None]] = []
    try:
        async with _announced(settings, url):
            _logger.info("listening on %s", url)
            host.start()
            tasks += [
                asyncio.create_task(Governor(host).run()),
                asyncio.create_task(_end_when_idle(host, settings.idle, ending)),
            ]
            await ending.wait()
    finally:
        _end_at_last()
        server.stop()
        for task in tasks:
            task.cancel()
        # The engine's last chunks need the loop to reach their clients.
        await asyncio.to_thread(host.close)
        await server.close_all_connections()


def _bind(host: str, port: int) -> list[socket.socket]:
    try:
        return bind_sockets(port, host)
    except OSError as error:
        where = f"{host}:{port}"
        if error.errno == errno.EADDRINUSE:
            message = f"{where} is in use by another process"
            hint = "Choose another port, or 0 for any free one."
            raise EngineError(message, code="port_in_use", hint=hint) from error
        message = f"cannot listen on {where}: {error.strerror or error}"
        raise EngineError(message, code="cannot_listen", hint="Check host and port.") from error


@asynccontextmanager
async def _announced(settings: ServerSettings, url: str) -> AsyncIterator[None]:
    if not settings.announce:
        yield
        return
    path = discovery_path()
    record = EngineRecord(url, settings.token, os.getpid(), str(settings.model), __version__)
    write_record(record, path)
    try:
        yield
    finally:
        remove_record(record, path)


def _end_on_signals(ending: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, ending.set)
        except NotImplementedError:  # asyncio takes no signal handlers on Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(ending.set))


async def _end_when_idle(host: EngineHost, idle: float, ending: asyncio.Event) -> None:
    while True:
        limit = FAILED_LINGER if host.failed else idle
        await asyncio.sleep(min(limit / 4, 5.0) if limit else 5.0)
        if limit and host.idle_seconds > limit:
            ending.set()


def _end_at_last() -> None:
    timer = threading.Timer(END_PATIENCE, os._exit, [0])
    timer.daemon = True
    timer.start()
