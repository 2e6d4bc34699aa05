"""The model hub as a source: one file over HTTP, gone on with by Range."""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

from jupyter_codeintel.models.catalogue import HubSource
from jupyter_codeintel.models.sources import Announced, SourceError

DEFAULT_ENDPOINT = "https://huggingface.co"

# A hub that cannot be reached must be given up soon: the next source is waiting. The five
# seconds are for each of its addresses.
TIMEOUT = httpx.Timeout(30, connect=5)


class Hub:
    """A file of the hub, or of a mirror named by ``HF_ENDPOINT``.

    ``HF_TOKEN`` and ``HF_HUB_OFFLINE`` mean what they mean to the hub's own tools.
    """

    extra_space = 0

    def __init__(self, source: HubSource) -> None:
        endpoint = (os.environ.get("HF_ENDPOINT") or DEFAULT_ENDPOINT).rstrip("/")
        # The address may carry a password; the host never does.
        self.label = f"the model hub ({urlsplit(endpoint).hostname})"
        self._url = f"{endpoint}/{source.repo}/resolve/main/{source.file}"

    def announce(self) -> Announced:
        """Ask for the digest and size that the hub keeps of large files."""
        with self._reporting(), self._client(follow_redirects=False) as client:
            headers = self._ok(client.head(self._url)).headers
        digest = headers.get("x-linked-etag", "").strip('"')
        size = headers.get("x-linked-size", "")
        return Announced(
            sha256=digest if re.fullmatch("[0-9a-f]{64}", digest) else None,
            size=int(size) if size.isdecimal() else None,
        )

    def stream(self, offset: int) -> Generator[bytes]:
        """Give the file's bytes from an offset on."""
        # A compressed answer would make offsets meaningless.
        headers = {"Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        with (
            self._reporting(),
            self._client(follow_redirects=True) as client,
            client.stream("GET", self._url, headers=headers) as response,
        ):
            surplus = offset - _start(self._ok(response))
            for chunk in response.iter_raw():
                if surplus < len(chunk):
                    yield chunk[surplus:]
                surplus = max(surplus - len(chunk), 0)

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        if os.environ.get("HF_HUB_OFFLINE", "").lower() in {"1", "on", "yes", "true"}:
            message = "HF_HUB_OFFLINE is set"
            raise SourceError(message)
        try:
            yield
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceError(str(error) or type(error).__name__) from error

    @staticmethod
    def _client(*, follow_redirects: bool) -> httpx.Client:
        token = os.environ.get("HF_TOKEN")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(timeout=TIMEOUT, headers=headers, follow_redirects=follow_redirects)

    @staticmethod
    def _ok(response: httpx.Response) -> httpx.Response:
        if response.status_code < 400:
            return response
        message = f"it answered {response.status_code} {response.reason_phrase}"
        raise SourceError(message)


def _start(response: httpx.Response) -> int:
    """Return where in the file an answer begins: servers may ignore Range."""
    if response.status_code != 206:
        return 0
    found = re.match(r"bytes (\d+)-", response.headers.get("content-range", ""))
    if not found:
        message = "it sent a part of the file without saying which"
        raise SourceError(message)
    return int(found[1])
