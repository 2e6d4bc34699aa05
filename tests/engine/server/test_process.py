"""The engine process from start to end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from jupyter_codeintel.engine.discovery import (
    EngineRecord,
    discovery_path,
    read_record,
    write_record,
)
from jupyter_codeintel.engine.options import TOKEN_VARIABLE
from tests.engine.processes import DEADLINE, until, write_script

Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = pytest.mark.usefixtures("runtime_dir")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    script = write_script(tmp_path / "script.json")
    processes = []

    def run(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "jupyter_codeintel.engine", f"--model={script}"]
        process = subprocess.Popen(
            [*command, "--backend=scripted", *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        processes.append(process)
        return process

    yield run
    for process in processes:
        process.kill()
        process.communicate()


async def announced() -> EngineRecord:
    async def there() -> bool:
        return read_record(discovery_path()) is not None

    await until(there)
    record = read_record(discovery_path())
    assert record is not None
    return record


async def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, log = await asyncio.to_thread(process.communicate, timeout=DEADLINE)
    return process.returncode, log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly(start: Start, number: signal.Signals) -> None:
    process = start()
    record = await announced()
    assert record.pid == process.pid
    process.send_signal(number)
    code, log = await ended(process)
    assert (code, "Traceback" in log) == (0, False)
    assert not discovery_path().exists()


async def test_shutdown_ends_it_cleanly(start: Start) -> None:
    process = start()
    record = await announced()
    async with httpx.AsyncClient() as http:
        headers = {"Authorization": f"Bearer {record.token}"}
        await http.post(record.url + "/shutdown", headers=headers)
    code, log = await ended(process)
    assert (code, "Traceback" in log) == (0, False)


async def test_it_leaves_the_file_of_another_engine(start: Start) -> None:
    process = start()
    await announced()
    other = EngineRecord("http://127.0.0.1:1", "t", os.getpid(), "m", "0")
    write_record(other, discovery_path())
    process.terminate()
    await ended(process)
    assert read_record(discovery_path()) == other


async def test_it_ends_when_idle(start: Start) -> None:
    process = start("--idle=0.2")
    assert (await ended(process))[0] == 0
    assert not discovery_path().exists()


async def test_a_port_in_use(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, log = await ended(start(f"--port={port}"))
    assert code == 1
    assert f"127.0.0.1:{port} is in use" in log
    assert "Choose another port" in log
    assert "Traceback" not in log
    assert not discovery_path().exists()


async def test_a_given_token_and_no_announcement(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    start(f"--port={port}", "--no-announce", **{TOKEN_VARIABLE: "given"})
    url = f"http://127.0.0.1:{port}/health"

    async def answers() -> bool:
        try:
            async with httpx.AsyncClient() as http:
                response = await http.get(url, headers={"Authorization": "Bearer given"})
        except httpx.TransportError:
            return False
        return response.status_code == 200

    await until(answers)
    assert not discovery_path().exists()
