"""A model hub on this machine, with the faults that real ones have."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import Any


@dataclass
class FakeHub:
    """What the hub serves, how it misbehaves, and what it was asked.

    Parameters
    ----------
    content : bytes
        The file, at every path that is not in ``files``.
    files : dict
        Other files, by name.
    break_at : list of int
        For each coming download, after how many bytes the connection is cut; then no more.
    hold_at : int, optional
        After how many bytes it waits for ``resume``.
    ranges : bool
        Whether ``Range`` is honoured.
    status : int
        Answer with this error, if not 200.
    redirect : bool
        Whether downloads are sent on to another path, as hubs send them to their storage.
    headers : dict
        Sent in answer to HEAD.
    """

    content: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    break_at: list[int] = field(default_factory=list)
    hold_at: int | None = None
    ranges: bool = True
    status: int = 200
    redirect: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""
    asked: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    resume: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(hub: FakeHub, port: int = 0) -> Iterator[FakeHub]:
    """Serve the hub on a port of 127.0.0.1; 0: a free one."""

    class Handler(_Handler):
        served = hub

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        hub.resume.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: FakeHub

    def do_HEAD(self) -> None:
        """Answer with what the hub says of the file."""
        self.send_response(self.served.status)
        for name, value in self.served.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def do_GET(self) -> None:
        """Send the file, or what the faults leave of it."""
        hub, asked = self.served, self.headers.get("Range")
        if hub.redirect and not self.path.startswith("/storage"):
            self.send_response(302)
            self.send_header("Location", f"/storage{self.path}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        hub.asked.append(asked)
        hub.paths.append(self.path)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and hub.ranges else 0
        content = hub.files.get(PurePosixPath(self.path).name, hub.content)
        body = content[start:]
        code = hub.status if hub.status != 200 else 206 if start else 200
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        if start:
            total = len(content)
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        self.end_headers()
        self._send(body)

    def do_POST(self) -> None:
        """Take the faults of a test in another process; answer what was asked so far."""
        hub = self.served
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        hub.break_at = wanted.get("break_at", hub.break_at)
        hub.hold_at = wanted.get("hold_at", hub.hold_at)
        if wanted.get("resume"):
            hub.hold_at = None
            hub.resume.set()
        answer = json.dumps({"asked": hub.asked, "paths": hub.paths}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _send(self, body: bytes) -> None:
        hub = self.served
        if hub.break_at:
            self.wfile.write(body[: hub.break_at.pop(0)])
            self.close_connection = True
            return
        if (held := hub.hold_at) is not None:
            self.wfile.write(body[:held])
            hub.resume.wait()
            body = body[held:]
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""
