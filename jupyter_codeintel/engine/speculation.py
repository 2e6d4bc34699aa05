"""Speculation: draft what followed the last time these tokens occurred.

A batch of four tokens costs about as much as two single ones, so a draft that is mostly
right makes decoding faster (Saxena 2023, prompt lookup decoding). Rewriting work copies most
of its input, so it looks in the prompt. Ghost text copies nothing of it, but repeats most of
what was suggested a few keys before: it looks there alone.
"""

from __future__ import annotations

from collections.abc import Sequence

DRAFT_LENGTH = 3
"""Tokens per draft: where the measured gain of a rewrite peaks (1.48 times)."""

_NGRAM = 3
SHORTEST_NGRAM = 2


def draft(tokens: Sequence[int], text: Sequence[int]) -> list[int]:
    """Return up to `DRAFT_LENGTH` tokens that followed the latest n-gram like the last.

    Parameters
    ----------
    tokens : sequence of int
        Prompt and generated tokens so far.
    text : sequence of int
        Where to look; for prompt lookup the same tokens.
    """
    for n in range(_NGRAM, SHORTEST_NGRAM - 1, -1):
        key = list(tokens[-n:])
        for start in range(len(text) - n - 1, -1, -1):
            if text[start] == key[0] and list(text[start : start + n]) == key:
                return list(text[start + n : start + n + DRAFT_LENGTH])
    return []
