"""Looking into a kernel leaves no trace in it, and none on what its clients hear."""

from __future__ import annotations

from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.namespace import Path
from tests.kernel.frontend import front_end

PLOTTING = """
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 2])
print("before")
answer = input("name? ")
print("hello", answer)
axes.set_title(answer)
print("after")
"""
TRACES = (
    "get_ipython().execution_count, len(In), sorted(Out), _, __, sorted(globals()), "
    "list(get_ipython().history_manager.get_range()), "
    "getattr(__import__('sys'), 'last_value', None)"
)


async def test_a_plotting_cell_that_waits_for_input_runs_as_without(runner: Runner) -> None:
    assert (await runner.execute("%matplotlib inline\nready = 1", 30)).status == "ok"
    assert await runner.namespace() is not None

    async def answer() -> str:
        return "me"

    async def look_and_answer() -> str:
        for _ in range(3):
            runner.live.refresh(runner.kernel_id)
            found = await runner.resolve([Path("axes", (("attr", "plot"),))])
            assert [one.exists for one in found.values()] == [True]
        namespace = runner.live.namespace(runner.kernel_id)
        assert namespace is not None
        assert namespace.busy
        assert "figure" in namespace.variables
        return "me"

    async with front_end(runner) as client:
        without = await client.run(PLOTTING, answer)
        runner._is_idle = False
        assert await client.run(PLOTTING, look_and_answer) == without
        runner._is_idle = True
    assert [kind for kind, _ in without] == ["stream stdout", "display_data"]


async def test_nobody_hears_of_requests_while_a_cell_runs(runner: Runner) -> None:
    assert await runner.namespace() is not None
    async with front_end(runner) as client:
        await client.silence()
        client.heard.clear()
        runner._is_idle = False

        async def look() -> str:
            await client.silence()
            before = len(client.heard)
            found = await runner.resolve([Path("print")])
            assert found[Path("print")].exists
            runner.live.refresh(runner.kernel_id)
            await runner.resolve([Path("len")])
            await client.silence()
            assert client.heard[before:] == []
            return "on"

        await client.run("go = input()", look)
        states = [one for one in client.heard if one["msg_type"] == "status"]
        assert [one["content"]["execution_state"] for one in states] == ["busy", "idle"]
        runner._is_idle = True


async def test_a_kernel_keeps_no_trace(runner: Runner) -> None:
    assert (await runner.execute("41 + 1", 30)).status == "ok"
    async with front_end(runner) as client:
        before = await client.value(TRACES)
        assert "42" in before
        assert await runner.namespace() is not None
        await runner.resolve([Path("In"), Path("df", (("key", "a"),))])
        assert await client.value(TRACES) == before
        assert await client.run("print(_, In[-1])") == [("stream stdout", "42 print(_, In[-1])\n")]
