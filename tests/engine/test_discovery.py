"""The discovery file: private, whole, and not believed when it is stale."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from jupyter_codeintel.engine.discovery import (
    EngineRecord,
    discovery_path,
    is_alive,
    read_record,
    remove_record,
    write_record,
)

RECORD = EngineRecord("http://127.0.0.1:1", "secret", os.getpid(), "/models/a.gguf", "0.1.0")


def test_it_is_in_jupyters_runtime_folder(runtime_dir: Path) -> None:
    assert discovery_path() == runtime_dir / "codeintel-engine.json"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "engine.json"
    write_record(RECORD, path)
    assert read_record(path) == RECORD
    assert [file.name for file in path.parent.iterdir()] == ["engine.json"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_only_the_user_can_read_it_from_the_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, modes = tmp_path / "engine.json", []
    dump = json.dump

    def watched(data: object, file: Any) -> None:
        [part] = tmp_path.iterdir()
        modes.append(stat.S_IMODE(part.stat().st_mode))
        dump(data, file)

    monkeypatch.setattr(json, "dump", watched)
    before = os.umask(0)
    try:
        write_record(RECORD, path)
    finally:
        os.umask(before)
    assert modes == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"url": 1}', '{"url":"","token":"","pid":"x"}']
)
def test_a_damaged_file_is_no_engine(tmp_path: Path, text: str) -> None:
    path = tmp_path / "engine.json"
    path.write_text(text)
    assert read_record(path) is None


def test_a_running_process_is_alive(tmp_path: Path) -> None:
    write_record(RECORD, tmp_path / "engine.json")
    assert is_alive(RECORD, tmp_path / "engine.json")


def test_an_ended_process_is_not_alive(tmp_path: Path) -> None:
    path = tmp_path / "engine.json"
    process = subprocess.Popen([sys.executable, "-c", ""])
    record = EngineRecord("", "", process.pid, "", "")
    write_record(record, path)
    while process.poll() is None:
        time.sleep(0.01)
    assert not is_alive(record, path)


def test_a_process_younger_than_the_file_only_has_its_number(tmp_path: Path) -> None:
    path = tmp_path / "engine.json"
    write_record(RECORD, path)
    os.utime(path, (1e9, 1e9))
    assert not is_alive(RECORD, path)


def test_a_file_of_another_engine_stays(tmp_path: Path) -> None:
    path = tmp_path / "engine.json"
    write_record(RECORD, path)
    assert not remove_record(EngineRecord("", "other", os.getpid(), "", ""), path)
    assert remove_record(RECORD, path)
    assert not path.exists()
    assert not remove_record(RECORD, path)
