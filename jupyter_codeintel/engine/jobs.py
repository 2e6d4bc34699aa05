"""Requests under way, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jupyter_codeintel.engine.decoding import Decoding
from jupyter_codeintel.engine.generation import Chunk, Priority

OnChunk = Callable[[Chunk], None]


class Job:
    """A request under way: ``n`` generations of one prompt."""

    def __init__(
        self,
        priority: Priority,
        decodings: list[Decoding],
        on_chunk: OnChunk,
        on_cancel: Callable[[Job], None],
    ) -> None:
        self.priority = priority
        self.decodings = decodings
        self._on_chunk = on_chunk
        self._on_cancel = on_cancel

    def cancel(self) -> None:
        """End the generations as soon as the block under way can be left."""
        self._on_cancel(self)

    def runnable(self) -> list[Decoding]:
        """Return the generations that can go on; followers wait for the first's prefill."""
        open_ones = [d for d in self.decodings if d.finished is None]
        if self.decodings[0].finished is None and not self.decodings[0].prefilled:
            return self.decodings[:1]
        return open_ones

    def send(self, decoding: Decoding, text: str, error: Exception | None = None) -> None:
        """Report new text, and the end when the generation is finished."""
        finished = decoding.finished
        if not text and finished is None:
            return
        index = self.decodings.index(decoding)
        self._on_chunk(Chunk(index, text, finished, decoding.timings(), error))


@dataclass(frozen=True)
class EngineSnapshot:
    """Totals since the start, and the present load."""

    requests: int = 0
    cancelled: int = 0
    prompt_tokens: int = 0
    evaluated_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    typing_requests: int = 0
    typing_evaluated_tokens: int = 0
    running: int = 0
    queued: int = 0
    slots_used: int = 0
    kv_tokens: int = 0
