"""Threads give way to other processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_codeintel.engine.server import governor
from jupyter_codeintel.engine.server.cpu import (
    CpuSample,
    core_count,
    default_threads,
    others,
    take_sample,
)
from jupyter_codeintel.engine.server.governor import Governor, threads_beside
from jupyter_codeintel.engine.server.host import EngineHost
from tests.engine.server.conftest import scripted


@pytest.mark.parametrize(
    ("busy", "cores", "threads"),
    [(0.0, 4, 4), (0.3, 4, 4), (1.0, 4, 3), (1.0, 2, 1), (9.0, 2, 1), (0.0, 0.5, 1), (0.0, 16, 4)],
)
def test_a_thread_for_each_free_core(busy: float, cores: float, threads: int) -> None:
    assert threads_beside(busy, cores=cores, wanted=4) == threads


def test_own_work_is_not_others() -> None:
    before, after = CpuSample(10, 100, 50), CpuSample(12, 106, 52)
    assert others(before, after) == 2.0
    assert others(before, before) == 0.0
    assert others(before, CpuSample(12, 101, 53)) == 0.0


def test_a_sample_of_this_machine() -> None:
    assert take_sample().busy > 0
    assert 1 <= default_threads() <= max(1, core_count())


def test_a_containers_limit_counts(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    (tmp_path / "cpu.stat").write_text("usage_usec 3000000\nuser_usec 1\n")
    assert core_count(tmp_path) == 0.5
    assert take_sample(tmp_path).busy == 3.0
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert core_count(tmp_path) == core_count(tmp_path / "none")


async def loaded(threads: int) -> EngineHost:
    host = EngineHost(Path("x"), scripted, threads=threads)
    host.start()
    await host.engine()
    return host


@pytest.mark.parametrize(
    ("seconds", "used", "threads"), [(1.0, 0.2, 4), (1.0, 3.0, 1), (0.1, 0.2, 2), (0.05, 0.2, 4)]
)
async def test_the_load_beside_a_request_decides(
    monkeypatch: pytest.MonkeyPatch, seconds: float, used: float, threads: int
) -> None:
    host = await loaded(threads=4)
    samples = iter([CpuSample(0, 0, 0), CpuSample(seconds, 1 + used, 1)])
    monkeypatch.setattr(governor, "core_count", lambda: 4)
    monkeypatch.setattr(governor, "take_sample", lambda: next(samples))
    Governor(host)
    host.on_begin()
    host.on_end()
    assert host.threads == threads
    host.close()


async def test_long_work_is_looked_at_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    host = await loaded(threads=4)
    samples = iter([CpuSample(0, 0, 0), CpuSample(1, 3, 0), CpuSample(2, 3, 0)])
    monkeypatch.setattr(governor, "INTERVAL", 0)
    monkeypatch.setattr(governor, "core_count", lambda: 4)
    seen = []

    def sample() -> CpuSample:
        seen.append(host.threads)
        return next(samples)

    monkeypatch.setattr(governor, "take_sample", sample)
    watching = Governor(host)
    watching.begin()
    monkeypatch.setattr(EngineHost, "busy", True)
    with pytest.raises(RuntimeError):  # the samples have run out
        await watching.run()
    assert seen == [4, 4, 1, 4]
    monkeypatch.undo()
    host.close()
