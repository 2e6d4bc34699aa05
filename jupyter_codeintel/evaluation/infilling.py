"""Fill-in-the-middle on HumanEval-Infilling, single lines: the run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Priority, Timings
from jupyter_codeintel.errors import EngineError
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.execution import runs_clean
from jupyter_codeintel.evaluation.infilling_items import (
    LAYOUTS,
    Case,
    CursorKind,
    Layout,
    fim_parts,
)

MAX_TOKENS = 96


class CompletingEngine(Protocol):
    """What the run asks of an engine."""

    def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated; the last chunk has the timings."""
        ...

    async def warm(self, request: GenerationRequest) -> Timings | None:
        """Evaluate the request's prompt."""
        ...


@dataclass(frozen=True)
class Settings:
    """What must be equal for answers to belong to one run."""

    suite: str
    model: str
    seed: int


@dataclass(frozen=True)
class Answer:
    """One case in one layout, answered and judged."""

    task_id: str
    cursor: CursorKind
    layout: Layout
    text: str
    exact: bool
    passed: bool
    prompt_tokens: int
    evaluated_tokens: int
    generated_tokens: int
    ttft_ms: float | None
    total_ms: float

    @property
    def key(self) -> tuple[str, str, str]:
        """What was answered."""
        return self.task_id, self.cursor, self.layout


async def run_infilling(
    engine: CompletingEngine,
    cases: Sequence[Case],
    layouts: Iterable[Layout],
    log: AnswerLog[Answer],
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Answer and judge what the log has not yet, one layout of a case after another."""
    wanted = set(layouts)
    known = {answer.key for answer in log.answers}
    work = [(c, layout) for c in cases for layout in LAYOUTS[c.cursor] if layout in wanted]
    open_work = [(c, y) for c, y in work if (c.item.task_id, c.cursor, y) not in known]
    for done, (case, layout) in enumerate(open_work):
        on_progress(done, len(open_work))
        log.add(await answer_case(engine, case, layout))
    on_progress(len(open_work), len(open_work))


async def answer_case(engine: CompletingEngine, case: Case, layout: Layout) -> Answer:
    """Let the model fill the line, and judge it.

    Within a line the request before is that of the keystroke before, so that the evaluated
    tokens are those of one keystroke; at the start of a line they are those of arriving.
    """
    if case.typed:
        await engine.warm(_request(replace(case, typed=case.typed - 1), layout))
    text, timings = "", None
    async with aclosing(engine.complete(_request(case, layout))) as chunks:
        async for chunk in chunks:
            text += chunk.text
            timings = chunk.timings or timings
    if timings is None:
        message = "the engine told no timings"
        raise EngineError(message, code="no_timings", hint="Measure an engine of this package.")
    return Answer(
        task_id=case.item.task_id,
        cursor=case.cursor,
        layout=layout,
        text=text,
        exact=is_exact(case, text),
        passed=await asyncio.to_thread(runs_clean, program(case, text)),
        prompt_tokens=timings.prompt_tokens,
        evaluated_tokens=timings.evaluated_tokens,
        generated_tokens=timings.generated_tokens,
        ttft_ms=timings.ttft_ms,
        total_ms=timings.total_ms,
    )


def _request(case: Case, layout: Layout) -> GenerationRequest:
    return GenerationRequest(
        prompt=fim_parts(case, layout),
        max_tokens=MAX_TOKENS,
        stop=("\n",),
        priority=Priority.TYPING,
    )


def is_exact(case: Case, text: str) -> bool:
    """Whether the line is the original one; space at its end does not count."""
    return (case.item.middle[: case.typed] + text).rstrip() == case.item.middle.rstrip()


def program(case: Case, text: str) -> str:
    """Return the program that fails unless the filled function passes its test."""
    item = case.item
    return f"{case.before}{text}\n{item.suffix}\n{item.test}\ncheck({item.entry_point})\n"
