"""Finding, starting and ending the user's engine process. Blocking: run it on a thread."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import filelock
import psutil

from jupyter_codeintel import __version__
from jupyter_codeintel.engine.discovery import (
    EngineRecord,
    discovery_path,
    is_alive,
    read_record,
    remove_record,
)
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.errors import EngineError, EngineUnavailable

START_TIMEOUT = 60.0
STOP_TIMEOUT = 10.0
ANSWER_TIMEOUT = 5.0
LOG_LIMIT = 2**20
TAIL_LINES = 15


class EngineLauncher:
    """Looks after the process that the discovery file names.

    Parameters
    ----------
    options : EngineOptions
        What a process is started with.
    """

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._path = discovery_path()
        self.log_path = self._path.with_suffix(".log")
        self._lock_path = self._path.with_suffix(".lock")

    def find(self) -> tuple[EngineRecord | None, bool]:
        """Return the live engine, if any, and whether one was found to have crashed.

        A clean end removes the discovery file, so a file without its process is a crash.
        """
        record = read_record(self._path)
        if record is None:
            return None, False
        if not is_alive(record, self._path):
            return None, remove_record(record, self._path)
        if self.ask(record, "GET", "/health") is not None:
            return record, False
        # It runs and does not answer: it is ending, or hangs.
        self._end_process(record.pid)
        return None, remove_record(record, self._path)

    def health(self) -> dict[str, object] | None:
        """Return what the engine tells, and change nothing."""
        record = read_record(self._path)
        if record is None or not is_alive(record, self._path):
            return None
        return self.ask(record, "GET", "/health")

    def find_or_start(self, model: Path, before_start: Callable[[Path], None]) -> EngineRecord:
        """Return the engine with this model; end one with another model, start if need be.

        Raises
        ------
        EngineError
            It cannot be started.
        """
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with filelock.FileLock(self._lock_path, timeout=START_TIMEOUT + STOP_TIMEOUT):
                record, _ = self.find()
                if record is not None and suits(record, model):
                    return record
                if record is not None:
                    self.stop(record)
                before_start(model)
                return self._start(model)
        except filelock.Timeout as error:
            message = "another process has been starting the engine for too long"
            hint = f"End that process, or remove {self._lock_path}."
            raise EngineUnavailable(message, code="start_timeout", hint=hint) from error
        except OSError as error:
            message = f"the engine cannot be started: {error}"
            hint = f"Make {self._path.parent} a folder of yours, or set JUPYTER_RUNTIME_DIR."
            raise EngineUnavailable(message, code="start_failed", hint=hint) from error

    def _start(self, model: Path) -> EngineRecord:
        # -P: a notebook's folder may hold a module that has the name of one we import.
        command = [sys.executable, "-P", "-m", "jupyter_codeintel.engine"]
        with self._open_log() as log:
            process = subprocess.Popen(
                [*command, *self._options.arguments(model)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._path.parent,
                start_new_session=True,  # it outlives this process and its terminal
            )
        # Nobody else waits for it: without this it would stay a zombie when it ends.
        threading.Thread(target=process.wait, daemon=True).start()
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            record = read_record(self._path)
            if record is not None and record.pid == process.pid:
                return record
            if process.poll() is not None:
                message = f"the engine ended with code {process.returncode} while it started"
                raise self.failure(message, "start_failed")
            time.sleep(0.02)
        process.kill()
        message = f"the engine did not start within {START_TIMEOUT:.0f} s"
        raise self.failure(message, "start_timeout")

    def stop(self, record: EngineRecord) -> None:
        """End an engine: by asking, and if it does not listen, by force."""
        self.ask(record, "POST", "/shutdown")
        self._end_process(record.pid)
        remove_record(record, self._path)

    def _end_process(self, pid: int) -> None:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            if not _is_engine(process):
                return
            for number in (None, signal.SIGTERM, signal.SIGKILL):
                if number is not None:
                    process.send_signal(number)
                with suppress(psutil.TimeoutExpired):
                    process.wait(STOP_TIMEOUT)
                    return

    def ask(self, record: EngineRecord, method: str, path: str) -> dict[str, object] | None:
        """Return the JSON that a route answers; None when the engine does not."""
        address = urlsplit(record.url)
        connection = http.client.HTTPConnection(
            address.hostname or "", address.port, timeout=ANSWER_TIMEOUT
        )
        try:
            headers = {"Authorization": f"Bearer {record.token}"}
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            data = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()
        return data if response.status == 200 and isinstance(data, dict) else None

    def failure(self, message: str, code: str) -> EngineError:
        """Return an error that shows the end of the engine's log."""
        return EngineUnavailable(message, code=code, hint=self._log_tail())

    def _open_log(self) -> BinaryIO:
        with suppress(OSError):
            if self.log_path.stat().st_size > LOG_LIMIT:
                self.log_path.unlink()
        descriptor = os.open(self.log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "ab")

    def _log_tail(self) -> str:
        try:
            lines = self.log_path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return f"It wrote no log to {self.log_path}."
        return "\n".join([f"The end of {self.log_path}:", *lines[-TAIL_LINES:]])


def suits(record: EngineRecord, model: Path) -> bool:
    """Whether an engine has this model, and is of this version."""
    return Path(record.model) == model and record.version == __version__


def _is_engine(process: psutil.Process) -> bool:
    """Whether it is one of ours; only those are ended."""
    try:
        return "jupyter_codeintel.engine" in process.cmdline()
    except psutil.Error:
        return False
