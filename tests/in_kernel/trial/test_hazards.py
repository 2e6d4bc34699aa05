"""What speaks against a copy of a kernel."""

from __future__ import annotations

import sys
import threading
import types
from pathlib import Path

import pytest

from jupyter_codeintel.in_kernel.activity import is_busy
from jupyter_codeintel.in_kernel.trial import leftovers, memory
from jupyter_codeintel.in_kernel.trial.hazards import hazards, uses_gpu


def kernel(*, debugged: bool = False) -> types.SimpleNamespace:
    return types.SimpleNamespace(debugger=types.SimpleNamespace(is_started=debugged))


def test_libraries_debuggers_and_threads_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", types.ModuleType("ray"))
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="the user's")
    thread.start()
    try:
        found = hazards(kernel(debugged=True))
    finally:
        done.set()
        thread.join()
    assert "ray keeps threads that a copy lacks" in found
    assert "a debugger is attached" in found
    assert any("the user's" in one for one in found)


def test_a_graphics_processor_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not uses_gpu()
    cuda = types.ModuleType("torch.cuda")
    monkeypatch.setitem(sys.modules, "torch.cuda", cuda)
    vars(cuda)["_initialized"] = False
    assert not uses_gpu()
    vars(cuda)["_initialized"] = True
    assert uses_gpu()
    assert "a graphics processor is in use" in hazards(kernel())


def test_an_older_kernel_is_busy_while_it_executes() -> None:
    def execute_request() -> bool | None:
        return is_busy(object())

    assert execute_request() is True
    assert is_busy(object()) is None


@pytest.mark.parametrize(
    ("available", "wanted", "allowed"),
    [(3 << 30, 1 << 30, 1 << 30), (3 << 29, 2 << 30, 1 << 30), (100 << 20, 2 << 30, 0)],
)
def test_memory_is_left_for_others(
    monkeypatch: pytest.MonkeyPatch, available: int, wanted: int, allowed: int
) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: available)
    assert memory.affordable(wanted) == allowed


def test_the_limit_of_a_container_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "/proc/meminfo": "MemTotal: 9 kB\nMemAvailable:  2048 kB\n",
        "/sys/fs/cgroup/memory.max": "1000000\n",
        "/sys/fs/cgroup/memory.current": "400000\n",
    }
    monkeypatch.setattr(memory, "_text", texts.__getitem__)
    assert memory.available_bytes() == 600000
    texts["/sys/fs/cgroup/memory.max"] = "max\n"
    assert memory.available_bytes() == 2048 * 1024


def test_folders_of_dead_kernels_are_removed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead, alive, other = "codeintel-trial-4194999-x", "codeintel-trial-1-x", "mine-4194999-x"
    for name in (dead, alive, other):
        (tmp_path / name / "below").mkdir(parents=True)
    leftovers.remove_leftovers()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([alive, other])
