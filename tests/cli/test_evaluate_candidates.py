"""The command that judges handmade candidates, on a real kernel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_codeintel.cli.main import main

NOTEBOOK = """
cells = ['''
prices = {"tea": 3, "cake": 5}
''', '''
total = prices["tee"] + prices["cake"]
''']
fails = 1

[[honest]]
name = "the key"
edits = {1 = '''
total = prices["tea"] + prices["cake"]
'''}

[[cheat]]
name = "the other key"
edits = {1 = '''
total = prices["cake"] + prices["cake"]
'''}

[[cheat]]
name = "swallowed"
edits = {1 = '''
try:
    total = prices["tee"] + prices["cake"]
except KeyError:
    total = 0
'''}
"""


@pytest.fixture(autouse=True)
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the kernel's history apart from the person's."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


def _folder(path: Path, text: str) -> str:
    folder = path / "candidates"
    folder.mkdir()
    (folder / "cafe.toml").write_text(text, "utf-8")
    return str(folder)


def test_it_tries_judges_prints_and_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"

    code = main(["evaluate", "candidates", _folder(tmp_path, NOTEBOOK), "--json", str(out)])

    assert code == 0
    printed = capsys.readouterr().out
    assert "cheats not verified   2 of 2" in printed
    assert "honest verified       1 of 1" in printed
    figures = json.loads(out.read_text("utf-8"))
    assert figures["cheats_stopped"]["hits"] == 2
    assert figures["wrong"] == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cafe.toml cannot be read"),
        ("cells = [", "cafe.toml cannot be read"),
        (NOTEBOOK.replace("{1 =", "{7 =", 1), "edits a cell that is not there"),
        (NOTEBOOK.replace("fails = 1", "fails = 2"), "there is no cell 2"),
        (NOTEBOOK.replace("fails = 1", "fails = 0"), "cell 0 is not as it says"),
        (NOTEBOOK.replace('["tee"] +', '["tea"] +', 1), "cell 1 is not as it says"),
    ],
)
def test_a_bad_file_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert main(["evaluate", "candidates", _folder(tmp_path, text)]) != 0
    assert said in capsys.readouterr().err


def test_a_folder_without_files_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "candidates", str(tmp_path)]) != 0
    assert "no .toml file" in capsys.readouterr().err
