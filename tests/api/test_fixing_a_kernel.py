"""From a browser's message to a repair that was tried on a real kernel."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_codeintel.api.conversation import Conversation
from jupyter_codeintel.api.messages import Json
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.fix.service import FixService
from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials
from tests.api.fake_chats import no_chats
from tests.api.fake_models import no_models
from tests.completion.fake_engine import FakeEngine

NAMES = "prices = [2, 5]"
MISSPELT = 'total = sum(pirces)\nprint("total", total, len(prices))'
SPELT = 'total = sum(prices)\nprint("total", total, len(prices))'
SLOW = "import time\ntime.sleep(20)"


@pytest.fixture
async def runner(tmp_path: Path) -> AsyncIterator[Runner]:
    async with started_kernel(tmp_path) as found:
        yield found


class Browser:
    """A notebook in a browser, whose cells run in a kernel."""

    def __init__(
        self, conversation: Conversation, told: asyncio.Queue[Json], runner: Runner
    ) -> None:
        self.conversation = conversation
        self._told = told
        self._runner = runner

    def say(self, **message: object) -> None:
        self.conversation.receive(json.dumps(message))

    async def open(self, *sources: str) -> None:
        """Run cells and tell the server of them."""
        cells = []
        for number, source in enumerate(sources, start=1):
            outcome = (await self._runner.run_cell(source, 60)).outcome
            failed = outcome.status == "error"
            cells.append(
                {
                    "id": f"c{number}",
                    "type": "code",
                    "source": source,
                    "executionCount": number,
                    "error": {"name": outcome.name, "value": outcome.value} if failed else None,
                }
            )
        self.say(
            type="sync",
            document="a",
            kind="notebook",
            language="python",
            kernel=self._runner.kernel_id,
            cells=cells,
        )

    def fix(self, cell: str) -> None:
        self.say(type="fix", id=1, document="a", cell=cell, traceback=[])

    async def hears(self, *kinds: str) -> Json:
        async with asyncio.timeout(60):
            while (message := await self._told.get())["type"] not in kinds:
                pass
        return message


@pytest.fixture
async def browser(runner: Runner) -> AsyncIterator[Browser]:
    trials = KernelTrials(runner)
    service = FixService(FakeEngine(), trials, runner.live)
    session = CompletionService(FakeEngine()).open_session()
    told: asyncio.Queue[Json] = asyncio.Queue()
    browser = Browser(
        Conversation(session, service, no_chats(), no_models(), told.put_nowait), told, runner
    )
    yield browser
    await browser.conversation.aclose()
    await trials.aclose()


async def test_a_misspelt_name(browser: Browser, runner: Runner) -> None:
    await browser.open(NAMES, MISSPELT)
    browser.fix("c2")

    assert (await browser.hears("fixStep"))["text"] == "Looking at the error"
    proposal = await browser.hears("fixProposal", "fixEnded", "failed")
    assert proposal["edits"] == [{"cell": "c2", "before": MISSPELT, "after": SPELT}]
    assert (proposal["badge"], proposal["run"]) == ("verified", ["c2"])
    assert proposal["evidence"]["outputs"][0]["text"] == "total 7 2\n"
    assert (await runner.run_cell("total", 60)).outcome.name == "NameError"


async def test_what_is_stopped_tries_nothing_more(browser: Browser, runner: Runner) -> None:
    await browser.open(NAMES, MISSPELT)
    browser.say(
        type="sync",
        document="a",
        kind="notebook",
        language="python",
        kernel=runner.kernel_id,
        cells=[
            {
                "id": "c2",
                "type": "code",
                "source": SLOW,
                "executionCount": 3,
                "error": {"name": "E", "value": "v"},
            }
        ],
    )
    browser.fix("c2")
    await browser.hears("fixStep")
    await asyncio.sleep(0.5)
    browser.say(type="fixStop", id=1)
    # The kernel is free at once, and so is the notebook.
    assert (await runner.run_cell("1", 60)).outcome.status == "ok"
    await browser.open(NAMES, MISSPELT)
    browser.fix("c2")

    assert (await browser.hears("fixProposal", "failed"))["type"] == "fixProposal"
