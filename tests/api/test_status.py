"""The engine's status: what it is called, and when it is told."""

from __future__ import annotations

import asyncio

import pytest

from jupyter_codeintel.api.engine_status import EngineProbe, ObservedSource
from jupyter_codeintel.api.messages import EngineState, Status
from jupyter_codeintel.api.status import StatusWatch
from jupyter_codeintel.engine.connection import Connection
from jupyter_codeintel.engine.wire import EngineHealth
from jupyter_codeintel.errors import CodeIntelError, EngineUnavailable, ModelError

NO_MODEL = ModelError("no model", code="no_model", hint="get one")


class Source:
    """Gives a connection, or an error, when it may."""

    def __init__(self, error: CodeIntelError | None = None) -> None:
        self.error = error
        self.may = asyncio.Event()
        self.losses = 0

    async def ensure(self) -> Connection:
        await self.may.wait()
        if self.error:
            raise self.error
        return Connection("http://localhost", "")

    async def lost(self, connection: Connection) -> None:
        self.losses += 1


def health(status: str = "ready", *, busy: bool = False) -> EngineHealth:
    return EngineHealth(
        status, busy, "small", "small.gguf", True, True, None, 512, 2, 1, "0",
        {"code": "c", "message": "m", "hint": "h"} if status == "error" else None,
    )  # fmt: skip


async def _look(found: EngineHealth | None, source: ObservedSource | None = None) -> Status:
    async def ask() -> EngineHealth | None:
        return found

    return await EngineProbe(source or ObservedSource(Source()), ask, lambda: 12.345)()


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (None, "stopped"),
        (health("loading"), "loading"),
        (health(), "ready"),
        (health(busy=True), "busy"),
        (health("error"), "error"),
    ],
)
async def test_states(found: EngineHealth | None, state: EngineState) -> None:
    assert (await _look(found)).engine == state


async def test_a_ready_engine_tells_its_model_and_speed() -> None:
    assert await _look(health()) == Status("ready", "small", None, 12.3)


async def test_starting_and_why_it_failed() -> None:
    inner = Source(NO_MODEL)
    source = ObservedSource(inner)
    waiting = asyncio.create_task(source.ensure())
    await asyncio.sleep(0)
    assert (await _look(None, source)).engine == "starting"

    inner.may.set()
    with pytest.raises(ModelError):
        await waiting
    assert await _look(None, source) == Status("error", error=NO_MODEL.as_dict())
    source.forget()
    assert await _look(None, source) == Status("stopped")

    inner.error = None
    await source.lost(await source.ensure())
    assert (await _look(None, source)).engine == "stopped"
    assert inner.losses == 1


async def test_an_engine_that_cannot_be_asked() -> None:
    async def ask() -> EngineHealth | None:
        raise EngineUnavailable("gone", code="gone")

    status = await EngineProbe(ObservedSource(Source()), ask, lambda: None)()

    assert status.error == {"code": "gone", "message": "gone", "hint": ""}


class Probe:
    """A status that a test sets."""

    def __init__(self) -> None:
        self.status = Status("loading")
        self.looks = 0

    async def __call__(self) -> Status:
        self.looks += 1
        return self.status


async def test_changes_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_codeintel.api.status.INTERVAL_STARTING", 0.001)
    monkeypatch.setattr("jupyter_codeintel.api.status.INTERVAL", 0.001)
    probe = Probe()
    watch = StatusWatch(probe)
    told: list[Status] = []
    watch.subscribe(told.append)
    await asyncio.sleep(0.1)
    assert probe.looks > 2
    probe.status = Status("ready")
    await asyncio.sleep(0.1)

    assert told == [Status("loading"), Status("ready")]
    watch.stop()


async def test_a_newcomer_is_told_at_once_and_nobody_looks_when_all_are_gone() -> None:
    probe = Probe()
    watch = StatusWatch(probe)
    first: list[Status] = []
    second: list[Status] = []
    tell_first, tell_second = first.append, second.append
    watch.subscribe(tell_first)
    await asyncio.sleep(0.01)
    watch.subscribe(tell_second)
    await asyncio.sleep(0.01)
    assert first
    assert second == [Status("loading")]

    watch.unsubscribe(tell_first)
    watch.unsubscribe(tell_second)
    looks = probe.looks
    await asyncio.sleep(0.01)

    assert probe.looks == looks


async def test_hurrying_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_codeintel.api.status.INTERVAL_STARTING", 0.001)
    probe = Probe()
    probe.status = Status("stopped")
    watch = StatusWatch(probe)
    told: list[Status] = []
    watch.subscribe(told.append)
    await asyncio.sleep(0.01)
    probe.status = Status("ready")

    watch.hurry()
    await asyncio.sleep(0.1)

    assert [status.engine for status in told] == ["stopped", "ready"]
    watch.stop()
