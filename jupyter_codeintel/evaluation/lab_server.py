"""A Jupyter server of a measurement's own, with the extension, in a temporary folder."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import httpx

from jupyter_codeintel.engine.discovery import FILE_NAME, EngineRecord, read_record
from jupyter_codeintel.errors import EngineUnavailable

START_TIMEOUT = 120.0
METRIC = "codeintel_engine_"


@dataclass(frozen=True)
class LabServer:
    """A running server.

    Parameters
    ----------
    address : str
        Host and port.
    token : str
        What requests must bring.
    runtime : Path
        Its runtime folder, where its engine announces itself.
    """

    address: str
    token: str
    runtime: Path

    @property
    def headers(self) -> dict[str, str]:
        """The headers that each request carries."""
        return {"Authorization": f"token {self.token}"}

    @property
    def engine(self) -> EngineRecord:
        """The engine that the server has started.

        Raises
        ------
        EngineUnavailable
            It has none.
        """
        record = read_record(self.runtime / FILE_NAME)
        if record is None:
            hint = "Send a request first; the server's log tells more."
            raise EngineUnavailable("the server has no engine", code="no_engine", hint=hint)
        return record


class EngineCounters:
    """The engine's totals, read while it works."""

    def __init__(self, record: EngineRecord) -> None:
        headers = {"Authorization": f"Bearer {record.token}"}
        self._http = httpx.AsyncClient(
            base_url=record.url, headers=headers, timeout=30.0, trust_env=False
        )

    async def read(self) -> dict[str, float]:
        """Return the numbers by their short names."""
        text = (await self._http.get("/metrics")).text
        pairs = (line.rsplit(" ", 1) for line in text.splitlines() if line.startswith(METRIC))
        return {name.removeprefix(METRIC): float(value) for name, value in pairs}

    async def idle(self) -> dict[str, float]:
        """Wait until nothing is under way; return the numbers then."""
        while True:
            numbers = await self.read()
            if not numbers["running"] and not numbers["queued"]:
                return numbers
            await asyncio.sleep(0.05)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._http.aclose()


@asynccontextmanager
async def lab_server(*options: str) -> AsyncIterator[LabServer]:
    """Run a server until the block ends; ``options`` are for its command line."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        root = Path(folder)
        probe.bind(("127.0.0.1", 0))
        port, token = int(probe.getsockname()[1]), secrets.token_urlsafe(16)
        probe.close()
        server = LabServer(f"127.0.0.1:{port}", token, root / "runtime")
        process = _start(root, port, token, options)
        try:
            await _wait_until_it_answers(server, process, root / "log")
            yield server
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)


async def end_engine(server: LabServer) -> None:
    """End the engine, which would outlive the server."""
    record = server.engine
    headers = {"Authorization": f"Bearer {record.token}"}
    async with httpx.AsyncClient(headers=headers, trust_env=False) as http:
        await http.post(f"{record.url}/shutdown")


def _start(root: Path, port: int, token: str, options: Sequence[str]) -> Popen[bytes]:
    folders = {
        "JUPYTER_RUNTIME_DIR": str(root / "runtime"),
        "JUPYTER_CONFIG_DIR": str(root / "config"),
    }
    for path in folders.values():
        Path(path).mkdir(mode=0o700)
    with (root / "log").open("wb") as log:
        command = [
            sys.executable,
            "-m",
            "jupyter_server",
            f"--ServerApp.port={port}",
            "--ServerApp.port_retries=0",
            "--ServerApp.open_browser=False",
            "--ServerApp.allow_root=True",
            "--ServerApp.jpserver_extensions={'jupyter_codeintel': True}",
            f"--ServerApp.root_dir={root}",
            f"--IdentityProvider.token={token}",
            *options,
        ]
        return Popen(command, env=os.environ | folders, stdout=log, stderr=log)


async def _wait_until_it_answers(server: LabServer, process: Popen[bytes], log: Path) -> None:
    url = f"http://{server.address}/codeintel/status"
    async with httpx.AsyncClient(headers=server.headers, trust_env=False) as http:
        for _ in range(int(START_TIMEOUT / 0.2)):
            with contextlib.suppress(httpx.TransportError):
                if (await http.get(url)).is_success:
                    return
            if process.poll() is not None:
                break
            await asyncio.sleep(0.2)
    message = "the Jupyter server did not start"
    raise EngineUnavailable(message, code="no_server", hint=_tail(log))


def _tail(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-1500:]
