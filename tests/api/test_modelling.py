"""What browsers ask about the models, and what they are told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from jupyter_codeintel.api.conversation import Conversation
from jupyter_codeintel.api.messages import Json, load_schema
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.models.manager import ModelManager
from jupyter_codeintel.models.state import Fixed
from jupyter_codeintel.models.store import ModelStore
from tests.api.fake_chats import no_chats
from tests.api.fake_fixes import no_fixes
from tests.completion.fake_engine import FakeEngine
from tests.models.gguf_file import write_gguf

VALID = fastjsonschema.compile(load_schema())


class Browser:
    """Asks about models and keeps what it is told."""

    def __init__(self, manager: ModelManager) -> None:
        self.told: list[Json] = []
        self._news = asyncio.Event()
        engine = FakeEngine()
        session = CompletionService(engine).open_session()
        self.conversation = Conversation(session, no_fixes(engine), no_chats(), manager, self._hear)

    def say(self, **message: object) -> None:
        VALID(message)
        self.conversation.receive(json.dumps(message))

    async def hears(self, condition: Callable[[Json], object]) -> Any:
        """Return the first message like this."""
        async with asyncio.timeout(60):
            while not (found := [message for message in self.told if condition(message)]):
                self._news.clear()
                await self._news.wait()
        return found[0]

    def _hear(self, message: Json) -> None:
        VALID(message)
        self.told.append(message)
        self._news.set()


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    store = ModelStore(tmp_path / "models")
    store.add(write_gguf(tmp_path / "mine.gguf", fim=True))
    return store


def entry(message: Json, name: str) -> Any:
    return next((each for each in message.get("entries", ()) if each["name"] == name), {})


async def test_all_browsers_are_told(store: ModelStore) -> None:
    manager = ModelManager(store)
    first, second = Browser(manager), Browser(manager)
    first.say(type="modelsList", id=1)
    for browser in (first, second):
        told = await browser.hears(lambda message: message["type"] == "models")
        assert told["inUse"] == store.catalogue.default.id
        assert (told["locked"], told["offer"]) == (None, None)
        assert 0 < told["memoryFree"] <= told["memoryTotal"]
        assert told["folder"] == str(store.root)
    mine = entry(told, "mine")
    assert (mine["installed"], mine["known"], mine["completion"]) == (True, False, True)
    default = entry(told, store.catalogue.default.id)
    assert (default["installed"], default["licence"], default["kept"]) == (False, "Apache-2.0", 0)

    second.say(type="modelChange", id=2, model="mine", change="verify")
    await first.hears(lambda message: entry(message, "mine").get("verified"))
    jobs = [job["kind"] for message in first.told if (job := entry(message, "mine")["job"])]
    assert set(jobs) == {"verify"}
    second.say(type="modelChange", id=3, model="mine", change="select")
    await first.hears(lambda message: message.get("inUse") == "mine")


async def test_what_the_operator_decided_is_told(store: ModelStore) -> None:
    browser = Browser(ModelManager(store, fixed=Fixed("engine")))
    browser.say(type="modelChange", id=1, model="mine", change="select")
    told = await browser.hears(lambda message: entry(message, "mine").get("error"))
    assert entry(told, "mine")["error"]["code"] == "locked"
    assert told["locked"] == "engine"


async def test_a_model_that_does_not_exist(store: ModelStore) -> None:
    browser = Browser(ModelManager(store))
    browser.say(type="modelChange", id=7, model="none", change="download")
    failed = await browser.hears(lambda message: message["type"] == "failed")
    assert (failed["id"], failed["error"]["code"]) == (7, "unknown_model")


async def test_who_left_is_told_nothing(store: ModelStore) -> None:
    manager = ModelManager(store)
    gone, there = Browser(manager), Browser(manager)
    await gone.conversation.aclose()
    there.say(type="modelsList", id=1)
    await there.hears(lambda message: message["type"] == "models")
    assert gone.told == []
