"""Both tiers, as root and as a user without rights, in folders that all may enter."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_codeintel.in_kernel.trial.containment import TIERS
from tests.in_kernel.trial.contained import Place

NOBODY = 65534

_best: dict[int, str | None] = {}


@pytest.fixture(params=["itself", "nobody"])
def user(request: pytest.FixtureRequest) -> int:
    """Return who runs the kernel: who runs the tests, and a user without rights."""
    if request.param == "itself":
        return os.getuid()
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    return NOBODY


@pytest.fixture
def folders(user: int) -> Iterator[Path]:
    """Return a folder for all that is written; not below pytest's, which is root's alone."""
    folder = Path(tempfile.mkdtemp(dir="/var/tmp"))
    _make(folder, user)
    yield folder
    shutil.rmtree(folder)


def _make(folder: Path, user: int) -> None:
    for each in [folder, *(folder / name for name in ("cwd", "home", "elsewhere"))]:
        each.mkdir(exist_ok=True)
        (each / "there.txt").write_text("before")
        for path in (each, each / "there.txt"):
            os.chown(path, user, user)


@pytest.fixture(params=TIERS)
def place(request: pytest.FixtureRequest, user: int, folders: Path) -> Place:
    """Return a place of each tier that this system has."""
    return _place(request.param, user, folders)


@pytest.fixture
def full(user: int, folders: Path) -> Place:
    """Return a place where files can be written."""
    return _place("fork", user, folders)


@pytest.fixture
def read_only(user: int, folders: Path) -> Place:
    """Return a place where no file can be written."""
    return _place("fork_read_only", user, folders)


def _place(tier: str, user: int, folders: Path) -> Place:
    found = Place(tier, user, folders / "cwd", folders / "home", folders / "elsewhere")
    if user not in _best:
        _best[user] = found.tier_found() if sys.platform == "linux" else None
    best = _best[user]
    if best is None:
        pytest.skip("this system has no Landlock or no seccomp")
    if tier == "fork" and best != "fork":
        pytest.skip("this system does not let this user have namespaces of their own")
    return found
