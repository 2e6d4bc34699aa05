"""What a front end sees of a kernel: every message on iopub, and requests for input."""

from __future__ import annotations

import asyncio
import contextlib
import queue
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

from jupyter_codeintel.kernel.runner import Runner

REPLY_TIMEOUT = 30.0


class FrontEnd:
    """A client of its own session that keeps all it hears."""

    def __init__(self, client: AsyncKernelClient) -> None:
        self.client = client
        self.heard: list[Any] = []

    async def listen(self, until: Callable[[Any], bool]) -> None:
        """Keep messages until one that matches."""
        async with asyncio.timeout(REPLY_TIMEOUT):
            while True:
                message = await self.client.get_iopub_msg(timeout=REPLY_TIMEOUT)
                self.heard.append(message)
                if until(message):
                    return

    async def silence(self, seconds: float = 0.3) -> None:
        """Keep messages until none comes for a while."""
        with contextlib.suppress(queue.Empty):
            while True:
                self.heard.append(await self.client.get_iopub_msg(timeout=seconds))

    async def run(
        self, code: str, at_input: Callable[[], Awaitable[str]] | None = None
    ) -> list[tuple[str, str]]:
        """Run a cell; return kinds and texts of its outputs, text written in parts joined."""
        request = self.client.execute(code, allow_stdin=at_input is not None)
        if at_input is not None:
            async with asyncio.timeout(REPLY_TIMEOUT):
                await self.client.get_stdin_msg(timeout=REPLY_TIMEOUT)
            self.client.input(await at_input())
        await self.listen(lambda message: is_idle(message, request))
        return outputs([one for one in self.heard if one["parent_header"]["msg_id"] == request])

    async def value(self, expression: str) -> str:
        """Return what an expression shows, leaving no trace."""
        request = self.client.execute("", silent=True, user_expressions={"value": expression})
        while True:
            reply = await self.client.get_shell_msg(timeout=REPLY_TIMEOUT)
            if reply["parent_header"]["msg_id"] == request:
                shown = reply["content"]["user_expressions"]["value"]
                return str(shown["data"]["text/plain"])


def is_idle(message: Any, request: str) -> bool:
    """Return whether a message says that a request has been dealt with."""
    if message["msg_type"] != "status" or message["content"]["execution_state"] != "idle":
        return False
    return bool(message["parent_header"].get("msg_id") == request)


def outputs(messages: list[Any]) -> list[tuple[str, str]]:
    """Return kinds and texts of outputs, text of one stream joined."""
    found: list[tuple[str, str]] = []
    for message in messages:
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            kind += " " + content["name"]
            if found and found[-1][0] == kind:
                found[-1] = (kind, found[-1][1] + content["text"])
            else:
                found.append((kind, content["text"]))
        elif kind == "display_data":
            found.append((kind, ", ".join(sorted(content["data"]))))
    return found


@contextlib.asynccontextmanager
async def front_end(runner: Runner) -> AsyncIterator[FrontEnd]:
    """Connect a front end to a runner's kernel."""
    client = runner._manager.client()
    client.start_channels(hb=False)
    try:
        await client.wait_for_ready(timeout=REPLY_TIMEOUT)
        yield FrontEnd(client)
    finally:
        client.stop_channels()
