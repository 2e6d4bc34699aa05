"""Twenty requests, 50 ms apart, each with a prompt of its own: who stops, and how soon.

Through a Jupyter server and its websocket, on the real model. One generation is to reach
its end. Then the same again, but the last request is taken back too, and the engine is
watched until it is free.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

import httpx

from jupyter_codeintel.evaluation.browser import Browser, Reply
from jupyter_codeintel.evaluation.lab_server import EngineCounters, end_engine, lab_server
from jupyter_codeintel.evaluation.latency import typing_at
from jupyter_codeintel.models.resolve import resolve_model

REQUESTS = 20
PAUSE = 0.05
FREE_WITHIN_MS = 150.0

# The first line differs between requests, so that all that follows is read again.
CODE = "run = {run}\n" + "".join(
    f"table_{i} = load('part-{i}.csv').rename(columns=str.lower).dropna(how='all')\n"
    for i in range(12)
)


async def burst(browser: Browser, number: int) -> list[asyncio.Future[Reply]]:
    """Send the requests; they differ from those of all other bursts."""
    replies = []
    for i in range(REQUESTS):
        prefix = CODE.format(run=number * REQUESTS + i) + "merged = "
        replies.append(await browser.complete("burst.ipynb", "cell", prefix, "\n"))
        await asyncio.sleep(PAUSE if i < REQUESTS - 1 else 0)
    return replies


async def one_ends(browser: Browser, counters: EngineCounters) -> tuple[Counter[str], int]:
    """Return the sources of the replies, and how many generations reached their end."""
    before = await counters.idle()
    replies = [await reply for reply in await burst(browser, 0)]
    after = await counters.idle()
    started = after["typing_requests_total"] - before["typing_requests_total"]
    cancelled = after["cancelled_total"] - before["cancelled_total"]
    return Counter(reply.source for reply in replies), int(started - cancelled)


async def time_until_free(browser: Browser, http: httpx.AsyncClient, number: int) -> float:
    """Return the milliseconds from the last cancel until the engine has nothing to do."""
    replies = await burst(browser, number)
    await asyncio.sleep(PAUSE)
    began = time.perf_counter()
    await browser.cancel_latest()
    while True:
        busy = (await http.get("/health")).json()["busy"]
        if not busy:
            break
        await asyncio.sleep(0.001)
    took = (time.perf_counter() - began) * 1000
    await asyncio.gather(*replies)
    return took


async def run(model: Path, rounds: int) -> bool:
    """Measure and print; return whether the targets are met."""
    options = (f"--CodeIntelExtension.model={model}", "--CodeIntelExtension.prefetch_tokens=0")
    async with lab_server(*options) as server, typing_at(server) as (browser, counters):
        record = server.engine
        headers = {"Authorization": f"Bearer {record.token}"}
        async with httpx.AsyncClient(base_url=record.url, headers=headers) as http:
            sources, ended = await one_ends(browser, counters)
            free = [await time_until_free(browser, http, n + 1) for n in range(rounds)]
        await end_engine(server)
    print(f"{REQUESTS} requests, {PAUSE * 1000:.0f} ms apart: {dict(sources)}")
    print(f"generations that reached their end: {ended} (target: 1)")
    print(
        f"last cancel to free engine: median {median(free):.0f} ms, "
        f"worst of {rounds} {max(free):.0f} ms (target: {FREE_WITHIN_MS:.0f})"
    )
    return ended == 1 and median(free) <= FREE_WITHIN_MS


def main() -> int:
    """Run; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.supersede", description=__doc__)
    parser.add_argument("--model", help="name or path; default: the one in use")
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    return int(not asyncio.run(run(resolve_model(arguments.model), arguments.rounds)))


if __name__ == "__main__":
    sys.exit(main())
