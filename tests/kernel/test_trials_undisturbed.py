"""A trial leaves the kernel, its clients and its machine as they were."""

from __future__ import annotations

import asyncio

from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from tests.kernel.frontend import front_end
from tests.kernel.trying import kernel_process, tried

STATE = """
%matplotlib inline
import asyncio, os, random, sqlite3, threading
import matplotlib.pyplot as plt, numpy as np, pandas as pd
random.seed(1); np.random.seed(1); generator = np.random.default_rng(1)
frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
numbers, nested = [1, 2], {"a": [1]}
array = np.zeros(3)
with open("read.txt", "w") as made: made.write("0123456789")
reading = open("read.txt"); reading.read(3)
writing = open("written.txt", "w"); writing.write("ab"); writing.flush()
shared = np.memmap("mapped", dtype="u1", mode="w+", shape=8)
connection = sqlite3.connect("data.db"); connection.execute("create table t (a)")
def counted(): counted.calls = getattr(counted, "calls", 0) + 1
callbacks = []
get_ipython().events.register("pre_run_cell", lambda info: callbacks.append(info.raw_cell))
figure = plt.figure(); plt.close(figure)
"""
TRIED = """
import json as new_module
random.random(); np.random.rand(); generator.random()
frame["c"] = 1; frame.drop(index=0, inplace=True); del numbers; nested["a"].append(2)
array += 1; reading.read(); writing.write("cd"); writing.flush(); shared[:] = 1
connection.execute("insert into t values (1)"); connection.commit()
os.remove("read.txt"); os.chdir("/"); os.environ["NEW"] = "1"
counted(); plt.plot([1]); plt.figure(); print("shown"); _ = 5; Out[1] = 1; In.append("x")
get_ipython().events.register("post_run_cell", print); pd.options.display.max_rows = 1
threading.Thread(target=print).start(); asyncio.get_event_loop().call_soon(print)
"end"
"""
PROBE = """(
    random.getstate()[1][:5], random.getstate()[1][-1], str(np.random.get_state())[:300],
    generator.bit_generator.state["state"], frame.to_json(), numbers, nested, array.tolist(),
    reading.tell(), writing.tell(), open("written.txt").read(), shared.tolist(),
    os.getcwd(), "NEW" in os.environ, sorted(os.listdir()), getattr(counted, "calls", 0),
    connection.execute("select count(*) from t").fetchone(), plt.get_fignums(), callbacks,
    get_ipython().execution_count, len(In), sorted(Out), sorted(globals()),
    pd.options.display.max_rows,
    list(get_ipython().history_manager.get_range()), getattr(__import__("sys"), "last_value", 0),
    sorted(thread.name for thread in threading.enumerate()), len(os.listdir("/proc/self/fd")),
    [len(each) for each in get_ipython().events.callbacks.values()],
)"""


async def test_the_state_stays_as_it_was(runner: Runner, trials: KernelTrials) -> None:
    assert (await runner.execute(STATE, 60)).status == "ok"
    assert (await tried(trials, "1")).status == "passed"  # the helper is there now
    async with front_end(runner) as client:
        before = await client.value(PROBE)
        for _ in range(3):
            verdict = await tried(trials, TRIED)
            assert (verdict.status, verdict.reason) == ("passed", "")
        assert (await tried(trials, "1 / 0")).status == "failed"
        assert await client.value(PROBE) == before
    assert verdict.left["frame"].how == "changed"
    assert verdict.left["array"].how == "changed"
    assert verdict.left["numbers"].how == "deleted"
    assert verdict.left["nested"].how == "changed"
    assert verdict.left["new_module"].how == "new"
    assert kernel_process(runner).children() == []


async def test_clients_hear_nothing(runner: Runner, trials: KernelTrials) -> None:
    assert (await tried(trials, "1")).status == "passed"
    async with front_end(runner) as client:
        await client.silence()
        client.heard.clear()
        verdict = await tried(trials, "print(1)", "import sys; print(2, file=sys.stderr)", "3")
        assert verdict.status == "passed"
        assert (await tried(trials, "import os\nos.write(1, b'x'); os.write(2, b'y')\n1/0")).error
        await client.silence()
        assert client.heard == []


async def test_a_cell_runs_while_copies_do(runner: Runner, trials: KernelTrials) -> None:
    await runner.execute("x = 1", 30)
    assert (await tried(trials, "x")).status == "passed"
    trying = asyncio.create_task(tried(trials, "import time\ntime.sleep(1)\nx += 1", "x"))
    await asyncio.sleep(0.3)
    async with front_end(runner) as client:
        shown = await client.run("x += 10\nfor i in range(3):\n    print(x)")
        assert shown == [("stream stdout", "11\n11\n11\n")]
    verdict = await trying
    assert verdict.runs[1].outputs[0]["data"] == {"text/plain": "2"}


async def test_random_numbers_are_those_that_the_kernel_would_draw(
    runner: Runner, trials: KernelTrials
) -> None:
    drawn = "random.random(), float(np.random.rand())"
    async with front_end(runner) as client:  # the kernel itself draws when a client comes
        await client.run("import random, numpy as np; random.seed(5); np.random.seed(5)")
        verdict = await tried(trials, drawn)
        assert verdict.runs[0].outputs[0]["data"]["text/plain"] == await client.value(drawn)
