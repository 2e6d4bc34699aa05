"""Cells are tried on a copy of a live kernel, and a verdict comes back."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import psutil
import pytest

from jupyter_codeintel.kernel.reach import Reach
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Limits, Trial, TrialCell
from tests.kernel.trying import children, kernel_process, scratch_folders, trial, tried, until

FOREVER = "while True: pass"


class NoKernels:
    def reach(self, kernel_id: str) -> Reach | None:
        return None


async def test_what_passes(runner: Runner, trials: KernelTrials) -> None:
    await runner.execute("x = 41", 30)
    verdict = await tried(trials, "y = x + 1", "print(y); y")
    assert (verdict.status, verdict.reason, verdict.error) == ("passed", "", None)
    assert verdict.tier == await trials.tier("runner") == "fork"
    assert [run.status for run in verdict.runs] == ["passed", "passed"]
    assert verdict.runs[1].outputs == (
        {"output_type": "stream", "name": "stdout", "text": "42\n"},
        {"output_type": "execute_result", "data": {"text/plain": "42"}, "metadata": {}},
    )
    left = verdict.left["y"]
    assert left.how == "new"
    assert left.variable is not None
    assert left.variable.value == "42"
    assert verdict.took_ms > verdict.runs[0].took_ms


async def test_what_fails_ends_the_trial(trials: KernelTrials) -> None:
    verdict = await tried(trials, "a = 1", "b = a / 0", "c = 1")
    assert (verdict.status, verdict.reason) == ("failed", "ZeroDivisionError: division by zero")
    assert [run.status for run in verdict.runs] == ["passed", "failed", "not_run"]
    assert verdict.error is not None
    assert verdict.error == verdict.runs[1].error
    assert sorted(verdict.left) == ["a"]


async def test_what_need_not_pass_is_told_and_no_more(trials: KernelTrials) -> None:
    cells = (TrialCell("look", "nothing", required=False), TrialCell("then", "1 + 1"))
    verdict = await trials.verify("runner", Trial(cells))
    assert (verdict.status, verdict.error) == ("passed", None)
    assert [run.status for run in verdict.runs] == ["failed", "passed"]
    assert verdict.runs[0].error is not None
    assert verdict.runs[0].error.attributes == {"name": "nothing"}


async def test_outputs_come_in_order(trials: KernelTrials) -> None:
    verdict = await tried(
        trials,
        """
