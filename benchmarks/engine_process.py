"""An engine process of a benchmark's own, which nobody else finds."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from jupyter_codeintel.engine.connection import Connection
from jupyter_codeintel.engine.options import LOOPBACK, TOKEN_VARIABLE, EngineOptions

START_TIMEOUT = 300.0


@dataclass(frozen=True)
class EngineProcess:
    """A running engine; a source for `EngineClient`."""

    connection: Connection
    pid: int

    async def ensure(self) -> Connection:
        """Return the connection."""
        return self.connection

    async def lost(self, connection: Connection) -> None:
        """Do nothing: a benchmark does not start a second engine."""

    def get(self, path: str) -> httpx.Response:
        """Ask one of the routes that tell how the engine is."""
        return httpx.get(
            self.connection.url + path,
            headers=self.connection.headers,
            timeout=10.0,
            trust_env=False,
        )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def engine_process(model: Path, options: EngineOptions | None = None) -> Iterator[EngineProcess]:
    """Run an engine until the block ends."""
    port, token = free_port(), secrets.token_urlsafe(16)
    command = [sys.executable, "-m", "jupyter_codeintel.engine"]
    command += [*(options or EngineOptions()).arguments(model), "--no-announce", f"--port={port}"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, env=os.environ | {TOKEN_VARIABLE: token}, stdout=log, stderr=log
        )
        try:
            engine = EngineProcess(Connection(f"http://{LOOPBACK}:{port}", token), process.pid)
            wait_until_ready(lambda: _status(engine) == "ready", process)
            yield engine
        finally:
            process.terminate()
            process.wait(30)


def _status(engine: EngineProcess) -> str:
    return str(engine.get("/health").json().get("status"))


def wait_until_ready(is_ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Ask until it is true; a process that ends meanwhile is an error."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        try:
            if is_ready():
                return
        except httpx.TransportError:
            pass  # it does not listen yet
        if process.poll() is not None:
            message = f"{process.args!r} ended with code {process.returncode}"
            raise RuntimeError(message)
        time.sleep(0.1)
    message = f"{process.args!r} did not become ready"
    raise RuntimeError(message)
