"""Checks of Jupyter: are our extensions enabled, and how is the engine process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
from jupyter_core.paths import jupyter_config_path, jupyter_path

from jupyter_codeintel.cli.check import Check
from jupyter_codeintel.engine.discovery import (
    EngineRecord,
    discovery_path,
    is_alive,
    read_record,
)

LAB_EXTENSION = "jupyter-codeintel"
SERVER_EXTENSION = "jupyter_codeintel"


def check_server_extension() -> Check:
    """Check that Jupyter's configuration enables the server extension."""
    enabled = _setting("jupyter_server_config", "ServerApp", "jpserver_extensions")
    state = enabled.get(SERVER_EXTENSION)
    if state:
        return Check("server extension", "ok", "Enabled.")
    found = "It is disabled." if state is False else "No configuration enables it."
    hint = f"Run `jupyter server extension enable {SERVER_EXTENSION}`."
    return Check("server extension", "fail", found, hint)


def check_lab_extension() -> Check:
    """Check that JupyterLab finds the extension and may use it."""
    name = "JupyterLab extension"
    folders = [Path(path) / LAB_EXTENSION for path in jupyter_path("labextensions")]
    found = next((folder for folder in folders if (folder / "package.json").exists()), None)
    if found is None:
        hint = "Install the package again: `pip install --force-reinstall jupyter-codeintel`."
        return Check(name, "fail", "JupyterLab does not find it.", hint)
    disabled = _setting("labconfig/page_config", "disabledExtensions")
    if disabled.get(LAB_EXTENSION):
        hint = f"Run `jupyter labextension enable {LAB_EXTENSION}`."
        return Check(name, "fail", "It is disabled.", hint)
    return Check(name, "ok", f"Enabled: {found}.")


def check_engine() -> Check:
    """Look at the engine process; that none runs is no fault, it starts when needed."""
    path = discovery_path()
    record = read_record(path)
    if record is None:
        return Check("engine process", "ok", "None is running; it starts when it is needed.")
    if not is_alive(record, path):
        return Check("engine process", "ok", "None is running; the last one ended without a word.")
    return _ask_engine(record)


def _ask_engine(record: EngineRecord) -> Check:
    name, who = "engine process", f"Process {record.pid}"
    headers = {"Authorization": f"Bearer {record.token}"}
    try:
        # It is on this machine: a proxy of the environment must not be asked.
        with httpx.Client(trust_env=False, timeout=5) as client:
            health = client.get(f"{record.url}/health", headers=headers).raise_for_status().json()
        status, error = health["status"], health.get("error") or {}
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as problem:
        found = f"{who} does not answer: {problem}"
        return Check(name, "warn", found, "End it; a new one starts when it is needed.")
    if status == "error":
        found = f"{who}: {error.get('message', 'failed')}"
        return Check(name, "fail", found, error.get("hint", ""))
    return Check(name, "ok", f"{who} is {status}, model {record.model}.")


def _setting(file: str, *keys: str) -> dict[str, Any]:
    """Return a setting of Jupyter's configuration, merged over its folders."""
    merged: dict[str, Any] = {}
    # The first folder has the last word; in it, the file itself before its `.d` folder.
    for folder in reversed(jupyter_config_path()):
        base = Path(folder) / file
        parts = sorted(base.with_name(f"{base.name}.d").glob("*.json"))
        for path in (*parts, base.with_name(f"{base.name}.json")):
            merged |= _read(path, *keys)
    return merged


def _read(path: Path, *keys: str) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    for key in keys:
        data = data.get(key, {}) if isinstance(data, dict) else {}
    return data if isinstance(data, dict) else {}
