"""Asking the questions, with what chat tells of the notebook and without."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.events import Done, Text
from jupyter_codeintel.chat.port import ChatEngine
from jupyter_codeintel.chat.preparing import Question as Asked
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.engine.generation import Timings
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.chat.executed import Executed, executed
from jupyter_codeintel.evaluation.chat.questions import Notebook, Question

Condition = Literal["bare", "context"]
"""The question alone; with the notebook and its live variables."""

CONDITIONS: tuple[Condition, ...] = get_args(Condition)


@dataclass(frozen=True)
class Settings:
    """What must be equal for answers to belong to one run."""

    digest: str
    model: str
    version: str


@dataclass(frozen=True)
class Answer:
    """What was answered, and what it cost."""

    id: str
    condition: Condition
    kind: str
    text: str
    right: bool
    prompt_tokens: int
    evaluated_tokens: int
    generated_tokens: int
    seconds: float

    @property
    def key(self) -> tuple[str, Condition]:
        """What was asked."""
        return self.id, self.condition


async def ask_all(
    engine: ChatEngine,
    notebooks: Sequence[Notebook],
    conditions: Collection[Condition],
    log: AnswerLog[Answer],
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Answer what the log has not yet.

    Parameters
    ----------
    engine : ChatEngine
        Who answers.
    notebooks : sequence of Notebook
        With their questions.
    conditions : collection of {'bare', 'context'}
        The ways.
    log : AnswerLog
        What was answered, and where to add.
    on_progress : callable
        Told how many questions are answered of how many that were open.
    """
    known = {answer.key for answer in log.answers}
    work = [
        (
            notebook,
            [(q, c) for c in conditions for q in notebook.questions if (q.id, c) not in known],
        )
        for notebook in notebooks
    ]
    total = sum(len(open_ones) for _, open_ones in work)
    done = 0
    on_progress(done, total)
    for notebook, open_ones in work:
        if not open_ones:
            continue
        async with executed(notebook) as ran:
            for question, condition in open_ones:
                log.add(await answered(engine, ran, question, condition))
                done += 1
                on_progress(done, total)


async def answered(
    engine: ChatEngine, ran: Executed, question: Question, condition: Condition
) -> Answer:
    """Ask one question in a conversation of its own."""
    scene = ran.scene(question) if condition == "context" else _nothing()
    with tempfile.TemporaryDirectory() as folder:
        service = ChatService(engine, ConversationStore(Path(folder)))
        began = time.monotonic()
        text = ""
        timings: Timings | None = None
        async with aclosing(service.ask(None, Asked(question.ask, scene))) as events:
            async for event in events:
                if isinstance(event, Text):
                    text += event.delta
                elif isinstance(event, Done):
                    timings = event.timings
    return Answer(
        question.id,
        condition,
        question.kind,
        text,
        question.is_right(text),
        timings.prompt_tokens if timings else 0,
        timings.evaluated_tokens if timings else 0,
        timings.generated_tokens if timings else 0,
        time.monotonic() - began,
    )


def _nothing() -> Scene:
    document, flow = Document("empty.ipynb"), Dataflow()
    flow.update(document)
    return Scene(document, flow)
