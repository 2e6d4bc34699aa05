"""Whatever the tried code does, the kernel and its server learn how it ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Limits
from tests.kernel.trying import children, scratch_folders, tried

SHORT = Limits(wall_s=1.5)
DEADLOCK = """
import threading
lock = threading.Lock()
lock.acquire()
lock.acquire()
"""


@pytest.mark.parametrize(
    ("source", "limits", "status", "reason"),
    [
        ("x = 1\nwhile True: pass", SHORT, "timeout", "still running after 1.5 s, in line 2"),
        ("sum(range(10**12))", SHORT, "timeout", "line 1: sum(range(10**12))"),  # keeps the GIL
        ("import time\ntime.sleep(60)", SHORT, "timeout", "in line 2: time.sleep(60)"),
        ("import ctypes\nctypes.string_at(0)", SHORT, "died", "SIGSEGV, in line 2: ctypes."),
        ("import os\nos._exit(3)", SHORT, "died", "exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", SHORT, "died", "SIGKILL"),
        (DEADLOCK, Limits(deadlock_s=0.5), "deadlock", "wait for each other, in line 5"),
        ("while True: pass", Limits(cpu_s=1, wall_s=60), "timeout", "1 s of processor time"),
        ("x = [0] * (1 << 40)", Limits(), "failed", "MemoryError"),
    ],
)
async def test_code_that_does_not_come_back(
    trials: KernelTrials, source: str, limits: Limits, status: str, reason: str
) -> None:
    verdict = await tried(trials, "before = 1", source, "after = 1", limits=limits)
    assert verdict.status == status
    assert reason in verdict.reason
    assert [run.status for run in verdict.runs] == ["passed", "failed", "not_run"]


async def test_a_copy_that_fills_its_memory_says_so(trials: KernelTrials) -> None:
    source = "x = []\nwhile True: x.append(bytearray(1 << 24))"
    limits = Limits(memory_bytes=256 << 20)
    verdict = await tried(trials, "before = 1", source, "after = 1", limits=limits)
    # How much is left decides whether the error itself can still be told.
    told = {"failed": "MemoryError", "died": "there was no memory left"}
    assert told[verdict.status] in verdict.reason
    assert [run.status for run in verdict.runs] == ["passed", "failed", "not_run"]


async def test_nothing_is_left_and_the_kernel_goes_on(
    runner: Runner, trials: KernelTrials, temporary: Path
) -> None:
    for source in ("import os; os._exit(0)", "raise SystemExit", "import os; os.abort()"):
        assert (await tried(trials, source)).status in ("died", "failed")
    assert children(runner) == []
    assert scratch_folders(temporary) == []
    assert (await runner.execute("print('on')", 30)).status == "ok"


async def test_a_wait_that_ends_is_no_deadlock(trials: KernelTrials) -> None:
    limits = Limits(deadlock_s=0.5)
    verdict = await tried(trials, "import threading", "threading.Event().wait(1.5)", limits=limits)
    assert verdict.status == "passed"


async def test_locks_that_other_threads_hold_are_recognised(
    runner: Runner, trials: KernelTrials
) -> None:
    held = (
        "import threading\nlock = threading.Lock()\nthreading.Thread(target=lock.acquire).start()"
    )
    assert (await runner.execute(held, 30)).status == "ok"
    verdict = await tried(trials, "lock.acquire()", limits=Limits(deadlock_s=0.5))
    assert verdict.status == "deadlock"


async def test_closing_the_pipe_to_the_supervisor_is_the_end(trials: KernelTrials) -> None:
    verdict = await tried(trials, "import os\nos.closerange(3, 500)\nwhile True: pass")
    assert verdict.status == "died"
