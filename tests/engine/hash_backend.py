"""A backend without a model that checks how it is used.

Its KV cache is a list per sequence, its scores a hash of that list: any mistake in the
bookkeeping of slots changes the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from jupyter_codeintel.engine.backends.base import (
    Aborted,
    BatchToken,
    CacheFull,
    FimTokens,
    Logits,
)
from jupyter_codeintel.engine.generation import Sampling


class HashVocabulary:
    """All bytes, some longer tokens, three sentinels and an end token."""

    def __init__(self) -> None:
        longer = [b"ab", b"abc", b" a", b" ab", b"bc", b"  ", b"((", b"():", b":\n", b"_a"]
        self._pieces = [bytes([i]) for i in range(256)] + longer + [b""] * 4
        self.size = len(self._pieces)
        self._end = self.size - 1
        self.fim: FimTokens | None = FimTokens(self.size - 4, self.size - 3, self.size - 2)
        self.bos: int | None = None
        self.chat_template: str | None = "{% for m in messages %}{{ m.content }}{% endfor %}"

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        """One token a byte."""
        del special
        return list(text.encode())

    def piece(self, token: int) -> bytes:
        """The token's bytes."""
        return self._pieces[token]

    def is_end(self, token: int) -> bool:
        """Whether it ends a generation."""
        return token >= self.size - 4


class ArgmaxSampler:
    """Greedy."""

    def sample(self, logits: Logits) -> int:
        """The best token."""
        return int(logits.argmax())

    def close(self) -> None:
        """Nothing to free."""


class HashBackend:
    """Scores depend on everything the sequence holds, and on nothing else."""

    name = "hash"
    n_block = 4

    def __init__(self, n_sequences: int = 3, n_ctx: int = 64) -> None:
        self.vocabulary = HashVocabulary()
        self.n_sequences = n_sequences
        self.n_ctx = n_ctx
        self.sequences: list[list[int]] = [[] for _ in range(n_sequences)]
        self.evaluated = 0
        self.aborted = False
        self.before_block: Callable[[], None] = lambda: None

    def decode(self, batch: Sequence[BatchToken]) -> list[Logits]:
        """Append to the sequences; fail as llama.cpp does."""
        assert 0 < len(batch) <= self.n_block
        self.before_block()
        if self.aborted:
            raise Aborted
        if sum(map(len, self.sequences)) + len(batch) > self.n_ctx:
            raise CacheFull
        rows = []
        for item in batch:
            held = self.sequences[item.sequence]
            assert item.position == len(held), "a hole, or a token evaluated twice"
            held.append(item.token)
            self.evaluated += 1
            if item.logits:
                seed = hash(tuple(held)) % 2**32
                rows.append(
                    np.random.default_rng(seed).random(self.vocabulary.size, dtype=np.float32)
                )
        return rows

    def copy_sequence(self, source: int, target: int, length: int) -> None:
        """Share a head."""
        assert not self.sequences[target]
        self.sequences[target] = self.sequences[source][:length]

    def truncate(self, sequence: int, length: int) -> None:
        """Forget a tail."""
        del self.sequences[sequence][length:]

    def sampler(self, sampling: Sampling) -> ArgmaxSampler:
        """Greedy only."""
        assert sampling.temperature == 0
        return ArgmaxSampler()

    def abort(self) -> None:
        """Leave the block."""
        self.aborted = True

    def clear_abort(self) -> None:
        """Allow blocks."""
        self.aborted = False

    def set_threads(self, n: int) -> None:
        """No threads to set."""

    def close(self) -> None:
        """Nothing to free."""
