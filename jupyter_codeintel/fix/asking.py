"""Asking the model, within the budget."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace

from jupyter_codeintel.engine.generation import (
    Chunk,
    GenerationRequest,
    Priority,
    Sampling,
    Timings,
)
from jupyter_codeintel.errors import RequestError
from jupyter_codeintel.fix.budget import Budget
from jupyter_codeintel.fix.port import FixEngine
from jupyter_codeintel.fix.prompting.prompts import Messages
from jupyter_codeintel.fix.trajectory import Trajectory


@dataclass(frozen=True)
class Question:
    """What the model is asked.

    Parameters
    ----------
    messages : tuple of messages
        The conversation.
    kind : str
        The prompt's name, for statistics.
    longest : int
        Tokens of one answer.
    grammar : str
        What an answer may look like; a remote engine that takes no grammar is asked without.
    stop : tuple of str
        What ends an answer.
    """

    messages: Messages
    kind: str
    longest: int
    grammar: str
    stop: tuple[str, ...] = ()


class Author:
    """The model, as the one who writes repairs.

    Parameters
    ----------
    engine : FixEngine
        Who generates.
    budget : Budget
        Tokens and seconds that are left.
    trajectory : Trajectory
        Where questions are recorded.
    """

    def __init__(self, engine: FixEngine, budget: Budget, trajectory: Trajectory) -> None:
        self._engine = engine
        self._budget = budget
        self._trajectory = trajectory
        self._constrains = True
        self._seed = 0

    async def greedy(self, question: Question) -> str | None:
        """Return the likeliest answer, None if it would be too long.

        Raises
        ------
        LimitsExceeded
            The budget ends meanwhile.
        """
        # Most of a corrected cell stands in the prompt already: a draft for the rest.
        answers = await self._answers(question, Sampling(), n=1)
        return answers[0] if answers else None

    async def sampled(self, question: Question, *, n: int, temperature: float) -> list[str]:
        """Return several answers, those left out that would be too long.

        Raises
        ------
        LimitsExceeded
            The budget ends meanwhile.
        """
        self._seed += n
        return await self._answers(question, Sampling(temperature, seed=self._seed), n=n)

    async def _answers(self, question: Question, sampling: Sampling, *, n: int) -> list[str]:
        self._budget.check_tokens()
        request = GenerationRequest(
            prompt=question.messages,
            max_tokens=max(1, min(question.longest, self._budget.tokens // n)),
            stop=question.stop,
            sampling=replace(sampling, grammar=question.grammar if self._constrains else None),
            priority=Priority.FIX,
            n=n,
            speculate=n == 1 and sampling.temperature <= 0,
        )
        try:
            async with asyncio.timeout(self._budget.seconds):
                written = await self._read(request)
        except TimeoutError:
            self._budget.check_tokens()
            raise
        except RequestError as error:
            if error.code != "bad_grammar" or not self._constrains:
                raise
            self._constrains = False
            return await self._answers(question, sampling, n=n)
        self._record(question, written)
        return [text.text for text in written if text.complete]

    async def _read(self, request: GenerationRequest) -> list[_Written]:
        written = [_Written() for _ in range(request.n)]
        async with aclosing(self._engine.complete(request)) as chunks:
            async for chunk in chunks:
                self._budget.tokens -= written[chunk.index].take(chunk)
        return written

    def _record(self, question: Question, written: list[_Written]) -> None:
        timings = [answer.timings for answer in written if answer.timings is not None]
        prompt = "\n".join(message["content"] for message in question.messages)
        fields: Mapping[str, object] = {
            "kind": question.kind,
            "answers": len(written),
            "prompt_tokens": max((timing.prompt_tokens for timing in timings), default=0),
            "evaluated_tokens": sum(timing.evaluated_tokens for timing in timings),
            "generated_tokens": sum(timing.generated_tokens for timing in timings),
        }
        texts = {f"answer_{number}": answer.text for number, answer in enumerate(written)}
        self._trajectory.write("question", fields, {"prompt": prompt, **texts})


@dataclass
class _Written:
    """One answer as it comes in."""

    text: str = ""
    complete: bool = False
    timings: Timings | None = None

    def take(self, chunk: Chunk) -> int:
        """Add a piece; return how many tokens were written since the last one."""
        if chunk.error is not None:
            raise chunk.error
        self.text += chunk.text
        self.complete = self.complete or chunk.finish_reason == "stop"
        if chunk.timings is None:
            return 1  # a remote engine does not count; its chunks are about a token each
        known = 0 if self.timings is None else self.timings.generated_tokens
        self.timings = chunk.timings
        return chunk.timings.generated_tokens - known
