"""Asking: events, what is kept, one at a time, stopping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import pytest

from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.events import (
    Done,
    Sending,
    Text,
)
from jupyter_codeintel.chat.preparing import Question
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.chat.settings import ChatSettings, ContextBudget
from jupyter_codeintel.engine.generation import Priority
from jupyter_codeintel.errors import ChatError, EngineError
from jupyter_codeintel.namespace import Namespace
from tests.chat.asking import NOTEBOOK, ask, sending
from tests.chat.fake_engine import TIMINGS, FakeEngine
from tests.chat.scenes import FRAME, SALES, scene


async def test_chips_then_text_then_the_end(make: Callable[..., ChatService]) -> None:
    engine = FakeEngine()
    events = await ask(make(engine), "Which columns has @df?")

    chips = {chip.id: chip for chip in sending(events).chips}
    assert chips["variable:df"].named
    assert not chips["cell:c2"].named
    assert "".join(event.delta for event in events if isinstance(event, Text)) == "Two columns. "
    assert isinstance(events[-1], Done)
    assert events[-1].timings == TIMINGS
    request = engine.requests[0]
    assert request.priority is Priority.CHAT
    assert isinstance(request.prompt, tuple)
    assert request.prompt[-1]["content"].endswith("\n\nWhich columns has `df`?")


async def test_the_meter_tells_the_parts_and_what_is_left_out(
    make: Callable[..., ChatService],
) -> None:
    big = scene([*SALES, *(f"big_{n} = '{'z' * 300}'" for n in range(20))], 3)
    meter = sending(await ask(make(FakeEngine()), "Why?", about=big)).meter

    parts = {part.part: part for part in meter.parts}
    assert set(parts) == {
        "outline", "cells", "variables", "error", "named", "history", "question",
    }  # fmt: skip
    assert parts["cells"].left_out
    assert 0 < parts["cells"].tokens <= parts["cells"].budget
    assert meter.tokens <= meter.budget + parts["question"].tokens


async def test_a_conversation_goes_on_and_survives_a_new_start(
    make: Callable[..., ChatService], store: ConversationStore
) -> None:
    engine = FakeEngine(["One.", "Two."])
    name = sending(await ask(make(engine), "First?")).conversation
    await ask(make(engine), "Second?", name)

    kept = store.read("a.ipynb", name)
    assert [(turn.question, turn.answer) for turn in kept.turns] == [
        ("First?", "One. "),
        ("Second?", "Two. "),
    ]
    first, second = (request.prompt for request in engine.requests)
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    assert second[: len(first)] == first
    assert second[-1]["content"] == "Second?"


async def test_edit_and_resend_drops_the_later_turns(
    make: Callable[..., ChatService], store: ConversationStore
) -> None:
    engine = FakeEngine(["One.", "Two.", "Three."])
    service = make(engine)
    name = sending(await ask(service, "First?")).conversation
    await ask(service, "Second?", name)
    await ask(service, "Other?", name, replaces=0)

    assert [turn.question for turn in store.read("a.ipynb", name).turns] == ["Other?"]
    assert engine.requests[2].sampling.temperature == 0


async def test_the_same_question_again_asks_for_another_answer(
    make: Callable[..., ChatService], store: ConversationStore
) -> None:
    engine = FakeEngine(["One.", "Two.", "Three."])
    service = make(engine)
    name = sending(await ask(service, "First?")).conversation
    await ask(service, "First?", name, replaces=0)
    await ask(service, "First?", name, replaces=0)

    (turn,) = store.read("a.ipynb", name).turns
    assert (turn.answer, turn.seed) == ("Three. ", 2)
    assert engine.requests[1].prompt == engine.requests[0].prompt
    assert [request.sampling.seed for request in engine.requests] == [0, 1, 2]
    assert engine.requests[1].sampling.temperature > 0


async def test_stopping_aborts_the_engine_and_keeps_what_was_written(
    make: Callable[..., ChatService], store: ConversationStore
) -> None:
    engine = FakeEngine(gate=asyncio.Event())
    service = make(engine)
    name = ""
    async with aclosing(service.ask(None, Question("First?", NOTEBOOK))) as events:
        async for event in events:
            if isinstance(event, Sending):
                name = event.conversation
            if isinstance(event, Text):
                break

    assert engine.aborted == 1
    (turn,) = store.read("a.ipynb", name).turns
    assert (turn.answer, turn.ended) == ("Two ", "stopped")
    engine.gate = None
    assert isinstance((await ask(service, "Second?", name))[-1], Done)


async def test_one_at_a_time_for_each_notebook(make: Callable[..., ChatService]) -> None:
    engine = FakeEngine(gate=asyncio.Event())
    service = make(engine)
    running = asyncio.create_task(ask(service, "First?"))
    await engine.asked(1)

    with pytest.raises(ChatError) as caught:
        await ask(service, "Second?")
    assert caught.value.code == "chat_busy"
    other = asyncio.create_task(ask(service, "Third?", about=scene(SALES, path="b.ipynb")))
    await engine.asked(2)
    assert engine.gate is not None
    engine.gate.set()
    assert isinstance((await running)[-1], Done)
    assert isinstance((await other)[-1], Done)


async def test_an_engine_that_fails_leaves_the_earlier_answer(
    make: Callable[..., ChatService], store: ConversationStore
) -> None:
    engine = FakeEngine(["One.", ""])
    service = make(engine)
    name = sending(await ask(service, "First?")).conversation
    engine.error = EngineError("gone", code="engine_lost")

    with pytest.raises(EngineError):
        await ask(service, "First?", name, replaces=0)
    assert store.read("a.ipynb", name).turns[0].answer == "One. "


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "no_question"), ("/ask", "no_question"), ("/none", "unknown_command"),
     ("@cell:99", "unknown_reference"), ("@file:none", "no_file"), ("/test missing", "no_target")],
)  # fmt: skip
async def test_bad_questions_are_told_and_ask_nothing(
    make: Callable[..., ChatService], text: str, code: str
) -> None:
    engine = FakeEngine()
    service = make(engine)
    with pytest.raises(ChatError) as caught:
        await ask(service, text, about=scene(SALES, 1))
    assert caught.value.code == code
    assert engine.requests == []
    assert isinstance((await ask(service, "Still there?"))[-1], Done)


async def test_what_is_told_whatever_is_asked_can_be_read_before(
    make: Callable[..., ChatService],
) -> None:
    engine = FakeEngine()
    service = make(engine)
    await service.warm(None, Question("", NOTEBOOK))
    await ask(service, "Why?")

    (warmed,) = engine.warmed
    assert (warmed.max_tokens, warmed.priority) == (0, Priority.WARM)
    assert isinstance(warmed.prompt, tuple)
    asked = engine.requests[0].prompt
    assert isinstance(asked, tuple)
    assert asked[0] == warmed.prompt[0]
    assert asked[1]["content"].startswith(warmed.prompt[1]["content"])


async def test_a_preview_tells_what_would_be_sent_and_asks_nothing(
    make: Callable[..., ChatService],
) -> None:
    engine = FakeEngine()
    service = make(engine)
    question = Question("Why @df?", NOTEBOOK, frozenset({"cell:c1"}))

    chips = {chip.id for chip in (await service.preview(None, question)).chips}
    assert "variable:df" in chips
    assert "cell:c1" not in chips
    assert engine.requests == []


async def test_what_a_person_wants_less_of_is_less_but_never_more(
    make: Callable[..., ChatService],
) -> None:
    engine = FakeEngine()
    settings = ChatSettings(ContextBudget(cells=300, history=100), answer_tokens=200)
    service = make(engine, settings=settings)
    limits = {"answer_tokens": 50, "code_tokens": 9000, "cells": 20, "history": 5000}
    question = Question("Why?", NOTEBOOK, limits=limits)
    events = [event async for event in service.ask(None, question)]

    (sending,) = [event for event in events if isinstance(event, Sending)]
    budgets = {part.part: part.budget for part in sending.meter.parts}
    assert (budgets["cells"], budgets["history"]) == (20, 100)
    assert engine.requests[0].max_tokens == 50
    assert settings.within(limits).code_tokens == settings.code_tokens


class SlowKernels:
    """A kernel that does not answer in time, and what it told last."""

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        await asyncio.Event().wait()
        return None

    def namespace(self, kernel_id: str) -> Namespace | None:
        return Namespace({"df": FRAME})


async def test_a_kernel_that_does_not_answer_is_not_waited_for(
    make: Callable[..., ChatService], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jupyter_codeintel.chat.service._LOOK_SECONDS", 0.01)
    unlooked = Scene(NOTEBOOK.document, NOTEBOOK.flow, "c3")
    events = await ask(make(FakeEngine(), kernels=SlowKernels()), "Why?", about=unlooked)

    assert "variable:df" in {chip.id for chip in sending(events).chips}
