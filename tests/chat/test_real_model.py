"""A conversation with a real model: what it reads again, and what it does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.events import Done, Sending
from jupyter_codeintel.chat.preparing import Question
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.chat.settings import ChatSettings
from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import Timings
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.evaluation.engine_access import wait_until_loaded
from tests.chat.scenes import FRAME, SALES, scene

pytestmark = [pytest.mark.small_model, pytest.mark.usefixtures("runtime_dir")]

ANSWER = 24
NOTEBOOK = scene([*SALES, *(f"step_{n} = total * {n}" for n in range(12))], 5, variables=[FRAME])


@pytest.fixture
async def service(small_model: Path, tmp_path: Path) -> AsyncIterator[ChatService]:
    supervisor = EngineSupervisor(lambda: small_model, options=EngineOptions(n_ctx=4096))
    client = EngineClient(supervisor)
    await wait_until_loaded(client)
    settings = ChatSettings(answer_tokens=ANSWER)
    yield ChatService(client, ConversationStore(tmp_path / "chat"), settings=settings)
    await client.aclose()
    await supervisor.stop()


async def asked(
    service: ChatService, question: Question, conversation: str | None = None, **more: int
) -> tuple[str, Timings]:
    name, timings = "", None
    async for event in service.ask(conversation, question, **more):
        if isinstance(event, Sending):
            name = event.conversation
        if isinstance(event, Done):
            timings = event.timings
    assert timings is not None
    return name, timings


async def test_a_follow_up_reads_little_more_than_itself_and_the_last_answer(
    service: ChatService,
) -> None:
    name, first = await asked(service, Question("Which columns does df have?", NOTEBOOK))
    _, second = await asked(service, Question("And what is its shape?", NOTEBOOK), name)
    moved = replace(NOTEBOOK, cell="c4")
    _, third = await asked(service, Question("Thank you. What is next?", moved), name)
    _, again = await asked(service, Question("Thank you. What is next?", moved), name, replaces=2)

    assert first.evaluated_tokens > 250
    assert second.prompt_tokens > first.prompt_tokens
    for follow_up in (second, third):
        assert follow_up.evaluated_tokens <= ANSWER + 60
    assert again.evaluated_tokens <= 4


async def test_what_was_read_before_the_question_is_not_read_again(service: ChatService) -> None:
    warmed = await service.warm(None, Question("", NOTEBOOK))
    _, first = await asked(service, Question("Which columns does df have?", NOTEBOOK))

    assert warmed is not None
    assert warmed.evaluated_tokens > 200
    assert first.evaluated_tokens <= first.prompt_tokens - warmed.prompt_tokens + 20
