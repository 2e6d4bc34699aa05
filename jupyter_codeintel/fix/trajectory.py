"""What a fix did, step by step, for whoever wants to learn from it: one JSON object a line.

The text of prompts, answers and cells is kept only where the person agreed; digests tell
without it which of them were equal.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VERSION = 1

Fields = Mapping[str, Any]


class Trajectory:
    """Writes the steps of one fix as they happen.

    Parameters
    ----------
    folder : Path, optional
        Where; without it nothing is written.
    content : bool
        Whether texts are kept.
    """

    def __init__(self, folder: Path | None = None, *, content: bool = False) -> None:
        self._content = content
        self._path = None if folder is None else folder / f"fix-{time.time_ns()}.jsonl"
        self._started = time.monotonic()

    def write(self, event: str, fields: Fields, texts: Mapping[str, str] | None = None) -> None:
        """Add a line.

        Parameters
        ----------
        event : str
            What happened: ``start``, ``action``, ``attempt``, ``proposal``, ``decision``.
        fields : mapping
            What can always be told.
        texts : mapping of str to str
            By name, what is told as a digest, and in full only where it may.
        """
        if self._path is None:
            return
        line: dict[str, Any] = {"version": VERSION, "event": event}
        line["seconds"] = round(time.monotonic() - self._started, 3)
        line |= fields
        for name, text in (texts or {}).items():
            line[f"{name}_digest"] = digest(text)
            if self._content:
                line[name] = text
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Opened each time: a fix may wait for hours for the person's decision.
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def digest(text: str) -> str:
    """Return a short name of a text, the same for the same text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
