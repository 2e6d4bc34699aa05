"""The port that the engine's scheduler drives: a tokenizer and a KV cache with sequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from jupyter_codeintel.engine.generation import Sampling

Logits = NDArray[np.float32]
"""One row of scores, shape (n_vocab,)."""


@dataclass(frozen=True)
class FimTokens:
    """The model's fill-in-the-middle sentinels."""

    prefix: int
    suffix: int
    middle: int


@dataclass(frozen=True)
class BatchToken:
    """A token to evaluate: where it goes, and whether its scores are wanted."""

    token: int
    position: int
    sequence: int
    logits: bool


class Aborted(Exception):  # noqa: N818 - a signal, not a fault
    """The block was abandoned; its sequences end where the block began."""


class CacheFull(Exception):  # noqa: N818 - a signal, not a fault
    """No room in the KV cache for the block; nothing was changed."""


class Vocabulary(Protocol):
    """Text to tokens and back."""

    size: int
    fim: FimTokens | None
    bos: int | None
    chat_template: str | None

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        """Return the tokens of ``text``; ``special`` reads control tokens in it."""
        ...

    def piece(self, token: int) -> bytes:
        """Return the bytes of ``token``; empty for control tokens."""
        ...

    def is_end(self, token: int) -> bool:
        """Whether ``token`` ends a generation."""
        ...


class Sampler(Protocol):
    """Chooses one generation's tokens."""

    def sample(self, logits: Logits) -> int:
        """Choose a token from scores, which may be altered in place."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


class Backend(Protocol):
    """A loaded model with a KV cache of ``n_sequences`` sequences."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The model's tokenizer."""
        ...

    name: str
    n_ctx: int
    n_sequences: int
    n_block: int

    def decode(self, batch: Sequence[BatchToken]) -> list[Logits]:
        """Evaluate at most ``n_block`` tokens.

        Returns
        -------
        list of ndarray
            A copy of the scores for each batch token that asked, in order.

        Raises
        ------
        Aborted
            `abort` was called meanwhile.
        CacheFull
            The KV cache has no room.
        """
        ...

    def copy_sequence(self, source: int, target: int, length: int) -> None:
        """Let ``target`` share the first ``length`` tokens of ``source``."""
        ...

    def truncate(self, sequence: int, length: int) -> None:
        """Forget all but the first ``length`` tokens of ``sequence``."""
        ...

    def sampler(self, sampling: Sampling) -> Sampler:
        """Make a sampler; raises RequestError for a grammar that cannot be read."""
        ...

    def abort(self) -> None:
        """Stop the block under way, from any thread."""
        ...

    def clear_abort(self) -> None:
        """Allow blocks again."""
        ...

    def set_threads(self, n: int) -> None:
        """Use ``n`` compute threads from the next block on."""
        ...

    def close(self) -> None:
        """Free the model."""
        ...
