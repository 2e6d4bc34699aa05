"""Ten thousand mixed requests, three in ten given up: whether the engine leaks or hangs.

After each 500 requests the engine is left to become idle; then its memory and file
descriptors are read. From the first such moment on, both are to stay flat.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx
import psutil

from benchmarks.engine_process import EngineProcess, engine_process
from jupyter_codeintel.models.resolve import resolve_model

WORKERS = 4
STUCK_AFTER = 60.0
CANCELLED = 0.3
RSS_TOLERANCE = 0.05
FD_TOLERANCE = 2
"""An accepted connection that the engine has not yet seen closed is no leak."""

CODE = """\
import pandas as pd

frame = pd.read_csv("measurements.csv")
frame["ratio"] = frame["height"] / frame["width"]
summary = frame.groupby("species")["ratio"].mean()
print(summary.sort_values(ascending=False).head())
"""
SCHEMA = {
    "type": "object",
    "properties": {"kind": {"enum": ["line", "bar"]}, "count": {"type": "integer"}},
    "required": ["kind", "count"],
}


@dataclass(frozen=True)
class Sample:
    """What the idle engine's process held."""

    requests: int
    rss: int
    descriptors: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.requests:6} requests  {self.rss / 2**20:8.1f} MB RSS  "
            f"{self.descriptors:4} descriptors  {self.seconds:6.0f} s"
        )


def choose_request(chance: random.Random) -> tuple[str, str, dict[str, object]]:
    """Return kind, path and body of a random request."""
    end = chance.randrange(20, len(CODE))
    prompt = {"prompt": CODE[:end]}
    messages = [{"role": "user", "content": f"Explain: {CODE[end - 20 : end]}"}]
    schema = {"type": "json_schema", "json_schema": {"name": "a", "schema": SCHEMA}}
    requests: Mapping[str, tuple[str, dict[str, object]]] = {
        "typing": ("completions", {**prompt, "max_tokens": 4, "priority": "typing"}),
        "chat": ("chat/completions", {"messages": messages, "max_tokens": 4}),
        "warm": ("completions", {**prompt, "max_tokens": 0, "priority": "warm"}),
        "two": ("completions", {**prompt, "max_tokens": 3, "n": 2, "temperature": 0.8}),
        "json": ("chat/completions", {"messages": messages, "max_tokens": 12}),
    }
    kind = chance.choices(list(requests), weights=[60, 12, 10, 9, 9])[0]
    path, body = requests[kind]
    if kind == "json":
        body["response_format"] = schema
    body["stream"] = chance.random() < 0.5
    return kind, f"/v1/{path}", body


class Soak:
    """The run, and what it saw."""

    def __init__(self, engine: EngineProcess, seed: int) -> None:
        self._engine = engine
        self._chance = random.Random(seed)  # noqa: S311 - not for secrets
        self._process = psutil.Process(engine.pid)
        self._began = time.monotonic()
        self.outcomes: Counter[str] = Counter()
        self.samples: list[Sample] = [self._sample(0)]

    async def run(self, total: int, step: int) -> None:
        """Send all requests, and look at the engine after each ``step`` of them."""
        for done in range(step, total + 1, step):
            left = iter(range(step))
            async with httpx.AsyncClient(
                base_url=self._engine.connection.url,
                headers=self._engine.connection.headers,
                timeout=2 * STUCK_AFTER,
                trust_env=False,
            ) as http:
                await asyncio.gather(*(self._work(http, left) for _ in range(WORKERS)))
            await self._wait_until_idle()
            self.samples.append(self._sample(done))
            print(self.samples[-1], flush=True)

    async def _work(self, http: httpx.AsyncClient, left: Iterator[int]) -> None:
        for _ in left:
            kind, path, body = choose_request(self._chance)
            gives_up = self._chance.random() < CANCELLED
            patience = self._chance.uniform(0, 0.3) if gives_up else STUCK_AFTER
            if gives_up and kind != "warm":
                body["max_tokens"] = 256  # or it would end before it is given up
            try:
                async with asyncio.timeout(patience):
                    response = await http.post(path, json=body)
                outcome = "answered" if response.is_success else f"status {response.status_code}"
            except TimeoutError:
                outcome = "given up" if gives_up else "STUCK"
            except httpx.TransportError as error:
                outcome = f"broken: {type(error).__name__}"
            self.outcomes[f"{kind}, {outcome}"] += 1

    async def _wait_until_idle(self) -> None:
        deadline = time.monotonic() + STUCK_AFTER
        while self._engine.get("/health").json()["busy"]:
            if time.monotonic() > deadline:
                self.outcomes["STUCK in the engine"] += 1
                return
            await asyncio.sleep(0.05)

    def _sample(self, requests: int) -> Sample:
        rss, descriptors = self._process.memory_info().rss, self._process.num_fds()
        return Sample(requests, rss, descriptors, time.monotonic() - self._began)

    def faults(self) -> list[str]:
        """Return what is wrong."""
        base, *later = self.samples[1:]
        found = [f"{n} x {what}" for what, n in self.outcomes.items() if _is_fault(what)]
        worst = max((sample.rss for sample in later), default=base.rss)
        if worst > base.rss * (1 + RSS_TOLERANCE):
            found.append(f"memory grew by {worst / base.rss - 1:.1%} after the warm-up")
        descriptors = max((sample.descriptors for sample in later), default=base.descriptors)
        if descriptors > base.descriptors + FD_TOLERANCE:
            found.append(f"descriptors grew from {base.descriptors} to {descriptors}")
        return found


def _is_fault(outcome: str) -> bool:
    return not outcome.endswith((", answered", ", given up"))


def main() -> int:
    """Run; return 1 when there is a fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--model", default="smollm2-135m", help="name or path (%(default)s)")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--step", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with engine_process(resolve_model(arguments.model)) as engine:
        soak = Soak(engine, arguments.seed)
        asyncio.run(soak.run(arguments.requests, arguments.step))
        faults = soak.faults()
    for outcome, count in sorted(soak.outcomes.items()):
        print(f"{count:6} {outcome}")
    start, warm, *_, end = soak.samples
    print(f"start       {start}\nafter warm-up {warm}\nend         {end}")
    growth = end.rss / warm.rss - 1
    print(f"memory from the warm-up to the end: {growth:+.1%}")
    print("FAULTS: " + "; ".join(faults) if faults else "no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
