"""One kernel: put the helper there while it is idle, peek when something changed, resolve."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import zmq.asyncio

from jupyter_codeintel.kernel import replies
from jupyter_codeintel.kernel.channel import Channel
from jupyter_codeintel.kernel.injection import helper_version
from jupyter_codeintel.kernel.reach import Reach
from jupyter_codeintel.namespace import Namespace, Path, Resolution

_log = logging.getLogger(__name__)

MOST_VARIABLES = 200
_PEEK_BUDGET_MS = 15.0
_PEEK_TIMEOUT = 2.0
_MEMBERS_BUDGET_MS = 50.0
_IDLE_POLL = 0.2


class ConnectedKernel:
    """What is known of one kernel; must be closed.

    Parameters
    ----------
    reach : callable
        Tells how to reach it, None when that is not possible.
    context : zmq.asyncio.Context
        For the sockets.
    """

    def __init__(self, reach: Callable[[], Reach | None], context: zmq.asyncio.Context) -> None:
        self._reach = reach
        self._context = context
        self._channel: Channel | None = None
        self._incarnation: Hashable = None
        self._unsupported: Hashable = None
        self._is_quiet = False
        self._names: tuple[str, ...] = ()
        self._is_wanted = False
        self._task: asyncio.Task[None] | None = None
        self._resolved: dict[Path, Resolution] = {}
        self._namespace: Namespace | None = None

    @property
    def namespace(self) -> Namespace | None:
        """What the last peek found; None before it, and after a restart."""
        reach = self._reach()
        known = reach is not None and reach.incarnation == self._incarnation
        return self._namespace if known else None

    def refresh(self, names: Iterable[str] = ()) -> None:
        """Peek soon; calls while one peek is under way make one more.

        Parameters
        ----------
        names : iterable of str
            Look at these first.
        """
        self._resolved.clear()
        self._names = tuple(names)
        self._is_wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._refresh())

    async def settled(self) -> None:
        """Wait until the peeks that were asked for are over."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def resolve(self, paths: Iterable[Path], seconds: float) -> dict[Path, Resolution]:
        """Follow paths in the live namespace; unknown where no answer comes in time.

        Parameters
        ----------
        paths : iterable of Path
            What to look up.
        seconds : float
            To wait.
        """
        found = {path: self._resolved.get(path, Resolution()) for path in paths}
        asked = [path for path in found if path not in self._resolved]
        reach = self._reach()
        channel = self._channel
        if not asked or channel is None or reach is None or not self._may_ask(reach):
            return found
        try:
            sent = [replies.path_request(path) for path in asked]
            reply = await channel.ask("members", seconds, paths=sent, budget_ms=_MEMBERS_BUDGET_MS)
        except TimeoutError:
            return found
        if _is_understood(reply):
            resolved = [replies.resolution(one) for one in reply["resolutions"]]
            fresh = dict(zip(asked, resolved, strict=False))
            found |= fresh
            if not reply["busy"]:  # else the next look may find something else
                self._resolved |= fresh
        return found

    def close(self) -> None:
        """Close the sockets."""
        if self._task is not None:
            self._task.cancel()
        self._disconnect()

    async def _refresh(self) -> None:
        while self._is_wanted:
            self._is_wanted = False
            try:
                await self._peek()
            except TimeoutError:
                # The kernel may have been replaced unseen, or cannot run Python right now.
                _log.debug("a kernel did not answer")
                self._disconnect()
            except Exception:
                # Completion works without a kernel; the log tells what to mend.
                _log.exception("peeking into a kernel failed")
                self._disconnect()
            if self._namespace is not None and self._namespace.busy:
                await self._until_idle()

    async def _until_idle(self) -> None:
        # What was seen during a cell is outdated when it ends.
        while not self._is_wanted:
            await asyncio.sleep(_IDLE_POLL)
            reach = self._reach()
            if reach is None:
                return
            self._is_wanted = reach.idle

    async def _peek(self) -> None:
        reach = await self._connected()
        if reach is None or self._channel is None:
            return
        reply = await self._channel.ask(
            "peek",
            _PEEK_TIMEOUT,
            limit=MOST_VARIABLES,
            budget_ms=_PEEK_BUDGET_MS,
            names=self._names,
        )
        if _is_understood(reply):
            self._namespace = replies.namespace(reply, taken=time.monotonic(), busy=not reach.idle)
        self._resolved.clear()

    async def _connected(self) -> Reach | None:
        """Return the reach of the kernel when the helper is there and may be asked."""
        while (reach := self._reach()) is not None and reach.incarnation != self._unsupported:
            if reach.incarnation != self._incarnation:
                self._disconnect()
                self._namespace = None
            if self._channel is not None and self._may_ask(reach):
                return reach
            if reach.idle:
                await self._inject(reach)
            else:
                # A request now would wait behind the running cell and then become the parent
                # of what its threads print.
                await asyncio.sleep(_IDLE_POLL)
        self._disconnect()
        self._namespace = None
        return None

    def _may_ask(self, reach: Reach) -> bool:
        return reach.incarnation == self._incarnation and (self._is_quiet or reach.idle)

    async def _inject(self, reach: Reach) -> None:
        channel = Channel(reach.connection, self._context)
        try:
            answer = await channel.inject()
        except BaseException:
            channel.close()
            raise
        if answer in ("quiet", "loud"):
            self._channel, self._incarnation = channel, reach.incarnation
            self._is_quiet = answer == "quiet"
            return
        channel.close()
        if answer == "unsupported":
            self._unsupported = reach.incarnation

    def _disconnect(self) -> None:
        if self._channel is not None:
            self._channel.close()
        self._channel = None
        self._resolved.clear()


def _is_understood(reply: Mapping[str, Any]) -> bool:
    # Another server, of another version, may have put its helper there since.
    return reply.get("status") == "ok" and reply.get("version") == helper_version()
