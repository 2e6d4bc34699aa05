"""The fixes of one browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import fastjsonschema
import pytest

from jupyter_codeintel.api.conversation import Conversation
from jupyter_codeintel.api.messages import Json, load_schema
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.errors import EngineUnavailable
from jupyter_codeintel.fix.events import Edit, Ended, Evidence, Proposal, Step
from tests.api.fake_chats import no_chats
from tests.api.fake_fixes import FakeFix, FakeFixService
from tests.api.fake_models import no_models
from tests.api.test_messages import CELL, SYNC
from tests.completion.fake_engine import FakeEngine

VALID = fastjsonschema.compile(load_schema())
LOOK = Step(1, "reproduce", "Looking at the error")
OUTPUT = {"output_type": "stream", "name": "stdout", "text": "6\n"}
PROPOSAL = Proposal(
    "verified",
    "a misspelling",
    (Edit("c", "pirce", "price"),),
    ("b", "c"),
    Evidence("fork", (OUTPUT,), ("x: int",), ("out.csv",), ("it runs",), 120.5),
    "rule",
)
FIX = {"type": "fix", "document": "a.ipynb", "cell": "c", "traceback": ["KeyError: 'pirce'"]}


class Browser:
    """Asks for fixes and keeps what it is told."""

    def __init__(self, *fixes: FakeFix) -> None:
        self.told: list[Json] = []
        self.service = FakeFixService(*fixes)
        session = CompletionService(FakeEngine()).open_session()
        self.conversation = Conversation(session, self.service, no_chats(), no_models(), self._hear)
        sync = {**SYNC, "document": "a.ipynb", "kernel": "k", "cells": [CELL], "order": ["c"]}
        self.say(**sync)

    def say(self, **message: object) -> None:
        VALID(message)
        self.conversation.receive(json.dumps(message))

    def _hear(self, message: Json) -> None:
        VALID(message)
        self.told.append(message)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not condition():  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0)

    async def hears(self, kind: str, number: int = 1) -> Json:
        def heard() -> list[Json]:
            return [m for m in self.told if m["type"] == kind and m["id"] == number]

        await self.until(lambda: bool(heard()))
        return heard()[-1]


@pytest.fixture
async def close() -> AsyncIterator[Callable[[Browser], Browser]]:
    browsers: list[Browser] = []

    def register(browser: Browser) -> Browser:
        browsers.append(browser)
        return browser

    yield register
    for browser in browsers:
        await browser.conversation.aclose()


Close = Callable[[Browser], Browser]


async def test_what_is_asked_reaches_the_service(close: Close) -> None:
    browser = close(Browser(FakeFix([LOOK])))
    browser.say(**FIX, id=1, goal="a sum", maxAttempts=2, timeLimit=1000)
    await browser.hears("fixStep")

    (request, settings) = browser.service.asked[0]
    assert request.document.cells[0].source == "x"
    assert (request.cell, request.kernel, request.goal) == ("c", "k", "a sum")
    assert request.traceback == ("KeyError: 'pirce'",)
    assert request.error is not None
    assert request.error.name == "E"
    assert settings is not None
    assert settings.max_attempts == 2
    assert settings.time_limit_s == browser.service.settings.time_limit_s


async def test_steps_and_a_proposal_are_told(close: Close) -> None:
    browser = close(Browser(FakeFix([LOOK, PROPOSAL])))
    browser.say(**FIX, id=1)
    proposal = await browser.hears("fixProposal")

    assert browser.told[0] == {
        "type": "fixStep",
        "id": 1,
        "number": 1,
        "phase": "reproduce",
        "text": "Looking at the error",
        "state": "running",
        "detail": "",
    }
    assert proposal["edits"] == [{"cell": "c", "before": "pirce", "after": "price"}]
    assert proposal["run"] == ["b", "c"]
    assert proposal["forget"] == []
    assert proposal["evidence"] == {
        "tier": "fork",
        "outputs": [OUTPUT],
        "variables": ["x: int"],
        "files": ["out.csv"],
        "reasons": ["it runs"],
        "tookMs": 120.5,
    }


async def test_another_proposal_and_the_decision(close: Close) -> None:
    fix = FakeFix([PROPOSAL], [Ended("proposed", "There is no other")])
    browser = close(Browser(fix))
    browser.say(**FIX, id=1)
    await browser.hears("fixProposal")
    await browser.until(lambda: fix.closed == 1)
    browser.say(type="fixAnother", id=1)
    ended = await browser.hears("fixEnded")
    browser.say(type="fixDecided", id=1, accepted=True)
    browser.say(type="fixDecided", id=1, accepted=False)

    assert (ended["outcome"], ended["text"]) == ("proposed", "There is no other")
    assert fix.decisions == [True]


@pytest.mark.parametrize(
    "ending",
    [{"type": "fixStop", "id": 1}, {"type": "close", "document": "a.ipynb"}, {**FIX, "id": 2}],
    ids=["stop", "notebook closed", "another fix in it"],
)
async def test_the_work_ends(close: Close, ending: dict[str, object]) -> None:
    fix = FakeFix([LOOK], endless=True)
    browser = close(Browser(fix, FakeFix([PROPOSAL])))
    browser.say(**FIX, id=1)
    await browser.hears("fixStep")
    browser.say(**ending)

    await browser.until(lambda: fix.closed == 1)


async def test_what_was_found_until_a_stop_is_proposed(close: Close) -> None:
    fix = FakeFix([LOOK], [Ended("proposed", "There is no other")], PROPOSAL, endless=True)
    browser = close(Browser(fix))
    browser.say(**FIX, id=1)
    await browser.hears("fixStep")
    browser.say(type="fixStop", id=1)

    assert (await browser.hears("fixProposal"))["says"] == PROPOSAL.says
    assert fix.closed == 1
    browser.say(type="fixDecided", id=1, accepted=True)
    assert fix.decisions == [True]


async def test_closing_the_browser_ends_the_work() -> None:
    fix = FakeFix([LOOK], endless=True)
    browser = Browser(fix)
    browser.say(**FIX, id=1)
    await browser.hears("fixStep")

    await browser.conversation.aclose()

    assert fix.closed == 1


async def test_errors_are_told(close: Close, caplog: pytest.LogCaptureFixture) -> None:
    lost = EngineUnavailable("lost", code="engine_lost", hint="again")
    browser = close(
        Browser(FakeFix([LOOK], error=lost), FakeFix([LOOK], error=ZeroDivisionError()))
    )
    browser.say(**FIX, id=1)
    assert (await browser.hears("failed", 1))["error"]["code"] == "engine_lost"
    browser.say(**FIX, id=2)
    assert (await browser.hears("failed", 2))["error"]["code"] == "internal"
    assert "ZeroDivisionError" in caplog.text
    browser.say(**FIX, id=3)
    assert (await browser.hears("failed", 3))["error"]["code"] == "fix_under_way"


async def test_what_comes_too_late_does_nothing(close: Close) -> None:
    browser = close(Browser())
    browser.say(type="fixStop", id=7)
    browser.say(type="fixAnother", id=7)
    browser.say(type="fixDecided", id=7, accepted=True)

    assert browser.told == []