import os, sys
from IPython.display import clear_output, display
print("gone")
clear_output()
print("out")
print("error", file=sys.stderr)
os.write(1, b"raw\\n")
shown = display("first", display_id=True)
shown.update("second")
print("a" * 10)
"end"
""",
    )
    assert [(one.get("text"), one.get("data")) for one in verdict.runs[0].outputs] == [
        ("out\n", None),
        ("error\n", None),
        ("raw\n", None),
        (None, {"text/plain": "'second'"}),
        ("aaaaaaaaaa\n", None),
        (None, {"text/plain": "'end'"}),
    ]


async def test_frames_and_figures_are_shown(runner: Runner, trials: KernelTrials) -> None:
    await runner.execute("%matplotlib inline\nimport matplotlib.pyplot as plt, pandas as pd", 60)
    verdict = await tried(trials, "pd.DataFrame({'a': [1]})", "plt.plot([1, 2]);")
    frame, figure = (run.outputs for run in verdict.runs)
    assert "<table" in frame[0]["data"]["text/html"]
    assert [one["output_type"] for one in figure] == ["display_data"]
    assert base64.b64decode(figure[0]["data"]["image/png"]).startswith(b"\x89PNG")


async def test_cells_may_await(runner: Runner, trials: KernelTrials) -> None:
    await runner.execute("import asyncio", 30)
    verdict = await tried(trials, "async def one(): return 1", "await asyncio.sleep(0.01, one)")
    assert verdict.status == "passed"
    assert (await tried(trials, "asyncio.run(asyncio.sleep(0))")).status == "failed"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("name = input('Who? ')", "asks for input"),
        ("import getpass; getpass.getpass()", "asks for input"),
        ("!ls", "runs a shell command"),
        ("import subprocess; subprocess.run(['ls'])", "not permitted"),
        ("import urllib.request as r; r.urlopen('http://localhost:1')", "not allowed on a copy"),
    ],
)
async def test_what_a_copy_may_not_do_says_nothing_about_the_code(
    trials: KernelTrials, source: str, reason: str
) -> None:
    verdict = await tried(trials, source)
    assert verdict.status == "inconclusive"
    assert reason in verdict.reason


async def test_what_a_copy_lacks_says_nothing_about_the_code(
    runner: Runner, trials: KernelTrials
) -> None:
    await runner.execute("import asyncio\ntask = asyncio.ensure_future(asyncio.sleep(60))", 30)
    verdict = await tried(trials, "await task")
    assert verdict.status == "inconclusive"
    assert verdict.reason.startswith("it uses what a copy of the kernel lacks")


async def test_files_are_listed_and_not_written(
    trials: KernelTrials, tmp_path: Path, temporary: Path
) -> None:
    (tmp_path / "old.txt").write_text("old")
    verdict = await tried(trials, "open('new.txt', 'w').write('new')", "import os", REMOVE)
    assert verdict.status == "passed"
    assert {"new.txt", "old.txt"} <= {Path(file).name for file in verdict.files}
    assert (tmp_path / "old.txt").read_text() == "old"
    assert not (tmp_path / "new.txt").exists()
    assert scratch_folders(temporary) == []


REMOVE = "os.remove('old.txt')"


async def test_enough_is_enough(runner: Runner, trials: KernelTrials) -> None:
    candidates = ["1 / 0", "'a'", "import time; time.sleep(60)", "'b'", "'c'"]
    first, *others = await trials.verify_many("runner", [trial(one) for one in candidates], 1)
    assert first is None or first.status == "failed"  # the second may have been faster
    assert [one and one.status for one in others] == ["passed", None, None, None]
    both = await trials.verify_many("runner", [trial("'a'"), trial("'b'")], 2)
    assert [one and one.status for one in both] == ["passed", "passed"]
    assert await trials.verify_many("runner", [], 1) == []
    assert children(runner) == []


async def test_a_cancelled_caller_ends_what_runs(
    runner: Runner, trials: KernelTrials, temporary: Path
) -> None:
    endless = [trial(FOREVER)] * 4
    waiting = asyncio.create_task(trials.verify_many("runner", endless, 1))
    await until(lambda: len(children(runner)) == 2)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await until(lambda: children(runner) == [])
    await until(lambda: scratch_folders(temporary) == [])
    assert (await tried(trials, "1")).status == "passed"


async def test_a_restart_in_the_middle_leaves_nothing(
    runner: Runner, trials: KernelTrials, temporary: Path
) -> None:
    # The first trial also looks, in a short-lived child, what walls there are.
    assert (await tried(trials, "1")).status == "passed"
    waiting = asyncio.create_task(tried(trials, FOREVER))
    await until(lambda: len(children(runner)) == 1)
    (child,) = children(runner)
    await runner._manager.restart_kernel(now=True)
    await runner._client.wait_for_ready(timeout=60)
    verdict = await waiting
    assert (verdict.status, verdict.reason) == ("inconclusive", "the kernel was restarted or ended")
    await until(lambda: not psutil.pid_exists(child.pid))
    assert (await tried(trials, "1")).status == "passed"
    assert scratch_folders(temporary) == []


async def test_a_kernel_that_is_shut_down_ends_what_runs(
    runner: Runner, trials: KernelTrials, temporary: Path
) -> None:
    waiting = asyncio.create_task(tried(trials, FOREVER))
    await until(lambda: len(children(runner)) == 1)
    processes = [kernel_process(runner), *children(runner)]
    await runner._manager.shutdown_kernel()
    assert (await waiting).status == "inconclusive"
    assert not any(process.is_running() for process in processes)
    assert scratch_folders(temporary) == []


async def test_a_running_cell_is_waited_for(runner: Runner, trials: KernelTrials) -> None:
    assert await trials.tier("runner") == "fork"
    running = asyncio.create_task(runner.execute("import time; time.sleep(0.5); x = 1", 30))
    await asyncio.sleep(0.1)
    runner._is_idle = True  # what the server knows may be out of date
    assert (await tried(trials, "x")).status == "passed"
    await running
    running = asyncio.create_task(runner.execute("time.sleep(4)", 30))
    await asyncio.sleep(0.1)
    verdict = await tried(trials, "x")
    assert (verdict.status, verdict.tier) == ("inconclusive", None)
    assert verdict.reason == "a cell was running in the kernel all the time"
    await running


async def test_little_memory_is_no_reason_to_risk_the_machine(trials: KernelTrials) -> None:
    verdict = await tried(trials, "1", limits=Limits(memory_bytes=1 << 60))
    assert verdict.status == "passed"  # with as much as there is


async def test_what_cannot_be_reached_is_not_tried() -> None:
    trials = KernelTrials(NoKernels())
    assert await trials.tier("kernel") is None
    verdict = await trials.verify("kernel", trial("1"))
    assert (verdict.status, verdict.reason) == ("inconclusive", "the kernel cannot be reached")
    await trials.aclose()


async def test_where_no_file_can_be_written(
    runner: Runner, trials: KernelTrials, tmp_path: Path
) -> None:
    assert await trials.tier("runner") == "fork"
    await runner.execute(f"import sys\n{HELPER}._tiers[:] = ['fork_read_only']", 30)
    assert await trials.tier("runner") == "fork_read_only"
    verdict = await tried(trials, "print(1)", "await __import__('asyncio').sleep(0)")
    assert (verdict.status, verdict.tier) == ("passed", "fork_read_only")
    verdict = await tried(trials, "open('new.txt', 'w')")
    assert verdict.status == "inconclusive"
    assert "new.txt" in verdict.reason
    assert not (tmp_path / "new.txt").exists()
    await runner.execute("sys.modules['cupy'] = sys", 30)
    assert await trials.tier("runner") is None
    assert (await tried(trials, "1")).status == "inconclusive"


HELPER = "sys.modules['_jupyter_codeintel'].helper._trials"


async def test_without_containment_nothing_runs(
    runner: Runner, trials: KernelTrials, tmp_path: Path
) -> None:
    assert await trials.tier("runner") == "fork"
    broken = "sys.modules['_jupyter_codeintel.trial.containment'].restrict_writes = None"
    await runner.execute(f"import sys\n{broken}", 30)
    verdict = await tried(trials, f"open({str(tmp_path / 'made')!r}, 'w')")
    assert verdict.status == "inconclusive"
    assert verdict.reason.startswith("the copy of the kernel could not be contained")
    assert [run.status for run in verdict.runs] == ["not_run"]
    assert not (tmp_path / "made").exists()
