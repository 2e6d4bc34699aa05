"""Wait for what an engine answers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings
from jupyter_codeintel.engine.jobs import Job
from jupyter_codeintel.engine.scheduler import Engine

DEADLINE = 120
"""Seconds after which a test gives up; far above what anything takes."""


@dataclass
class Answer:
    """One request's chunks, as they come."""

    n: int
    chunks: list[Chunk] = field(default_factory=list)
    first: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def take(self, chunk: Chunk) -> None:
        """Receive a chunk on the engine's thread."""
        self.chunks.append(chunk)
        self.first.set()
        if sum(c.finish_reason is not None for c in self.chunks) == self.n:
            self.ended.set()

    def wait(self) -> Answer:
        """Wait for the end of all generations."""
        assert self.ended.wait(DEADLINE), "the request did not end"
        return self

    def text(self, index: int = 0) -> str:
        """The text of one generation."""
        return "".join(c.text for c in self.chunks if c.index == index)

    def last(self, index: int = 0) -> Chunk:
        """The final chunk of one generation."""
        return next(c for c in self.chunks if c.index == index and c.finish_reason)

    @property
    def timings(self) -> Timings:
        """The counts of the first generation."""
        timings = self.last().timings
        assert timings is not None
        return timings


def start(engine: Engine, request: GenerationRequest) -> tuple[Job, Answer]:
    """Submit a request."""
    answer = Answer(request.n)
    return engine.submit(request, answer.take), answer


def ask(engine: Engine, request: GenerationRequest) -> Answer:
    """Submit a request and wait for its end."""
    return start(engine, request)[1].wait()
