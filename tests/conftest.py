"""Fixtures for all tests: the real models, and folders of their own for everything written."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.resolve import resolve_model, user_store


@pytest.fixture(scope="session")
def small_model() -> Path:
    """Return the small real model, from the user's own store."""
    return _installed("smollm2-135m")


@pytest.fixture(scope="session")
def default_model() -> Path:
    """Return the default model, from the user's own store."""
    return _installed(user_store().catalogue.default.id)


def _installed(name: str) -> Path:
    # A skipped test would look like a passed one.
    try:
        return resolve_model(name)
    except ModelError as error:
        pytest.fail(f"{error.message} {error.hint}", pytrace=False)


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep models and other data in a temporary folder, empty at first."""
    folder = tmp_path / "data"
    monkeypatch.setenv("JUPYTER_CODEINTEL_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def runtime_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep Jupyter's runtime files, and so the engine's discovery file, in a temporary folder."""
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def jupyter_dirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime_dir: Path) -> Path:
    """Keep all of Jupyter's configuration and data in a temporary folder; return it."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    assert runtime_dir.is_dir()
    return tmp_path
