"""What the server adds to a keystroke, and what importing the package costs.

A scripted engine and the browser's end are both in this process, with the Jupyter server
between them, so that one clock tells both ways: from the websocket message to the engine's
request, and from the engine's first byte to the websocket's first message.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from statistics import median

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, url

from jupyter_codeintel.evaluation.browser import Browser
from jupyter_codeintel.evaluation.lab_server import lab_server

TARGET_MS = 5.0
IMPORT_TARGET_MS = 150.0
WARM_UP = 20
HEAVY = ("llama_cpp", "tornado", "numpy")

_IMPORT = f"""
import sys, time
began = time.perf_counter()
import jupyter_codeintel
print((time.perf_counter() - began) * 1000, *(m for m in {HEAVY} if m in sys.modules))
"""


class Moments:
    """When the engine was asked, and when it wrote its first byte."""

    asked = 0.0
    answered = 0.0


class Health(RequestHandler):
    """Says that it is an engine of ours."""

    async def get(self) -> None:
        """Answer."""
        capabilities = {"fim": True, "chat": False, "fim_reason": None}
        model = {"id": "scripted", "path": ""}
        await self.finish({"status": "ready", "capabilities": capabilities, "model": model})


class Completions(RequestHandler):
    """Writes what can be shown at once, piece by piece, and notes the moments."""

    def initialize(self, moments: Moments) -> None:
        """Take where to note them."""
        self._moments = moments

    async def post(self) -> None:
        """Answer."""
        self._moments.asked = time.perf_counter()
        await asyncio.sleep(0.005)  # a model takes its time
        for number, text in enumerate(("12", " + 34", "")):
            reason = "stop" if not text else None
            choice = {"index": 0, "text": text, "finish_reason": reason}
            self.write(f"data: {json.dumps({'choices': [choice]})}\n\n")
            if not number:
                self._moments.answered = time.perf_counter()
            await self.flush()
            await asyncio.sleep(0.001)
        await self.finish("data: [DONE]\n\n")


async def measure(requests: int) -> tuple[float, float]:
    """Return the medians of both ways in milliseconds."""
    moments = Moments()
    routes = [url("/health", Health), url("/v1/completions", Completions, {"moments": moments})]
    sockets = bind_sockets(0, "127.0.0.1")
    engine = HTTPServer(Application(routes))
    engine.add_sockets(sockets)
    address = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    inward, outward = [], []
    options = (
        f"--CodeIntelExtension.engine_url={address}",
        "--CodeIntelExtension.prefetch_tokens=0",
    )
    async with lab_server(*options) as server:
        browser = await Browser.connect(server)
        for number in range(WARM_UP + requests):
            future = await browser.complete("a.ipynb", "a", f"value_{number} = ", "\n")
            reply = await future
            if reply.source != "model":
                message = f"the scripted engine was not asked: {reply}"
                raise RuntimeError(message)
            inward.append(moments.asked - reply.sent)
            outward.append(reply.first - moments.answered)
            await asyncio.sleep(0.02)
        await browser.aclose()
    engine.stop()
    return 1000 * median(inward[WARM_UP:]), 1000 * median(outward[WARM_UP:])


def import_time() -> tuple[float, list[str]]:
    """Return the median milliseconds of the import, and what heavy modules it loads."""
    took, loaded = [], []
    for _ in range(11):
        command = [sys.executable, "-c", _IMPORT]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        milliseconds, *loaded = done.stdout.split()
        took.append(float(milliseconds))
    return median(took), loaded


def main() -> int:
    """Run; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overhead", description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    inward, outward = asyncio.run(measure(parser.parse_args().requests))
    total = inward + outward
    print(f"websocket to engine {inward:.2f} ms, engine to websocket {outward:.2f} ms")
    print(f"together {total:.2f} ms (target: below {TARGET_MS:.0f})")
    took, loaded = import_time()
    print(f"import jupyter_codeintel: {took:.1f} ms (target: below {IMPORT_TARGET_MS:.0f})")
    print(f"heavy modules loaded by it: {', '.join(loaded) or 'none'}")
    return int(total >= TARGET_MS or took >= IMPORT_TARGET_MS or bool(loaded))


if __name__ == "__main__":
    sys.exit(main())
