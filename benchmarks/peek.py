"""What a look into a live kernel costs: in the kernel, and until the server has it.

Run ``python -m benchmarks.peek``.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time

from jupyter_codeintel.kernel.channel import Channel
from jupyter_codeintel.kernel.connected import MOST_VARIABLES
from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.namespace import Path

REPETITIONS = 200
VARIABLES = """
import numpy as np
import pandas as pd


class Model:
    def __init__(self, rate, steps=10):
        self.rate = rate

    def fit(self, x, y=None):
        return self


for number in range(40):
    frame = pd.DataFrame({f"column_{n}": np.arange(100.0) for n in range(12)})
    frame["text"] = "x"
    globals()[f"frame_{number}"] = frame
    globals()[f"array_{number}"] = np.zeros((10, number + 1))
    globals()[f"settings_{number}"] = {f"key_{n}": n for n in range(20)}
    globals()[f"model_{number}"] = Model(number)
    exec(f"def function_{number}(path, sep=',', *, strict=True): pass")
del frame, number
"""
PATHS = [
    Path("frame_1", (("key", "column_1"), ("attr", "rolling"))),
    Path("frame_2", (("attr", "head"), ("call", None), ("attr", "column_3"))),
    Path("np", (("attr", "linalg"), ("attr", "norm"))),
    Path("settings_3", (("key", "key_9"),)),
    Path("frame_4", (("attr", "colum_3"),)),
]


async def main() -> None:
    """Print medians and 95th percentiles in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        async with started_kernel(folder) as runner:
            outcome = await runner.execute(VARIABLES, 120)
            if outcome.status != "ok":
                raise RuntimeError(outcome.value)
            began = time.perf_counter()
            await runner.namespace()
            print(f"{'first look, with injection':32}{(time.perf_counter() - began) * 1000:8.2f}")
            await _measure(runner)


async def _measure(runner: Runner) -> None:
    channel = runner.live._connected[runner.kernel_id]._channel  # noqa: SLF001 - what is measured
    if channel is None:
        raise RuntimeError("the kernel was not reached")
    looks = [await _peek(channel) for _ in range(REPETITIONS)]
    print(f"{'milliseconds':32}{'median':>8}{'p95':>8}   {looks[0][2]} variables")
    _print("peek, in the kernel", [look[0] for look in looks])
    _print("peek, round trip", [look[1] for look in looks])
    times = []
    for _ in range(REPETITIONS):
        runner.live._connected[runner.kernel_id]._resolved.clear()  # noqa: SLF001 - no cache
        began = time.perf_counter()
        await runner.resolve(PATHS)
        times.append((time.perf_counter() - began) * 1000)
    _print(f"{len(PATHS)} paths, round trip", times)


async def _peek(channel: Channel) -> tuple[float, float, int]:
    began = time.perf_counter()
    reply = await channel.ask("peek", 5.0, limit=MOST_VARIABLES, budget_ms=1000.0, names=[])
    took = (time.perf_counter() - began) * 1000
    return reply["took_ms"], took, len(reply["variables"])


def _print(what: str, times: list[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{what:32}{statistics.median(times):8.2f}{p95:8.2f}")


if __name__ == "__main__":
    asyncio.run(main())
