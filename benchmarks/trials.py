"""What trying a cell on a copy of a kernel costs, and that many trials leave nothing behind.

Run ``python -m benchmarks.trials``; ``--soak 300`` for so many trials in a row.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil

from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Limits, Trial, TrialCell

REPETITIONS = 40
TOLERANCE = 1.1
SMALL = "x = 1"
LIBRARIES = """
%matplotlib inline
import random
import numpy as np, pandas as pd, matplotlib.pyplot as plt
frame = pd.DataFrame(np.random.rand(1000, 8), columns=list("abcdefgh"))
reading = open("data.txt", "w+"); reading.write("0123456789"); reading.flush(); reading.seek(4)
"""
FIGURE = "frame.plot();"
TROUBLE = (
    "frame.groupby('a').sum().head()",
    "frame['nothing']",
    "frame['i'] = 1; del frame['a']; frame",
    "plt.plot([1, 2]); open('made.txt', 'w').write('x'); random.random()",
    "import os; os.chdir('/'); reading.read(); os._exit(1)",
    "input()",
    "while True: pass",
)
STATE = """(
    get_ipython().execution_count, len(In), sorted(Out), sorted(globals()), random.getstate(),
    str(np.random.get_state()), __import__("os").getcwd(), sorted(__import__("os").listdir()),
    reading.tell(), plt.get_fignums(), frame.to_json(),
)"""


async def main() -> int:
    """Print figures; return 1 if trials left something behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soak", type=int, default=0, help="trials in a row")
    soak = parser.parse_args().soak
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as temporary:
        os.environ["TMPDIR"] = temporary
        if soak:
            return await _soak(folder, temporary, soak)
        await _round_trips(folder)
        return 0


async def _round_trips(folder: str) -> None:
    print(f"{'milliseconds':48}{'median':>8}{'p95':>8}")
    for name, state, cells in (
        ("small", SMALL, ("x + 1", "x.nothing")),
        ("pandas and matplotlib", LIBRARIES, ("len(frame)", "frame['nothing']", FIGURE)),
    ):
        async with started_kernel(folder) as runner:
            await runner.execute(state, 120)
            trials = KernelTrials(runner)
            for cell in cells:
                times = [await _time(trials, [cell]) for _ in range(REPETITIONS)]
                _print(f"{name}: {cell}", times)
            times = [await _time(trials, [cells[0]] * 8) for _ in range(REPETITIONS // 4)]
            _print(f"{name}: eight copies, two at a time", times)
            await trials.aclose()


async def _time(trials: KernelTrials, sources: list[str]) -> float:
    began = time.perf_counter()
    await trials.verify_many("runner", [_trial(source) for source in sources], len(sources))
    return (time.perf_counter() - began) * 1000


def _trial(source: str, wall_s: float = 10.0) -> Trial:
    return Trial((TrialCell("cell", source),), limits=Limits(wall_s=wall_s))


def _print(what: str, times: list[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{what:48}{statistics.median(times):8.0f}{p95:8.0f}")


async def _soak(folder: str, temporary: str, count: int) -> int:
    async with started_kernel(folder) as runner:
        await runner.execute(LIBRARIES, 120)
        trials = KernelTrials(runner)
        for source in TROUBLE:  # what is loaded and grows once
            await trials.verify("runner", _trial(source, 1.0))
        process = psutil.Process(runner._manager.provisioner.pid)  # type: ignore[union-attr] # noqa: SLF001
        before, held = await _state(runner), _held(process)
        statuses: dict[str, int] = {}
        for number in range(count):
            source = TROUBLE[number % len(TROUBLE)]
            verdict = await trials.verify("runner", _trial(source, 1.0))
            statuses[verdict.status] = statuses.get(verdict.status, 0) + 1
        after, holds = await _state(runner), _held(process)
        await trials.aclose()
        print(f"{count} trials: {statuses}")
        print("namespace, history, random states, files, figures:", _same(before, after))
        for name, value in held.items():
            print(f"{name + ':':24}{value:10} -> {holds[name]}")
        left = [*map(str, process.children()), *_files(temporary)]
        print("left:", left)
        grown = [name for name, value in holds.items() if value > held[name] * TOLERANCE]
        return int(before != after or bool(left) or bool(grown))


async def _state(runner: Runner) -> str:
    client = runner._client  # noqa: SLF001 - an expression alone leaves no trace
    request = client.execute("", silent=True, user_expressions={"state": STATE})
    while True:
        reply = await client.get_shell_msg(timeout=30)
        if reply["parent_header"].get("msg_id") == request:
            return str(reply["content"]["user_expressions"]["state"])


def _held(process: psutil.Process) -> dict[str, int]:
    return {
        "resident MB": process.memory_info().rss >> 20,
        "open files and sockets": process.num_fds(),
        "threads": process.num_threads(),
    }


def _files(folder: str) -> list[str]:
    return [path.name for path in Path(folder).iterdir()]


def _same(before: str, after: str) -> str:
    return "as before" if before == after else f"CHANGED\n{before}\n{after}"


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
