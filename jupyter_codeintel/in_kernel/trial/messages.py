"""Messages from a child to its supervisor: one line of JSON each, through a pipe."""

from __future__ import annotations

import json
import os
from typing import Any


def send(pipe: int, message: dict[str, Any]) -> None:
    """Write one message.

    Parameters
    ----------
    pipe : int
        The end to write to.
    message : dict
        Plain data.
    """
    left = memoryview(json.dumps(message, default=_unknown).encode() + b"\n")
    while left:
        left = left[os.write(pipe, left) :]


def _unknown(value: Any) -> Any:
    # A library may put its own objects into a MIME bundle.
    return None


class Inbox:
    """Puts together what was read in pieces."""

    def __init__(self) -> None:
        self._rest = b""

    def read(self, data: bytes) -> list[dict[str, Any]]:
        """Return the messages that are complete now.

        Parameters
        ----------
        data : bytes
            What was read.
        """
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        return [json.loads(line) for line in lines]
