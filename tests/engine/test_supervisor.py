"""One engine per user: found, started, started again, and ended."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from jupyter_codeintel.engine import launcher
from jupyter_codeintel.engine.backoff import LIMIT, WINDOW, Backoff
from jupyter_codeintel.engine.discovery import (
    EngineRecord,
    discovery_path,
    read_record,
    write_record,
)
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.errors import EngineUnavailable, ModelError
from tests.engine.processes import kill, supervise, until_gone, write_script

pytestmark = pytest.mark.usefixtures("runtime_dir")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return write_script(tmp_path / "script.json")


@pytest_asyncio.fixture
async def supervisor(script: Path) -> AsyncIterator[EngineSupervisor]:
    supervisor = supervise(script)
    yield supervisor
    await supervisor.stop()


def record() -> EngineRecord:
    found = read_record(discovery_path())
    assert found is not None
    return found


async def test_it_starts_an_engine_that_outlives_it(supervisor: EngineSupervisor) -> None:
    connection = await supervisor.ensure()
    assert (connection.url, connection.token) == (record().url, record().token)
    assert await supervise(Path(record().model)).ensure() == connection
    assert stat.S_IMODE(discovery_path().stat().st_mode) == 0o600
    assert stat.S_IMODE(supervisor.log_path.stat().st_mode) == 0o600


async def test_the_token_is_not_shown(supervisor: EngineSupervisor) -> None:
    connection = await supervisor.ensure()
    assert connection.token not in repr(connection)
    assert connection.token not in supervisor.log_path.read_text()


async def test_two_supervisors_start_one_engine(supervisor: EngineSupervisor, script: Path) -> None:
    others = [supervise(script) for _ in range(3)]
    connections = await asyncio.gather(*(one.ensure() for one in [supervisor, *others]))
    assert len(set(connections)) == 1


async def test_a_cancelled_request_does_not_stop_the_start(supervisor: EngineSupervisor) -> None:
    first = asyncio.create_task(supervisor.ensure())
    await asyncio.sleep(0)
    first.cancel()
    connection = await supervisor.ensure()
    assert connection.url == record().url


async def test_status_and_stop(supervisor: EngineSupervisor) -> None:
    assert await supervisor.status() is None
    assert not await supervisor.stop()
    await supervisor.ensure()
    health = await supervisor.status()
    assert health is not None
    assert health.pid == record().pid
    assert await supervisor.stop()
    await until_gone(health.pid)
    assert not discovery_path().exists()


async def test_a_killed_engine_is_replaced(supervisor: EngineSupervisor) -> None:
    connection = await supervisor.ensure()
    pid = record().pid
    kill(pid)
    await until_gone(pid)
    await supervisor.lost(connection)
    assert await supervisor.ensure() != connection
    assert record().pid != pid


async def test_a_stale_file_is_not_believed(supervisor: EngineSupervisor, script: Path) -> None:
    write_record(
        EngineRecord("http://127.0.0.1:9", "t", 2**22 + 1, str(script), "0"), discovery_path()
    )
    connection = await supervisor.ensure()
    assert connection.url == record().url != "http://127.0.0.1:9"


async def test_an_engine_that_hangs_is_replaced(
    supervisor: EngineSupervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = await supervisor.ensure()
    pid = record().pid
    monkeypatch.setattr(launcher, "ANSWER_TIMEOUT", 0.5)
    monkeypatch.setattr(launcher, "STOP_TIMEOUT", 0.5)
    os.kill(pid, signal.SIGSTOP)
    await supervisor.lost(connection)
    assert await supervisor.ensure() != connection
    await until_gone(pid)


async def test_a_process_that_is_no_engine_is_let_alone(
    supervisor: EngineSupervisor, script: Path
) -> None:
    ours = EngineRecord("http://127.0.0.1:9", "t", os.getpid(), str(script), "0")
    write_record(ours, discovery_path())
    await supervisor.ensure()
    assert record().pid != os.getpid()


async def test_no_folder_to_write_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_script(tmp_path / "script.json")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(file))
    with pytest.raises(EngineUnavailable, match="cannot be started") as caught:
        await supervise(file).ensure()
    assert "JUPYTER_RUNTIME_DIR" in caught.value.hint


async def test_another_model_replaces_the_engine(
    supervisor: EngineSupervisor, tmp_path: Path
) -> None:
    await supervisor.ensure()
    first = record()
    other = write_script(tmp_path / "other.json")
    supervisor.use(lambda: other)
    await supervisor.ensure()
    await until_gone(first.pid)
    assert record().model == str(other)


async def test_another_model_is_wanted_while_the_engine_starts(
    supervisor: EngineSupervisor, tmp_path: Path
) -> None:
    before = asyncio.create_task(supervisor.ensure())
    await asyncio.sleep(0)
    other = write_script(tmp_path / "other.json")
    supervisor.use(lambda: other)
    await before
    await supervisor.ensure()
    assert record().model == str(other)


async def test_nothing_is_started_without_a_model_or_room(script: Path) -> None:
    def no_model() -> Path:
        raise ModelError("none", code="no_model")

    def no_room(model: Path) -> None:
        raise ModelError(model.name, code="not_enough_memory")

    with pytest.raises(ModelError, match="none"):
        await EngineSupervisor(no_model).ensure()
    with pytest.raises(ModelError, match=r"script\.json"):
        await EngineSupervisor(lambda: script, before_start=no_room).ensure()
    assert not discovery_path().exists()


async def test_an_engine_that_cannot_start_shows_its_log(script: Path) -> None:
    supervisor = supervise(script, port=-1)
    with pytest.raises(EngineUnavailable) as caught:
        await supervisor.ensure()
    assert caught.value.code == "start_failed"
    assert "Traceback" in caught.value.hint or "cannot listen" in caught.value.hint


async def test_it_gives_up_an_engine_that_keeps_failing(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Backoff, "delay", 0.0)
    supervisor = supervise(script, port=-1)
    codes = []
    for _ in range(LIMIT + 1):
        with pytest.raises(EngineUnavailable) as caught:
            await supervisor.ensure()
        codes.append(caught.value.code)
    assert codes == ["start_failed"] * LIMIT + ["engine_keeps_failing"]


def test_backoff_forgives_the_first_failure_and_doubles_from_there() -> None:
    now = [0.0]
    backoff = Backoff(lambda: now[0])
    delays = []
    for _ in range(LIMIT):
        delays.append(backoff.delay)
        backoff.failed()
    assert delays == [0.0, 0.0, 1.0, 2.0, 4.0]
    assert backoff.exhausted
    now[0] += WINDOW + 1
    assert (backoff.exhausted, backoff.delay) == (False, 0.0)
