"""What one browser asks about its notebooks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from jupyter_codeintel.api.conversation import Conversation
from jupyter_codeintel.api.messages import Json, load_schema
from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.completion.service import CompletionService
from tests.api.fake_fixes import no_fixes
from tests.api.fake_models import no_models
from tests.api.test_messages import CELL, SYNC
from tests.chat.fake_engine import FakeEngine
from tests.chat.fake_trials import LocalTrials
from tests.completion.fake_engine import FakeEngine as Completing

VALID = fastjsonschema.compile(load_schema())
DOCUMENT = "notebook:a.ipynb"
SOURCE = "def tax(price):\n    return price * 0.2"
SCENE = {"document": DOCUMENT, "cell": "c", "selection": "", "tracebacks": {}, "outputs": {}}
QUESTION: dict[str, Any] = {"scene": SCENE, "conversation": None, "without": [], "replaces": None}


class Browser:
    """Asks about a notebook and keeps what it is told."""

    def __init__(self, folder: Path, engine: FakeEngine, trials: LocalTrials | None = None) -> None:
        self.told: list[Json] = []
        self.engine = engine
        store = ConversationStore(folder / "chat", folder)
        workspace = Workspace(folder)
        service = ChatService(engine, store, trials=trials, workspace=workspace)
        completing = Completing()
        session = CompletionService(completing).open_session()
        self.conversation = Conversation(
            session, no_fixes(completing), service, no_models(), self._hear
        )
        cell = {**CELL, "source": SOURCE, "executionCount": 1, "error": None}
        self.say(**{**SYNC, "document": DOCUMENT, "kernel": "k", "cells": [cell], "order": ["c"]})
        self._last = 0

    def say(self, **message: object) -> None:
        VALID(message)
        self.conversation.receive(json.dumps(message))

    def ask(self, text: str, **more: object) -> int:
        """Ask and return the question's number."""
        self._last += 1
        self.say(type="chatAsk", id=self._last, **{**QUESTION, "text": text, **more})
        return self._last

    def want(self, kind: str, **more: object) -> int:
        """Ask for something besides an answer."""
        self._last += 1
        self.say(type=kind, id=self._last, **more)
        return self._last

    async def hears(self, number: int, kind: str) -> Any:
        """Return the first message of a kind, or the failure instead of it."""
        async with asyncio.timeout(5):
            while True:
                for told in self.told:
                    if told["id"] == number and told["type"] in (kind, "failed"):
                        return told
                await asyncio.sleep(0)

    async def answer(self, text: str, **more: object) -> Any:
        """Ask and return the last message."""
        return await self.hears(self.ask(text, **more), "chatDone")

    async def gets(self, kind: str, reply: str, **more: object) -> Any:
        """Ask for something and return it."""
        return await self.hears(self.want(kind, **more), reply)

    def _hear(self, message: Json) -> None:
        VALID(message)
        self.told.append(message)


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    browser = Browser(tmp_path, FakeEngine(["Two of them.", "Three."]))
    yield browser
    await browser.conversation.aclose()


async def _conversation(browser: Browser) -> str:
    done = await browser.answer("What does tax do?")
    assert done["type"] == "chatDone"
    sending = await browser.hears(done["id"], "chatSending")
    return str(sending["conversation"])


async def test_a_question_is_answered_as_it_comes(browser: Browser) -> None:
    number = browser.ask("What does @tax do?")
    done = await browser.hears(number, "chatDone")

    kinds = [told["type"] for told in browser.told if told["id"] == number]
    assert kinds == ["chatSending", "chatText", "chatText", "chatText", "chatDone"]
    assert done["turn"]["answer"].strip() == "Two of them."
    assert done["turn"]["ended"] == "done"
    assert done["timings"]["reusedTokens"] == 6
    sending = await browser.hears(number, "chatSending")
    named = [chip for chip in sending["chips"] if chip["named"]]
    assert named[0]["label"].lower().startswith("cell [1]")
    assert {part["part"] for part in sending["parts"]} >= {"cells", "named", "history"}
    assert SOURCE in browser.engine.requests[0].prompt[-1]["content"]  # type: ignore[index]


async def test_what_the_browser_knows_is_told(browser: Browser) -> None:
    scene = {**SCENE, "selection": "price * 0.2", "outputs": {"c": "forty-two"}}
    await browser.answer("Explain @selection and @cell", scene=scene)

    prompt = browser.engine.requests[0].prompt[-1]["content"]  # type: ignore[index]
    assert "Selected in the active cell" in prompt
    assert "forty-two" in prompt


async def test_a_chip_that_was_taken_out_is_not_told(browser: Browser) -> None:
    preview = await browser.gets("chatPreview", "chatSending", **QUESTION, text="What is it?")
    chips = [chip["id"] for chip in preview["chips"]]
    assert chips
    assert browser.engine.requests == []

    without = {**QUESTION, "without": chips[:1], "text": "What is it?"}
    less = await browser.gets("chatPreview", "chatSending", **without)
    assert chips[0] not in [chip["id"] for chip in less["chips"]]


async def test_a_stopped_answer_is_kept_as_far_as_it_came(tmp_path: Path) -> None:
    gate = asyncio.Event()
    browser = Browser(tmp_path, FakeEngine(["Two of them."], gate=gate))
    number = browser.ask("How many?")
    await browser.hears(number, "chatText")
    sending = await browser.hears(number, "chatSending")
    browser.say(type="chatStop", id=number)
    kept = {"document": DOCUMENT, "conversation": sending["conversation"]}
    (turn,) = (await browser.gets("chatRead", "chatConversation", **kept))["turns"]

    assert (turn["answer"].strip(), turn["ended"]) == ("Two", "stopped")
    assert browser.engine.aborted == 1
    gate.set()
    assert (await browser.answer("And now?"))["turn"]["ended"] == "done"
    await browser.conversation.aclose()


