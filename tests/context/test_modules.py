"""What the files beside a notebook define."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_codeintel.context import modules
from jupyter_codeintel.context.dataflow.events import Import
from jupyter_codeintel.context.dataflow.facts import facts
from jupyter_codeintel.context.dataflow.parsing import parse
from jupyter_codeintel.context.modules import Imported, LocalModules

HELPERS = (
    '"""Help."""\nLIMIT = 3\ndef f(a, b=1):\n    """Do f."""\ndef _g(): ...\nclass K:\n    x: int\n'
)


def _imports(source: str) -> tuple[Import, ...]:
    return facts(parse(source)).imports


def _names(found: tuple[Imported, ...]) -> dict[str, list[str]]:
    return {item.module.path: [told.name for told in item.definitions] for item in found}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("helpers.py", "work/near.py", "pkg/__init__.py", "pkg/mod.py", "work/helpers2.py"):
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HELPERS, encoding="utf-8")
    return tmp_path / "root"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import near", {"work/near.py": ["f", "K"]}),
        ("import helpers as h", {"helpers.py": ["f", "K"]}),
        ("from helpers import f, LIMIT", {"helpers.py": ["f"]}),
        ("from helpers import _g as g, K", {"helpers.py": ["_g", "K"]}),
        ("from helpers import f\nimport helpers", {"helpers.py": ["f", "K"]}),
        ("import pkg.mod", {"pkg/mod.py": ["f", "K"]}),
        ("import pkg", {"pkg/__init__.py": ["f", "K"]}),
        ("from pkg import mod", {"pkg/mod.py": ["f", "K"]}),
        ("from pkg.mod import f", {"pkg/mod.py": ["f"]}),
        ("from .near import f", {"work/near.py": ["f"]}),
        ("from ..helpers import f", {"helpers.py": ["f"]}),
        ("from . import near", {"work/near.py": ["f", "K"]}),
        ("import os, numpy as np", {}),
        ("from .... import near", {}),
    ],
)
def test_where_modules_are_found(root: Path, source: str, found: dict[str, list[str]]) -> None:
    assert _names(LocalModules(root).imported(_imports(source), "work/a.ipynb")) == found


def test_what_is_told_of_a_module(root: Path) -> None:
    (found,) = LocalModules(root).imported(_imports("import helpers"), "a.ipynb")

    assert found.module.names == {"LIMIT", "f", "_g", "K"}
    assert not found.module.opaque
    assert [told.text for told in found.definitions] == [
        'def f(a, b=1):\n    """Do f."""',
        "class K:\n    x: int",
    ]


def test_a_changed_file_is_read_again(root: Path) -> None:
    local = LocalModules(root)
    imports = _imports("import helpers")
    before = local.imported(imports, "a.ipynb")
    assert local.imported(imports, "a.ipynb")[0].module is before[0].module

    (root / "helpers.py").write_text("def other(): ...\n")

    assert _names(local.imported(imports, "a.ipynb")) == {"helpers.py": ["other"]}
    (root / "helpers.py").unlink()
    assert local.imported(imports, "a.ipynb") == ()


def test_a_new_file_is_found_after_a_while(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    local = LocalModules(root)
    imports = _imports("import late")
    assert local.imported(imports, "a.ipynb") == ()
    (root / "late.py").write_text("def f(): ...\n")

    monkeypatch.setattr(modules, "_LOOK_AGAIN", 0.0)

    assert _names(local.imported(imports, "a.ipynb")) == {"late.py": ["f"]}


def test_nothing_outside_the_root_is_read(root: Path) -> None:
    (root.parent / "secret.py").write_text("def f(): ...\n")
    (root / "link.py").symlink_to(root.parent / "secret.py")
    (root / "out").symlink_to(root.parent)
    (root / "inside.py").symlink_to(root / "helpers.py")
    source = "import link, out.secret, inside\nfrom .. import secret\nfrom ..secret import f"

    assert _names(LocalModules(root).imported(_imports(source), "a.ipynb")) == {
        "helpers.py": ["f", "K"]
    }
    assert LocalModules(root).imported(_imports("import secret"), "../a.ipynb") == ()


def test_what_is_no_file_of_code_is_left_alone(root: Path) -> None:
    (root / "large.py").write_text("x = 1\n" * 20_000)
    (root / "folder.py").mkdir()
    os.mkfifo(root / "pipe.py")
    (root / "loop.py").symlink_to(root / "loop.py")
    (root / "binary.py").write_bytes(b"\xff\x00def f(): ...\ndef g(): ...\n")
    source = "import large, folder, pipe, loop, binary"

    found = LocalModules(root).imported(_imports(source), "a.ipynb")

    assert [item.module.name for item in found] == ["binary"]


def test_names_that_are_no_names(root: Path) -> None:
    odd = [
        Import("a", name, None, name) for name in ("", "..", "a/../helpers", "a\0b", "a..b", "/a")
    ]

    assert LocalModules(root).imported(odd, "a.ipynb") == ()
    for document in ("a\0b/c.ipynb", "\ud800/c.ipynb", "/", "", "x" * 5000 + "/a.ipynb"):
        found = LocalModules(root).imported(_imports("import helpers, none"), document)
        assert len(found) <= 1
