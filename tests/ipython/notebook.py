"""A front end that knows widgets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import psutil

from jupyter_codeintel.kernel.runner import Runner
from tests.kernel.frontend import REPLY_TIMEOUT, FrontEnd, is_idle

_PAUSE = 0.05


class Notebook:
    """Runs cells, keeps the state of widgets, and clicks on buttons.

    Parameters
    ----------
    front : FrontEnd
        What the kernel is seen through.
    runner : Runner
        The kernel.
    """

    def __init__(self, front: FrontEnd, runner: Runner) -> None:
        self.front = front
        self.runner = runner
        self._read = 0
        self.widgets: dict[str, dict[str, Any]] = {}

    async def run(self, code: str) -> list[dict[str, Any]]:
        """Run a cell; return the contents of what it shows, updates too."""
        return await self.ended(self.front.client.execute(code))

    async def ended(self, request: str) -> list[dict[str, Any]]:
        """Wait for the end of a cell; return as `run` does."""
        await self.front.listen(lambda message: is_idle(message, request))
        own = [one for one in self.front.heard if one["parent_header"].get("msg_id") == request]
        kinds = ("stream", "display_data", "update_display_data", "execute_result", "error")
        return [one["content"] for one in own if one["msg_type"] in kinds]

    async def payload(self, code: str) -> list[dict[str, Any]]:
        """Run a cell; return what its reply asks the front end for.

        An error aborts what is asked just after it, so that the next cell may have no reply.
        """
        request = self.front.client.execute(code, stop_on_error=False)
        while True:
            reply = await self.front.client.get_shell_msg(timeout=REPLY_TIMEOUT)
            if reply["parent_header"]["msg_id"] == request:
                found: list[dict[str, Any]] = reply["content"]["payload"]
                return found

    async def click(self, label: str) -> None:
        """Click on the last button with a label."""
        self.look()
        name = [n for n, state in self.widgets.items() if state.get("description") == label][-1]
        content = {"event": "click"}
        self.tell(name, {"method": "custom", "content": content})

    def tell(self, widget: str, data: dict[str, Any]) -> None:
        """Send a message of a widget's."""
        client = self.front.client
        content = {"comm_id": widget, "data": data}
        client.shell_channel.send(client.session.msg("comm_msg", content))

    async def until(self, condition: Callable[[], object]) -> None:
        """Hear the kernel until something is true."""
        async with asyncio.timeout(REPLY_TIMEOUT):
            while not condition():
                await self.front.silence(_PAUSE)

    def look(self) -> None:
        """Bring the widgets up to date."""
        for message in self.front.heard[self._read :]:
            content = message["content"]
            if message["msg_type"] == "comm_open":
                self.widgets[content["comm_id"]] = dict(content["data"]["state"])
            elif message["msg_type"] == "comm_msg":
                self.widgets[content["comm_id"]].update(content["data"].get("state", {}))
        self._read = len(self.front.heard)

    def shown(self, model: str) -> list[str]:
        """Return the values of all widgets of a kind."""
        self.look()
        states = self.widgets.values()
        return [str(state.get("value")) for state in states if state["_model_name"] == model]

    def buttons(self) -> dict[str, bool]:
        """Return by label whether a button can be clicked."""
        self.look()
        found = [one for one in self.widgets.values() if one["_model_name"] == "ButtonModel"]
        return {state["description"]: not state["disabled"] for state in found}

    async def pid(self) -> int:
        """Return the kernel's process."""
        return int(await self.front.value("__import__('os').getpid()"))

    async def interrupt(self) -> None:
        """Interrupt what runs."""
        await self.runner._manager.interrupt_kernel()

    async def children(self) -> list[psutil.Process]:
        """Return the processes that the kernel has started, but for the engine."""
        found = psutil.Process(await self.pid()).children(recursive=True)
        return [one for one in found if "jupyter_codeintel.engine" not in one.cmdline()]


def text_of(shown: list[dict[str, Any]]) -> str:
    """Return what was printed."""
    return "".join(content.get("text", "") for content in shown)
