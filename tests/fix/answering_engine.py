"""An engine that gives the answers a test puts into its mouth."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings
from jupyter_codeintel.errors import CodeIntelError, RequestError

_TOKENS = 10


@dataclass
class AnsweringEngine:
    """Answers one question after the other; when it knows no more, as it did last.

    Parameters
    ----------
    answers : sequence of str
        Each is given to all generations of a request.
    hangs : bool
        Whether it never ends.
    takes_grammar : bool
        Whether it is an engine that can be constrained.
    error : CodeIntelError, optional
        What to raise instead.
    """

    answers: Sequence[str] = ("",)
    hangs: bool = False
    takes_grammar: bool = True
    error: CodeIntelError | None = None
    requests: list[GenerationRequest] = field(default_factory=list)
    closed: int = 0
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        if request.sampling.grammar is not None and not self.takes_grammar:
            message = "no grammar"
            raise RequestError(message, code="bad_grammar")
        text = self.answers[min(len(self.requests), len(self.answers) - 1)]
        if self.error is not None:
            raise self.error
        self.requests.append(request)
        self.was_asked.set()
        try:
            if self.hangs:
                await asyncio.Event().wait()
            timings = Timings(100, 20, 80, _TOKENS, 0.0, 1.0, 2.0)
            for index in range(request.n):
                yield Chunk(index, text)
                yield Chunk(index, "", "stop", timings)
        finally:
            self.closed += 1

    @property
    def asked(self) -> list[str]:
        """What stood in the last message of each question."""
        prompts = [request.prompt for request in self.requests]
        return [prompt[-1]["content"] for prompt in prompts if isinstance(prompt, tuple)]


def block(code: str) -> str:
    """Return code as the model writes it."""
    return f"```python\n{code}\n```"
