"""What typing costs: notebooks typed through server, websocket and engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from jupyter_codeintel.evaluation.browser import Browser, Reply
from jupyter_codeintel.evaluation.lab_server import EngineCounters, LabServer
from jupyter_codeintel.evaluation.replays import Replay, Step
from jupyter_codeintel.evaluation.typist import Editor, KeyKind, Typist

Mode = Literal["slow", "steady"]
Visit = Literal["first", "again", "again elsewhere", "again after edits"]
"""``again`` is the very place that was left, with nothing changed around it."""

STEADY_PAUSE = 1 / 8
"""Seconds between the keys of somebody who types 8 characters a second."""

SETTLING = 0.03
"""Seconds after which the engine has noted the end of a generation that was cut off."""

WARM_TIMEOUT = 300.0


@dataclass(frozen=True)
class Key:
    """One keystroke and its reply.

    ``requests`` and ``evaluated`` are the generations that it started and the prompt tokens
    evaluated for them; they are known in the slow mode alone.
    """

    replay: str
    cell: str
    kind: KeyKind
    source: str
    milliseconds: float
    requests: int = 0
    evaluated: int = 0


@dataclass(frozen=True)
class Arrival:
    """Coming to a cell: what the warm-up evaluated, and after it the first key."""

    replay: str
    cell: str
    visit: Visit
    warm_tokens: int
    first_key_tokens: int | None


@dataclass(frozen=True)
class Session:
    """What one way of typing all notebooks gave."""

    mode: Mode
    keys: Sequence[Key]
    arrivals: Sequence[Arrival]


@dataclass(frozen=True)
class _View:
    """A place, and the cells around it."""

    prefix: str
    suffix: str
    others: dict[str, str]


class Player:
    """Types notebooks.

    Parameters
    ----------
    browser : Browser
        The connection.
    counters : EngineCounters
        Of the engine behind it.
    mode : {'slow', 'steady'}
        Each key waits for its reply, or keys come in a fixed rhythm.
    """

    def __init__(self, browser: Browser, counters: EngineCounters, mode: Mode) -> None:
        self._browser = browser
        self._counters = counters
        self._mode = mode
        self.keys: list[Key] = []
        self.arrivals: list[Arrival] = []

    async def play(self, replay: Replay) -> None:
        """Type one notebook."""
        document = f"{replay.name}-{self._mode}.ipynb"
        cells = dict(replay.cells)
        left: dict[str, _View] = {}
        await self._browser.sync(document, cells, list(cells))
        for step in replay.steps:
            editor = Editor(cells[step.cell], step.cursor(cells[step.cell]))
            others = {name: source for name, source in cells.items() if name != step.cell}
            visit = _visit(left.get(step.cell), _View(editor.prefix, editor.suffix, others))
            warm_tokens = await self._arrive(document, step.cell, editor)
            before = len(self.keys)
            await self._type(document, replay.name, step, editor)
            typed = self.keys[before:]
            first = typed[0].evaluated if typed and self._mode == "slow" else None
            self.arrivals.append(Arrival(replay.name, step.cell, visit, warm_tokens, first))
            cells[step.cell] = editor.source
            left[step.cell] = _View(editor.prefix, editor.suffix, others)
            await self._browser.sync(document, {step.cell: editor.source}, None)
        await self._browser.send("close", document=document)

    async def _arrive(self, document: str, cell: str, editor: Editor) -> int:
        before = await self._counters.idle()
        await self._browser.send(
            "warm", document=document, cell=cell, prefix=editor.prefix, suffix=editor.suffix
        )
        async with asyncio.timeout(WARM_TIMEOUT):
            while True:
                now = await self._counters.idle()
                if now["requests_total"] > before["requests_total"]:
                    return int(now["evaluated_tokens_total"] - before["evaluated_tokens_total"])
                await asyncio.sleep(SETTLING)

    async def _type(self, document: str, name: str, step: Step, editor: Editor) -> None:
        typist = Typist(editor, step.text)
        if self._mode == "slow":
            await self._type_slowly(document, name, step, typist)
        else:
            await self._type_steadily(document, name, step, typist)

    async def _type_slowly(self, document: str, name: str, step: Step, typist: Typist) -> None:
        kind: KeyKind = "character"
        accepted = False
        while not typist.done:
            kind = "accept" if accepted else typist.press()
            if kind == "move":
                continue
            before = await self._counters.read()
            reply = await (await self._ask(document, step.cell, typist.editor))
            after = await self._settled(reply)
            requests, evaluated = (
                int(after[total] - before[total])
                for total in ("typing_requests_total", "typing_evaluated_tokens_total")
            )
            self.keys.append(
                Key(name, step.cell, kind, reply.source, reply.milliseconds, requests, evaluated)
            )
            accepted = step.accept and typist.accept(reply.text)

    async def _settled(self, reply: Reply) -> dict[str, float]:
        if reply.source in ("model", "none"):
            await asyncio.sleep(SETTLING)
        return await self._counters.read()

    async def _type_steadily(self, document: str, name: str, step: Step, typist: Typist) -> None:
        clock = asyncio.get_running_loop()
        asked: list[tuple[KeyKind, asyncio.Future[Reply]]] = []
        due = clock.time()
        while not typist.done:
            kind = typist.press()
            if kind != "move":
                asked.append((kind, await self._ask(document, step.cell, typist.editor)))
            due += STEADY_PAUSE
            await asyncio.sleep(max(0.0, due - clock.time()))
        for kind, future in asked:
            reply = await future
            self.keys.append(Key(name, step.cell, kind, reply.source, reply.milliseconds))

    async def _ask(self, document: str, cell: str, editor: Editor) -> asyncio.Future[Reply]:
        return await self._browser.complete(document, cell, editor.prefix, editor.suffix)


@asynccontextmanager
async def typing_at(server: LabServer) -> AsyncIterator[tuple[Browser, EngineCounters]]:
    """Give a connection, and the counters of the engine behind it when it is ready."""
    browser = await Browser.connect(server)
    try:
        await browser.send("warm", document="none.ipynb", cell="none", prefix="", suffix="")
        await browser.engine_is("ready", "busy", "error")
        counters = EngineCounters(server.engine)
        try:
            yield browser, counters
        finally:
            await counters.aclose()
    finally:
        await browser.aclose()


def _visit(left: _View | None, found: _View) -> Visit:
    if left is None:
        return "first"
    if left.others != found.others:
        return "again after edits"
    return "again" if left == found else "again elsewhere"


async def play_all(
    browser: Browser,
    counters: EngineCounters,
    replays: Sequence[Replay],
    mode: Mode,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Session:
    """Type all notebooks."""
    player = Player(browser, counters, mode)
    for number, replay in enumerate(replays):
        on_progress(number, len(replays))
        await player.play(replay)
    on_progress(len(replays), len(replays))
    return Session(mode, player.keys, player.arrivals)
