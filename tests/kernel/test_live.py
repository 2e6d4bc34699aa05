"""What is known of kernels as they start, work, restart and end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path as FilePath

import pandas as pd
import psutil

from jupyter_codeintel.kernel.live import LiveKernels
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.namespace import Path, Resolution

WAITING = """
import pathlib, time
while not pathlib.Path("go").exists():
    time.sleep(0.01)
late = 1
"""
FRAME = Path("df", (("key", "a"), ("attr", "str")))


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - nothing tells when it changes
            await asyncio.sleep(0.02)


async def test_a_namespace_is_told_and_paths_are_followed(runner: Runner) -> None:
    code = "import pandas as pd\ndf = pd.DataFrame({'a': ['x']})\ncount = 3"
    assert (await runner.execute(code, 60)).status == "ok"
    namespace = await runner.namespace()
    assert namespace is not None
    assert list(namespace.variables) == ["count", "df", "pd"]
    assert namespace.variables["df"].columns == (("a", str(pd.Series(["x"]).dtype)),)
    assert namespace.complete
    assert not namespace.busy
    found = (await runner.resolve([FRAME]))[FRAME]
    assert found.exists
    assert "upper" in found.members.names
    assert found.members.complete
    missing = Path("df", (("key", "b"),))
    assert (await runner.resolve([missing]))[missing].keys.names == {"a"}


async def test_a_change_is_seen_after_a_refresh(runner: Runner) -> None:
    await runner.execute("a = 1", 30)
    await runner.namespace()
    assert not (await runner.resolve([Path("b")]))[Path("b")].exists
    await runner.execute("b = 1", 30)
    await runner.namespace()
    assert (await runner.resolve([Path("b")]))[Path("b")].exists


async def test_the_helper_waits_until_the_kernel_is_idle(
    runner: Runner, tmp_path: FilePath
) -> None:
    running = asyncio.create_task(runner.execute(WAITING, 60))
    await until(lambda: not runner._is_idle)
    runner.live.refresh(runner.kernel_id)
    await asyncio.sleep(0.5)
    assert runner.live.namespace(runner.kernel_id) is None
    assert (await runner.resolve([Path("time")]))[Path("time")] == Resolution()
    (tmp_path / "go").touch()
    assert (await running).status == "ok"
    await until(lambda: runner.live.namespace(runner.kernel_id))


async def test_what_was_seen_during_a_cell_is_looked_at_again_after_it(
    runner: Runner, tmp_path: FilePath
) -> None:
    await runner.namespace()
    running = asyncio.create_task(runner.execute(WAITING, 60))
    await until(lambda: not runner._is_idle)
    await asyncio.sleep(0.2)
    runner.live.refresh(runner.kernel_id)
    await until(lambda: _is_busy(runner))
    (tmp_path / "go").touch()
    assert (await running).status == "ok"
    await until(lambda: "late" in _known(runner))
    assert not _is_busy(runner)


async def test_a_restarted_kernel_is_looked_into_anew(runner: Runner) -> None:
    await runner.execute("old = 1", 30)
    assert await runner.namespace() is not None
    await runner._manager.restart_kernel(now=True)
    assert runner.live.namespace(runner.kernel_id) is None
    assert (await runner.resolve([Path("old")]))[Path("old")] == Resolution()
    assert (await runner.execute("new = 1", 60)).status == "ok"
    namespace = await runner.namespace()
    assert namespace is not None
    assert list(namespace.variables) == ["new"]


async def test_a_kernel_that_does_not_answer_is_unknown(runner: Runner) -> None:
    await runner.execute("a = 1", 30)
    await runner.namespace()
    process = psutil.Process(runner._manager.provisioner.pid)  # type: ignore[union-attr]
    process.suspend()
    try:
        await until(lambda: process.status() == psutil.STATUS_STOPPED)
        assert (await runner.resolve([Path("a")], 0.1))[Path("a")] == Resolution()
        before = runner.live.namespace(runner.kernel_id)
        runner.live.refresh(runner.kernel_id)
        await asyncio.sleep(0.1)
        assert runner.live.namespace(runner.kernel_id) is before
    finally:
        process.resume()
    assert (await runner.resolve([Path("a")]))[Path("a")].exists


async def test_what_is_asked_of_a_kernel_that_is_forgotten_is_unknown(runner: Runner) -> None:
    await runner.execute("import time; later = 1", 30)
    await runner.namespace()
    process = psutil.Process(runner._manager.provisioner.pid)  # type: ignore[union-attr]
    process.suspend()
    try:
        await until(lambda: process.status() == psutil.STATUS_STOPPED)
        asking = [asyncio.create_task(runner.resolve([Path("later")])) for _ in range(2)]
        await asyncio.sleep(0.05)
        runner.live.forget(runner.kernel_id)
        for one in asking:
            assert await one == {Path("later"): Resolution()}
    finally:
        process.resume()


async def test_looks_and_questions_may_overlap(runner: Runner) -> None:
    await runner.execute("a = 1", 30)
    await runner.namespace()
    runner._is_idle = False  # so that a lost reply is not made up for by a new connection
    for _ in range(200):
        runner.live.refresh(runner.kernel_id)
        assert (await runner.resolve([Path("a")]))[Path("a")].exists
    runner._is_idle = True


async def test_a_loud_kernel_is_asked_only_while_it_is_idle(runner: Runner) -> None:
    # As an ipykernel whose control channel cannot be wrapped would be.
    await runner.execute("k = get_ipython().kernel; k.process_control = k.process_control", 30)
    namespace = await runner.namespace()
    assert namespace is not None
    assert "k" in namespace.variables
    runner._is_idle = False
    assert (await runner.resolve([Path("k")]))[Path("k")] == Resolution()
    runner._is_idle = True
    assert (await runner.resolve([Path("k")]))[Path("k")].exists


async def test_a_kernel_that_is_gone_is_forgotten_and_its_sockets_closed(runner: Runner) -> None:
    process = psutil.Process()
    await runner.execute("a = 1", 30)
    await runner.namespace()
    runner.live.forget(runner.kernel_id)
    await asyncio.sleep(0.1)
    before = process.num_fds()
    for _ in range(5):
        assert await runner.namespace() is not None
        runner.live.forget(runner.kernel_id)
    await asyncio.sleep(0.1)
    assert process.num_fds() <= before
    assert await runner.namespace() is not None
    await runner._manager.shutdown_kernel(now=True)
    assert await runner.namespace() is None
    assert runner.live.namespace(runner.kernel_id) is None


async def test_an_unknown_kernel_is_no_error() -> None:
    class NoKernels:
        def reach(self, kernel_id: str) -> None:
            return None

    live = LiveKernels(NoKernels())
    live.refresh("k")
    assert live.namespace("k") is None
    assert await live.resolve("k", [FRAME]) == {FRAME: Resolution()}
    live.forget("k")
    await live.aclose()


def _known(runner: Runner) -> set[str]:
    namespace = runner.live.namespace(runner.kernel_id)
    return set() if namespace is None else set(namespace.variables)


def _is_busy(runner: Runner) -> bool:
    namespace = runner.live.namespace(runner.kernel_id)
    return namespace is not None and namespace.busy
