"""``jupyter codeintel engine`` and ``serve``, run as commands."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from jupyter_codeintel.cli.main import main
from jupyter_codeintel.engine.discovery import discovery_path, read_record
from jupyter_codeintel.engine.options import TOKEN_VARIABLE
from tests.engine.processes import DEADLINE, kill, write_script

pytestmark = pytest.mark.usefixtures("runtime_dir", "data_dir")


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Path]:
    yield write_script(tmp_path / "script.json")
    record = read_record(discovery_path())
    if record is not None:
        kill(record.pid)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def run_json(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code, out = run(capsys, *words, "--json")
    data: dict[str, Any] = json.loads(out)
    return code, data


def test_start_status_stop(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, started = run_json(capsys, "engine", "start", f"--script={script}")
    assert (code, started["status"], started["model_path"]) == (0, "ready", str(script))
    code, status = run_json(capsys, "engine", "status")
    assert (code, status["pid"]) == (0, started["pid"])
    code, text = run(capsys, "engine", "start", f"--script={script}")
    assert (code, str(started["pid"]) in text) == (0, True)
    assert run_json(capsys, "engine", "stop") == (0, {"stopped": True})
    assert run_json(capsys, "engine", "stop") == (0, {"stopped": False})
    assert run_json(capsys, "engine", "status")[1]["status"] == "stopped"


def test_texts_for_people(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "No engine" in run(capsys, "engine", "status")[1]
    assert "ready" in run(capsys, "engine", "start", f"--script={script}")[1]
    assert "script.json" in run(capsys, "engine", "status")[1]
    assert "has ended" in run(capsys, "engine", "stop")[1]


def test_a_damaged_model_is_an_error_and_can_be_mended(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = script.read_text()
    script.write_text("{")
    code, answer = run_json(capsys, "engine", "start", f"--script={script}")
    assert (code, answer["error"]["code"]) == (1, "damaged_model")
    assert "script.json" in run(capsys, "engine", "status")[1]
    script.write_text(good)
    assert run_json(capsys, "engine", "start", f"--script={script}")[0] == 0


def test_without_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = run_json(capsys, "engine", "start")
    assert (code, answer["error"]["code"]) == (1, "no_model")


def test_a_port_in_use(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, text = run(capsys, "engine", "start", f"--script={script}", f"--port={port}")
    assert code == 1
    assert f"127.0.0.1:{port} is in use" in text


def test_serve(script: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter_codeintel.cli.main", "serve"]
    environment = {**os.environ}
    environment.pop(TOKEN_VARIABLE, None)
    process = subprocess.Popen(
        [*command, f"--script={script}", f"--port={port}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    try:
        assert process.stdout is not None
        token = process.stdout.readline().removeprefix("Token: ").strip()
        deadline = time.monotonic() + DEADLINE
        response = None
        while response is None and time.monotonic() < deadline:
            try:
                url = f"http://127.0.0.1:{port}/v1/models"
                response = httpx.get(url, headers={"Authorization": f"Bearer {token}"})
            except httpx.TransportError:
                time.sleep(0.05)
        assert response is not None
        assert response.status_code == 200
        assert not discovery_path().exists()
        process.terminate()
        assert process.wait(DEADLINE) == 0
    finally:
        process.kill()
        process.communicate()
