"""A browser's conversation, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from jupyter_codeintel.api.conversation import Conversation
from jupyter_codeintel.api.messages import Json
from jupyter_codeintel.completion.requests import CompletionSettings
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.engine.generation import FimParts
from jupyter_codeintel.errors import EngineUnavailable
from tests.api.fake_chats import no_chats
from tests.api.fake_fixes import no_fixes
from tests.api.fake_models import no_models
from tests.api.test_messages import CELL, COMPLETE, SYNC
from tests.completion.fake_engine import FakeEngine


class Browser:
    """Talks to a conversation and keeps what it is told."""

    def __init__(self, engine: FakeEngine) -> None:
        self.told: list[Json] = []
        service = CompletionService(engine, CompletionSettings(prefetch_tokens=0))
        self.conversation = Conversation(
            service.open_session(), no_fixes(engine), no_chats(), no_models(), self.told.append
        )

    def say(self, **message: object) -> None:
        self.conversation.receive(json.dumps(message))

    def complete(self, number: int, prefix: str) -> None:
        self.say(**{**COMPLETE, "id": number, "prefix": prefix, "suffix": ""})

    async def last(self, number: int) -> Json:
        async with asyncio.timeout(5):
            while True:
                for message in self.told:
                    if message.get("id") == number and message.get("done", True):
                        return message
                await asyncio.sleep(0)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine("import numpy as np")


@pytest.fixture
async def browser(engine: FakeEngine) -> AsyncIterator[Browser]:
    browser = Browser(engine)
    yield browser
    await browser.conversation.aclose()


async def test_cumulative_text_and_one_last_message(browser: Browser) -> None:
    browser.complete(1, "import ")
    last = await browser.last(1)

    assert last["text"] == "numpy as np"
    assert [message["done"] for message in browser.told] == [False, True]


async def test_each_request_has_one_last_message(browser: Browser) -> None:
    for number, prefix in enumerate(["i", "im", "import ", "import numpy", "y = 3"]):
        browser.complete(number, prefix)
    await browser.last(4)
    await browser.last(3)

    ends = [message["id"] for message in browser.told if message.get("done")]
    assert sorted(ends) == [0, 1, 2, 3, 4]
    assert [m["source"] for m in browser.told if m["id"] < 4] == ["superseded"] * 4


async def test_cancelled_right_after_it_was_asked(browser: Browser, engine: FakeEngine) -> None:
    browser.complete(1, "import ")
    browser.say(type="cancel", id=1)

    assert (await browser.last(1))["source"] == "superseded"
    assert engine.requests == []


async def test_documents_are_synced_and_forgotten(browser: Browser, engine: FakeEngine) -> None:
    cells = [{**CELL, "id": "above", "source": "a = 1"}, {**CELL, "source": "", "error": None}]
    browser.say(**{**SYNC, "document": "a.ipynb", "cells": cells, "order": ["above", "c"]})
    browser.complete(1, "x")
    await browser.last(1)
    browser.say(type="close", document="a.ipynb")
    browser.complete(2, "x")
    await browser.last(2)

    assert [fim.prefix for fim in engine.typing] == ["a = 1\n\n", ""]


async def test_warming_up(browser: Browser, engine: FakeEngine) -> None:
    browser.say(type="warm", document="a.ipynb", cell="c", prefix="x\ny", suffix="")
    await asyncio.sleep(0.01)

    assert engine.warmed == [FimParts("x\n", "", "y")]


async def test_a_bad_message_does_no_harm(browser: Browser) -> None:
    browser.conversation.receive("nonsense")
    browser.say(type="complete", id=5)
    browser.complete(6, "import ")

    assert (await browser.last(-1))["error"]["code"] == "bad_message"
    assert (await browser.last(5))["error"]["code"] == "bad_message"
    assert (await browser.last(6))["text"] == "numpy as np"


async def test_errors_are_told(engine: FakeEngine) -> None:
    engine.error = EngineUnavailable("no", code="loading", hint="wait")
    browser = Browser(engine)
    browser.complete(1, "x")

    assert (await browser.last(1))["error"] == {"code": "loading", "message": "no", "hint": "wait"}


async def test_unexpected_errors_are_told_and_logged(
    engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: FimParts) -> str:
        raise ZeroDivisionError

    engine.script = broken
    browser = Browser(engine)
    browser.complete(1, "x")

    assert (await browser.last(1))["error"]["code"] == "internal"
    assert "ZeroDivisionError" in caplog.text


async def test_closing_ends_the_work() -> None:
    engine = FakeEngine("import numpy", gated=True)
    browser = Browser(engine)
    browser.complete(1, "import ")
    for _ in range(20):
        await asyncio.sleep(0)

    await browser.conversation.aclose()

    assert engine.aborted == 1
