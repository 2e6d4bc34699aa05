"""Trials in a fresh kernel, with what the fork of the live one cannot do."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from jupyter_codeintel.kernel.shadow import shadow_verify
from jupyter_codeintel.trial import Limits, Trial, TrialCell, Verdict
from tests.kernel.trying import scratch_folders, until

pytestmark = pytest.mark.usefixtures("temporary", "jupyter_dirs")

WITHOUT_LANDLOCK = """
from jupyter_codeintel.in_kernel.trial import call_numbers, seccomp
seccomp.number_of = lambda call: 444
rules = seccomp.Filter()
rules.refuse("landlock_create_ruleset")
rules.install()
from ipykernel import kernelapp
kernelapp.launch_new_instance()
"""


def cells(*sources: str, prefix: str = "cell") -> tuple[TrialCell, ...]:
    return tuple(TrialCell(f"{prefix}-{place}", source) for place, source in enumerate(sources))


async def verified(
    folder: Path, *sources: str, replay: tuple[str, ...] = (), limits: Limits | None = None
) -> Verdict:
    trial = Trial(cells(*sources), cells(*replay, prefix="before"), limits or Limits())
    return await shadow_verify("python3", folder, trial)


@pytest.fixture(autouse=True)
async def nothing_is_left(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Look for processes and folders that a trial left."""
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))  # as in the kernel
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    yield

    def is_clean() -> bool:
        now = {process.pid for process in psutil.Process().children(recursive=True)}
        return now <= before and not scratch_folders(temporary)

    await until(is_clean)


async def test_cells_run_after_those_they_build_on(tmp_path: Path) -> None:
    verdict = await verified(
        tmp_path, "total = sum(values)\ntotal", replay=("values = [1, 2, 3]", "other = 4")
    )
    assert (verdict.status, verdict.tier) == ("passed", "shadow")
    (run,) = verdict.runs
    assert run.id == "cell-0"
    assert run.outputs[0]["data"]["text/plain"] == "6"
    assert {name: left.how for name, left in verdict.left.items()} == {"total": "new"}


async def test_what_is_changed_is_told_from_what_is_made(tmp_path: Path) -> None:
    verdict = await verified(tmp_path, "values.append(4)", replay=("values = [1, 2, 3]",))
    assert {name: left.how for name, left in verdict.left.items()} == {"values": "changed"}


async def test_a_cell_that_fails(tmp_path: Path) -> None:
    verdict = await verified(tmp_path, "show(1)", replay=("def show(x):\n    return y",))
    assert (verdict.status, verdict.tier) == ("failed", "shadow")
    assert verdict.error is not None
    assert [(frame.cell, frame.line) for frame in verdict.error.frames] == [
        ("cell-0", 1),
        ("before-0", 2),
    ]


async def test_a_cell_to_replay_that_fails_says_nothing(tmp_path: Path) -> None:
    verdict = await verified(tmp_path, "x = 1", "y = 2", replay=("a = 1", "1 / 0"))
    assert (verdict.status, verdict.tier) == ("inconclusive", "shadow")
    assert "ZeroDivisionError" in verdict.reason
    assert [(run.id, run.status) for run in verdict.runs] == [
        ("cell-0", "not_run"),
        ("cell-1", "not_run"),
    ]
    assert verdict.error is None


async def test_a_cell_to_replay_that_takes_too_long_says_nothing(tmp_path: Path) -> None:
    limits = Limits(wall_s=1.0)
    verdict = await verified(tmp_path, "x = 1", replay=("while True: pass",), limits=limits)
    assert verdict.status == "inconclusive"
    assert "still running" in verdict.reason


async def test_an_endless_loop(tmp_path: Path) -> None:
    verdict = await verified(tmp_path, "while True: pass", limits=Limits(wall_s=1.0))
    assert (verdict.status, verdict.tier) == ("timeout", "shadow")


async def test_threads_that_a_copy_would_lack(tmp_path: Path) -> None:
    verdict = await verified(
        tmp_path,
        "frame.group_by('a').agg(pl.len()).height, pool.submit(sum, [1, 2]).result()",
        replay=(
            "import polars as pl\nframe = pl.DataFrame({'a': [1, 1, 2]})\n"
            "frame.group_by('a').agg(pl.len())",
            "from concurrent.futures import ThreadPoolExecutor\n"
            "pool = ThreadPoolExecutor(2)\npool.submit(sum, [1]).result()",
        ),
    )
    assert verdict.status == "passed", verdict.reason
    assert verdict.runs[0].outputs[0]["data"]["text/plain"] == "(2, 3)"


async def test_a_task_of_an_earlier_cell(tmp_path: Path) -> None:
    verdict = await verified(
        tmp_path,
        "await task",
        replay=("import asyncio\ntask = asyncio.create_task(asyncio.sleep(0, 'done'))",),
    )
    assert verdict.runs[0].outputs[0]["data"]["text/plain"] == "'done'"


async def test_replayed_cells_are_contained_too(tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("before")
    verdict = await verified(
        tmp_path,
        "open('new.txt', 'w').write('x')",
        replay=("import os\nopen('there.txt', 'w').write('after')\nos.remove('there.txt')",),
    )
    assert verdict.status in {"passed", "inconclusive"}
    assert (tmp_path / "there.txt").read_text() == "before"
    assert not (tmp_path / "new.txt").exists()


async def test_no_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        connect = f"import socket\nsocket.create_connection({server.getsockname()!r})"
        verdict = await verified(tmp_path, connect)
        with pytest.raises(TimeoutError):
            server.accept()
    assert verdict.status == "inconclusive"


async def test_the_history_stays_as_it_is(tmp_path: Path, jupyter_dirs: Path) -> None:
    await verified(tmp_path, "x = 1", replay=("y = 2",))
    assert not [*jupyter_dirs.rglob("history.sqlite")]  # noqa: ASYNC240 - a test's own folder


async def test_the_folder_is_the_notebooks(tmp_path: Path) -> None:
    verdict = await verified(tmp_path, "import os\nos.getcwd()")
    assert verdict.runs[0].outputs[0]["data"]["text/plain"] == repr(str(tmp_path))


async def test_cancelling_ends_the_kernel(tmp_path: Path, temporary: Path) -> None:
    task = asyncio.create_task(verified(tmp_path, "import time\ntime.sleep(60)"))
    await until(lambda: bool(scratch_folders(temporary)))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_kernel_that_does_not_exist(tmp_path: Path) -> None:
    verdict = await shadow_verify("no-such-kernel", tmp_path, Trial(cells("x = 1")))
    assert (verdict.status, verdict.tier) == ("inconclusive", None)
    assert "no-such-kernel" in verdict.reason


async def test_a_system_that_cannot_contain_it(tmp_path: Path, jupyter_dirs: Path) -> None:
    argv = [sys.executable, "-c", WITHOUT_LANDLOCK, "-f", "{connection_file}"]
    spec = jupyter_dirs / "jupyter_data_dir" / "kernels" / "bare" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": argv, "display_name": "bare", "language": "python"}))
    verdict = await shadow_verify("bare", tmp_path, Trial(cells("open('new.txt', 'w')")))
    assert (verdict.status, verdict.tier) == ("inconclusive", None)
    assert not (tmp_path / "new.txt").exists()
