"""The SHA-256 of a file: the name a model file has in the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

# Called with the bytes done and the total (0 when it is not known).
Progress = Callable[[int, int], None]

CHUNK = 1 << 20


def file_digest(path: Path, progress: Progress | None = None) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest, total, done = hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if progress:
                progress(done, total)
    return digest.hexdigest()
