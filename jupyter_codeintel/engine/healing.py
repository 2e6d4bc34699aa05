"""Word healing: continue text whose last token boundary the model never saw.

A cursor inside an identifier, after ``df[`` or in half-typed indentation ends the text
where no tokenizer would end a token. The text is cut back to the last boundary that every
continuation shares, and the first generated tokens are held to spell the bytes that were
cut off, by an index of the whole vocabulary.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

TokenIds = NDArray[np.int64]

_OPEN_TAIL = re.compile(
    r"""
      (?:[^\w\r\n]|_)?[^\W\d_]+   # letters, with the one character that may join them
    | [ ]?(?:[^\w\s]|_)+          # a run of punctuation, with the space before it
    | [ \t]+(?!\S)                # indentation, less the space that joins the next word
    | [ \t]
    """,
    re.VERBOSE,
)
"""The last piece of text that a longer text could tokenize otherwise.

Byte-level BPE models split text by a pattern before merging (GPT-2's, refined by Qwen2's);
merges never cross a split, so the text before the last split keeps its tokens whatever
follows.
"""


def split_tail(text: str) -> tuple[str, str]:
    """Split ``text`` where its tokens stop being certain.

    Returns
    -------
    head, tail : str
        ``head + tail == text``; ``tail`` is to be generated under constraint.
    """
    line_start = max(text.rfind("\n"), text.rfind("\r")) + 1
    last = None
    for last in _OPEN_TAIL.finditer(text, line_start):  # noqa: B007 - the last match counts
        pass
    if last is None or last.end() != len(text):
        return text, ""
    return text[: last.start()], last.group()


class PrefixIndex:
    """Which tokens may begin a byte string, over the whole vocabulary.

    Parameters
    ----------
    pieces : sequence of bytes
        The bytes of each token id; empty ones are never allowed.
    """

    def __init__(self, pieces: Sequence[bytes]) -> None:
        order = sorted((piece, token) for token, piece in enumerate(pieces) if piece)
        self._pieces = [piece for piece, _ in order]
        self._ids: TokenIds = np.array([token for _, token in order], dtype=np.int64)

    def allowed(self, text: bytes) -> TokenIds:
        """Return the ids of tokens that start with ``text`` or that ``text`` starts with."""
        parts = [self._range(text[:n], exact=True) for n in range(1, len(text))]
        parts.append(self._range(text, exact=False))
        return np.concatenate(parts)

    def _range(self, text: bytes, *, exact: bool) -> TokenIds:
        start = bisect_left(self._pieces, text)
        # All strings that start with `text` sort before its successor.
        stop = bisect_left(self._pieces, text + b"\0" if exact else _successor(text), start)
        return self._ids[start:stop]


def _successor(text: bytes) -> bytes:
    stripped = text.rstrip(b"\xff")
    if not stripped:
        return b"\xff" * 256  # longer than any token
    return stripped[:-1] + bytes([stripped[-1] + 1])
