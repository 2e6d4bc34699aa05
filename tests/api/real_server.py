"""A real Jupyter server in a process of its own, with this extension and a scripted engine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from websockets.sync.client import ClientConnection, connect

DEADLINE = 60.0
TOKEN = "a-token-for-tests"


@dataclass(frozen=True)
class Server:
    """Where a server is."""

    url: str
    log: Path

    def get(self, path: str, *, token: str = TOKEN) -> httpx.Response:
        """Fetch a path."""
        headers = {"Authorization": f"token {token}"} if token else {}
        return httpx.get(self.url + path, headers=headers, trust_env=False)

    def rename(self, path: str, to: str, *, token: str = TOKEN) -> None:
        """Give a file another path."""
        headers = {"Authorization": f"token {token}"}
        url = f"{self.url}/api/contents/{path}"
        renamed = httpx.patch(url, json={"path": to}, headers=headers, trust_env=False)
        renamed.raise_for_status()

    @contextmanager
    def websocket(self, *, token: str = TOKEN) -> Iterator[ClientConnection]:
        """Open the extension's websocket."""
        url = f"{self.url}/codeintel/ws".replace("http", "ws", 1)
        headers = {"Authorization": f"token {token}"} if token else {}
        with connect(url, additional_headers=headers, proxy=None) as browser:
            yield browser


@contextmanager
def serve(folder: Path, rules: Sequence[Mapping[str, str]], **engine: object) -> Iterator[Server]:
    """Run a server until the block ends; Jupyter's folders must be the test's own."""
    script = folder / "script.json"
    script.write_text(json.dumps({"rules": rules, **engine}))
    log = folder / "server.log"
    options = {
        "ServerApp.jpserver_extensions": "jupyter_codeintel=True",
        "IdentityProvider.token": TOKEN,
        "ServerApp.root_dir": str(folder),
        "ServerApp.port": "0",
        "ServerApp.open_browser": "False",
        "CodeIntelExtension.backend": "scripted",
        "CodeIntelExtension.model": str(script),
        "CodeIntelExtension.idle": "60",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--allow-root", *arguments],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            cwd=folder,
        )
    try:
        yield Server(_url(process, log), log)
    finally:
        process.terminate()
        process.wait(DEADLINE)


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait for the file in which the server tells where it listens."""
    from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415 - reads the test's folders

    port = Path(jupyter_runtime_dir()) / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if port.exists() and (text := port.read_text()):
            url = str(json.loads(text)["url"]).rstrip("/")
            if _answers(url):
                return url
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api", trust_env=False).is_success
    except httpx.TransportError:
        return False
