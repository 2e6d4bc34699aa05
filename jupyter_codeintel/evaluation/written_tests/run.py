"""Letting ``/test`` write assertions for functions, and judging them by mutants."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jupyter_codeintel.chat.commands.assertions import checks_in
from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.events import Assertion, Done, Text
from jupyter_codeintel.chat.port import ChatEngine
from jupyter_codeintel.chat.preparing import Question
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.engine.generation import Timings
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.written_tests.catching import caught
from jupyter_codeintel.evaluation.written_tests.functions import Function
from jupyter_codeintel.evaluation.written_tests.mutants import mutants
from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials

MOST_MUTANTS = 30
_CELL_SECONDS = 60.0


@dataclass(frozen=True)
class Settings:
    """What must be equal for answers to belong to one run."""

    suite: str
    model: str
    seed: int
    version: str


@dataclass(frozen=True)
class Tried:
    """One assertion.

    Parameters
    ----------
    source, verdict, detail : str
        As the person is shown.
    judged : bool
        Whether it holds for the function also where the mutants run.
    caught : tuple of int
        The numbers of the mutants that it notices, if so.
    """

    source: str
    verdict: str
    detail: str
    judged: bool
    caught: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """What ``/test`` brought for one function."""

    id: str
    text: str
    tried: tuple[Tried, ...]
    mutants: int
    evaluated_tokens: int
    generated_tokens: int
    seconds: float


def read_answer(tried: Sequence[dict[str, Any]], **fields: Any) -> Answer:  # noqa: ANN401 - JSON
    """Return an answer from the fields that a file has."""
    made = tuple(Tried(**one | {"caught": tuple(one["caught"])}) for one in tried)
    return Answer(tried=made, **fields)


async def run_functions(
    engine: ChatEngine,
    functions: Sequence[Function],
    seed: int,
    log: AnswerLog[Answer],
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Answer and judge what the log has not yet.

    Parameters
    ----------
    engine : ChatEngine
        Who writes.
    functions : sequence of Function
        Which are right.
    seed : int
        Of the choice of mutants.
    log : AnswerLog
        What was answered, and where to add.
    on_progress : callable
        Told how many are done of how many that were open.
    """
    known = {answer.id for answer in log.answers}
    left = [function for function in functions if function.id not in known]
    for done, function in enumerate(left):
        on_progress(done, len(left))
        log.add(await answered(engine, function, seed))
    on_progress(len(left), len(left))


async def answered(engine: ChatEngine, function: Function, seed: int) -> Answer:
    """Ask ``/test`` in a notebook with the function, in a kernel in which it has run."""
    began = time.monotonic()
    text = ""
    timings: Timings | None = None
    shown: list[Assertion] = []
    async with _chat(engine, function) as (service, scene):
        question = Question(f"/test {function.name}", scene)
        async with aclosing(service.ask(None, question)) as events:
            async for event in events:
                if isinstance(event, Text):
                    text += event.delta
                elif isinstance(event, Assertion):
                    shown.append(event)
                elif isinstance(event, Done):
                    timings = event.timings
    seconds = time.monotonic() - began
    tried, wrong = await asyncio.to_thread(_judged, function, text, shown, seed)
    return Answer(
        function.id,
        text,
        tried,
        wrong,
        timings.evaluated_tokens if timings else 0,
        timings.generated_tokens if timings else 0,
        seconds,
    )


@asynccontextmanager
async def _chat(engine: ChatEngine, function: Function) -> AsyncIterator[tuple[ChatService, Scene]]:
    cell = Cell("c1", "code", function.source, 1, None, function.source)
    document = Document("functions.ipynb", cells=(cell,), kernel=Runner.kernel_id)
    flow = Dataflow()
    flow.update(document)
    with tempfile.TemporaryDirectory() as folder:
        store = ConversationStore(Path(folder) / "chat")
        async with started_kernel(folder) as runner:
            await runner.run_cell(function.source, _CELL_SECONDS)
            trials = KernelTrials(runner)
            try:
                service = ChatService(engine, store, trials=trials, kernels=runner.live)
                yield service, Scene(document, flow, cell.id)
            finally:
                await trials.aclose()


def _judged(
    function: Function, text: str, shown: Sequence[Assertion], seed: int
) -> tuple[tuple[Tried, ...], int]:
    """Return the assertions with what they notice, and how many mutants there were."""
    wrong = mutants(function.source, function.name, MOST_MUTANTS, seed)
    setup = checks_in(text, function.name).setup
    found = caught(function.source, wrong, setup, [one.source for one in shown])
    tried = tuple(
        Tried(**asdict(one), judged=result.holds, caught=result.mutants if result.holds else ())
        for one, result in zip(shown, found, strict=True)
    )
    return tried, len(wrong)
