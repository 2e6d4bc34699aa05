"""The file by which all processes of a user find the user's one engine."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from jupyter_core.paths import jupyter_runtime_dir

FILE_NAME = "codeintel-engine.json"

CLOCK_SLACK = 2.0
"""Seconds by which a file's time and a process's start may disagree."""


@dataclass(frozen=True)
class EngineRecord:
    """What an engine writes about itself.

    Parameters
    ----------
    url : str
        Where it listens, without a trailing slash.
    token : str
        The bearer token of every request.
    pid : int
        Its process.
    model : str
        The model file's path.
    version : str
        Of this package.
    """

    url: str
    token: str
    pid: int
    model: str
    version: str


def discovery_path() -> Path:
    """Return where the file is."""
    return Path(jupyter_runtime_dir()) / FILE_NAME


def write_record(record: EngineRecord, path: Path) -> None:
    """Write the file; other users cannot read it at any moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)  # left by a killed process that had our pid
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(record), file)
    part.replace(path)


def read_record(path: Path) -> EngineRecord | None:
    """Return what the file says, or None when it is missing or damaged."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return EngineRecord(
            url=str(data["url"]),
            token=str(data["token"]),
            pid=int(data["pid"]),
            model=str(data["model"]),
            version=str(data["version"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_alive(record: EngineRecord, path: Path) -> bool:
    """Whether the process that wrote the file still runs.

    A process that started after the file was written only has the same number.
    """
    try:
        process = psutil.Process(record.pid)
        written = path.stat().st_mtime
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.create_time() <= written + CLOCK_SLACK
    except (psutil.NoSuchProcess, OSError):
        return False
    except psutil.AccessDenied:
        return False  # another user's process is not this user's engine


def remove_record(record: EngineRecord, path: Path) -> bool:
    """Remove the file if it is still this record's; return whether it was."""
    if read_record(path) != record:
        return False
    with contextlib.suppress(OSError):
        path.unlink()
    return True