@pytest.mark.parametrize("closing", ["notebook", "browser"])
async def test_closing_ends_what_streams(tmp_path: Path, closing: str) -> None:
    browser = Browser(tmp_path, FakeEngine(["Two of them."], gate=asyncio.Event()))
    number = browser.ask("How many?")
    await browser.hears(number, "chatText")
    if closing == "notebook":
        browser.say(type="close", document=DOCUMENT)
    await browser.conversation.aclose()

    assert browser.engine.aborted == 1


async def test_asking_again_replaces_the_answer(browser: Browser) -> None:
    conversation = await _conversation(browser)
    await browser.answer("What does tax do?", conversation=conversation, replaces=0)

    read = {"document": DOCUMENT, "conversation": conversation}
    told = await browser.gets("chatRead", "chatConversation", **read)
    assert [turn["answer"].strip() for turn in told["turns"]] == ["Three."]
    assert told["title"] == "What does tax do?"


async def test_a_conversation_is_listed_renamed_cleared_and_deleted(browser: Browser) -> None:
    conversation = await _conversation(browser)
    one = {"document": DOCUMENT, "conversation": conversation}

    async def titles(**change: str) -> list[tuple[str, int]]:
        kind = "chatChange" if change else "chatList"
        about = {**one, **change} if change else {"document": DOCUMENT}
        told = await browser.gets(kind, "chatConversations", **about)
        return [(entry["title"], entry["turns"]) for entry in told["entries"]]

    assert await titles() == [("What does tax do?", 1)]
    assert await titles(change="rename", title="Taxes") == [("Taxes", 1)]
    markdown = await browser.gets("chatExport", "chatExported", **one)
    assert markdown["title"] == "Taxes"
    assert "Two of them." in markdown["text"]
    assert await titles(change="clear") == [("Taxes", 0)]
    assert await titles(change="delete") == []
    gone = await browser.gets("chatRead", "chatConversation", **one)
    assert gone["error"]["code"] == "no_conversation"


@pytest.mark.parametrize(
    ("partial", "expected"),
    [("@ta", "@tax"), ("@cell:", "@cell:1"), ("/ex", "/explain"), ("@file:sa", "@file:sales.csv")],
)
async def test_a_begun_reference_is_completed(
    browser: Browser, tmp_path: Path, partial: str, expected: str
) -> None:
    (tmp_path / "sales.csv").write_text("price\n3")
    told = await browser.gets("chatComplete", "chatCandidates", scene=SCENE, partial=partial)

    assert expected in [candidate["insert"] for candidate in told["candidates"]]


async def test_code_is_tried_on_a_copy(tmp_path: Path) -> None:
    browser = Browser(tmp_path, FakeEngine(), LocalTrials())
    told = await browser.gets("chatTry", "chatTried", document=DOCUMENT, source="print(6)")

    assert (told["status"], told["tier"]) == ("passed", "fork")
    assert told["outputs"][0]["text"] == "6\n"
    await browser.conversation.aclose()


async def test_where_nothing_can_be_tried_it_is_said(browser: Browser) -> None:
    told = await browser.gets("chatTry", "chatTried", document=DOCUMENT, source="print(6)")

    assert told["status"] == "inconclusive"
    assert told["reason"]


async def test_results_of_a_command_are_told_and_kept(tmp_path: Path) -> None:
    answer = "```python\nassert tax(10) == 2.0\n```"
    browser = Browser(tmp_path, FakeEngine([answer]))
    number = browser.ask("/test tax")
    done = await browser.hears(number, "chatDone")

    brought = [told["result"] for told in browser.told if told["type"] == "chatBrought"]
    assert brought
    assert done["turn"]["results"] == brought
    await browser.conversation.aclose()


async def test_a_fix_is_for_the_browser_to_start(browser: Browser) -> None:
    number = browser.ask("/fix @cell:1")
    action = await browser.hears(number, "chatAction")

    assert (action["name"], action["cell"]) == ("fix", "c")
    assert (await browser.hears(number, "chatDone"))["turn"] is None


async def test_errors_are_told(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    assert (await browser.answer("/nonsense"))["error"]["code"] == "unknown_command"
    browser.engine.error = ZeroDivisionError()
    assert (await browser.answer("What?"))["error"]["code"] == "internal"
    assert "ZeroDivisionError" in caplog.text


async def test_what_is_told_anyway_is_read_before_the_question(browser: Browser) -> None:
    browser.say(type="chatWarm", scene=SCENE, conversation=None)
    async with asyncio.timeout(5):
        while not browser.engine.warmed:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)
    await browser.answer("How many?")

    (warmed,), (asked,) = browser.engine.warmed, browser.engine.requests
    assert SOURCE in warmed.prompt[-1]["content"]  # type: ignore[index]
    beginning = warmed.prompt[-1]["content"].rstrip()  # type: ignore[index]
    assert asked.prompt[-1]["content"].startswith(beginning)  # type: ignore[index]


async def test_what_is_stopped_at_once_has_done_nothing(browser: Browser) -> None:
    number = browser.ask("How many?")
    browser.say(type="chatStop", id=number)
    await browser.answer("And now?")

    assert len(browser.engine.requests) == 1


async def test_to_stop_what_is_over_does_nothing(browser: Browser) -> None:
    browser.say(type="chatStop", id=7)

    assert browser.told == []
