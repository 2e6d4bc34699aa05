"""One kernel that is asked to try code: waits until it is idle, and notices when it goes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import zmq.asyncio

from jupyter_codeintel.kernel.channel import Channel
from jupyter_codeintel.kernel.injection import helper_version
from jupyter_codeintel.kernel.reach import Reach

_POLL = 0.1
_CANCEL_SECONDS = 2.0


class NotAskedError(Exception):
    """The kernel could not be asked, or gave no answer; the message says why."""


class QuestionedKernel:
    """Asks one kernel, one question at a time; must be closed.

    It has a channel of its own, so that a trial does not delay looks at the variables.

    Parameters
    ----------
    reach : callable
        Tells how to reach it, None when that is not possible.
    context : zmq.asyncio.Context
        For the sockets.
    patience : float
        Seconds to wait for a running cell to end.
    """

    def __init__(
        self, reach: Callable[[], Reach | None], context: zmq.asyncio.Context, patience: float
    ) -> None:
        self._reach = reach
        self._context = context
        self._patience = patience
        self._channel: Channel | None = None
        self._incarnation: Hashable = None
        self._turn = asyncio.Lock()

    async def ask(self, operation: str, seconds: float, **content: object) -> dict[str, Any]:
        """Ask when no cell runs; when the caller is cancelled, what was asked for ends.

        Parameters
        ----------
        operation : str
            One that the helper knows.
        seconds : float
            To wait for the reply.
        **content
            What the operation needs.

        Raises
        ------
        NotAskedError
            When there is no reply.
        """
        async with self._turn:
            end = asyncio.get_running_loop().time() + self._patience
            while True:
                channel = await self._idle(end)
                reply = await self._answered(channel, operation, seconds, content)
                if reply.get("status") != "ok":
                    raise NotAskedError(f"the helper failed: {reply.get('error')}")
                if reply.get("version") != helper_version():
                    self.close()  # another server, of another version, put its helper there
                elif not reply.get("refused"):
                    return reply
                await _pause(end)

    def close(self) -> None:
        """Close the sockets."""
        if self._channel is not None:
            self._channel.close()
        self._channel = None

    async def _idle(self, end: float) -> Channel:
        while True:
            reach = self._reach()
            if reach is None:
                raise NotAskedError("the kernel cannot be reached")
            if reach.incarnation != self._incarnation:
                self.close()
            if reach.idle:
                channel = self._channel or await self._connected(reach)
                if channel is not None:
                    return channel
            await _pause(end)

    async def _connected(self, reach: Reach) -> Channel | None:
        channel = Channel(reach.connection, self._context)
        answer = ""
        try:
            answer = await channel.inject()
        except TimeoutError:
            raise NotAskedError("the kernel did not answer") from None
        finally:
            if answer not in ("quiet", "loud"):
                channel.close()
        if answer == "unsupported":
            raise NotAskedError("the kernel takes no helper")
        if answer == "aborted":  # a cell failed just before
            return None
        self._channel, self._incarnation = channel, reach.incarnation
        return channel

    async def _answered(
        self, channel: Channel, operation: str, seconds: float, content: Mapping[str, object]
    ) -> dict[str, Any]:
        asked = asyncio.create_task(channel.ask(operation, seconds, **content))
        try:
            while not asked.done():
                await asyncio.wait([asked], timeout=_POLL)
                self._raise_if_replaced()
            return asked.result()
        except TimeoutError:
            self.close()
            raise NotAskedError("the kernel did not answer") from None
        except asyncio.CancelledError:
            await self._cancel(channel, asked)
            raise
        finally:
            asked.cancel()

    def _raise_if_replaced(self) -> None:
        reach = self._reach()
        if reach is None or reach.incarnation != self._incarnation:
            self.close()
            raise NotAskedError("the kernel was restarted or ended")

    @staticmethod
    async def _cancel(channel: Channel, asked: asyncio.Task[Any]) -> None:
        asked.cancel()
        await asyncio.wait([asked])
        # A kernel that does not answer has its own limits for what runs.
        with contextlib.suppress(TimeoutError):
            await channel.ask("cancel", _CANCEL_SECONDS)


async def _pause(end: float) -> None:
    if asyncio.get_running_loop().time() > end:
        raise NotAskedError("a cell was running in the kernel all the time")
    await asyncio.sleep(_POLL)
