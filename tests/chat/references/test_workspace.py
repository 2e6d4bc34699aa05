"""Files that may be referred to, and those that may not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.errors import ChatError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    (folder / "sub" / "deep").mkdir(parents=True)
    (folder / "top.csv").write_text("a,b\n1,2\n")
    (folder / "sub" / "near.txt").write_text("near")
    (folder / "sub" / "my data.csv").write_text("x")
    (folder / ".secret").write_text("token")
    (folder / ".ssh").mkdir()
    (folder / ".ssh" / "key").write_text("key")
    (tmp_path / "outside.txt").write_text("outside")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "hidden_link").symlink_to(folder / ".secret")
    return folder


def test_a_file_is_found_beside_the_notebook_and_from_the_root(root: Path) -> None:
    workspace = Workspace(root)

    assert workspace.read("near.txt", "sub/a.ipynb") == "near"
    assert workspace.read("top.csv", "sub/a.ipynb") == "a,b\n1,2\n"
    assert workspace.read("../top.csv", "sub/a.ipynb") == "a,b\n1,2\n"


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt", "../../outside.txt", "sub/../../outside.txt", "link.txt", ".secret",
        ".ssh/key", "sub/../.secret", "hidden_link", "sub", "none.txt", "a\0b", "x" * 5000,
    ],
)  # fmt: skip
def test_nothing_else_is_read(root: Path, path: str) -> None:
    with pytest.raises(ChatError) as caught:
        Workspace(root).read(path, "a.ipynb")
    assert caught.value.code == "no_file"


def test_an_absolute_path_is_not_read(root: Path) -> None:
    with pytest.raises(ChatError):
        Workspace(root).read(str(root / "top.csv"), "a.ipynb")


def test_without_a_root_there_are_no_files() -> None:
    with pytest.raises(ChatError):
        Workspace(None).read("setup.py", "a.ipynb")
    assert Workspace(None).matching("", "a.ipynb", 9) == []


def test_what_is_not_text_or_too_large_is_told(root: Path) -> None:
    (root / "image.bin").write_bytes(b"\x89PNG\0\0")
    with (root / "large.txt").open("wb") as file:
        file.truncate(30 << 20)

    for path, code in (("image.bin", "not_text"), ("large.txt", "too_large")):
        with pytest.raises(ChatError) as caught:
            Workspace(root).read(path, "a.ipynb")
        assert caught.value.code == code


def test_of_a_notebook_its_code_is_read(root: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": "# T", "metadata": {}},
        {"cell_type": "code", "source": ["x = 1\n", "y"], "outputs": [], "metadata": {}},
    ]
    (root / "other.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}))

    assert Workspace(root).read("other.ipynb", "a.ipynb") == "x = 1\ny"


def test_paths_are_completed_without_hidden_ones(root: Path) -> None:
    workspace = Workspace(root)

    assert workspace.matching("", "a.ipynb", 20) == ["hidden_link", "link.txt", "sub/", "top.csv"]
    assert workspace.matching("sub/M", "a.ipynb", 20) == ["sub/my data.csv"]
    assert workspace.matching("ne", "sub/a.ipynb", 20) == ["near.txt"]
    assert workspace.matching("../", "a.ipynb", 20) == []
    assert len(workspace.matching("", "a.ipynb", 2)) == 2
