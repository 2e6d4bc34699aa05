"""Requests to one kernel and their replies, on channels of our own."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo

from jupyter_codeintel.in_kernel.control import REQUEST
from jupyter_codeintel.kernel.injection import answer_of, injection

_INJECTION_TIMEOUT = 10.0


class Channel:
    """A connection to one kernel; must be closed.

    Its session is its own: with the manager's, two clients would take each other's replies.

    Parameters
    ----------
    connection : KernelConnectionInfo
        As in a connection file.
    context : zmq.asyncio.Context
        For the sockets.
    """

    def __init__(self, connection: KernelConnectionInfo, context: zmq.asyncio.Context) -> None:
        self._client = AsyncKernelClient(context=context)
        self._client.load_connection_info(connection)
        self._client.start_channels(shell=False, iopub=False, stdin=False, hb=False, control=True)
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._reader = asyncio.create_task(self._read())

    async def inject(self) -> str:
        """Put the helper into the kernel, which should be idle.

        Returns
        -------
        str
            See `answer_of`.

        Raises
        ------
        TimeoutError
            When the kernel does not reply.
        """
        shell = self._client.shell_channel
        try:
            message = self._client.session.msg("execute_request", injection())
            shell.send(message)
            async with asyncio.timeout(_INJECTION_TIMEOUT):
                while True:
                    reply = await shell.get_msg()
                    if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                        return answer_of(reply["content"])
        finally:
            shell.stop()

    async def ask(self, operation: str, seconds: float, **content: object) -> dict[str, Any]:
        """Ask the helper.

        Parameters
        ----------
        operation : str
            One that the helper knows.
        seconds : float
            To wait.
        **content
            What the operation needs.

        Raises
        ------
        TimeoutError
            When no reply came in time; it is dropped when it comes.
        """
        message = self._client.session.msg(REQUEST, {"op": operation, **content})
        request = message["header"]["msg_id"]
        reply: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[request] = reply
        try:
            self._client.control_channel.send(message)
            async with asyncio.timeout(seconds):
                return await reply
        finally:
            del self._waiting[request]

    def close(self) -> None:
        """Close the sockets; what is asked still ends with `asyncio.CancelledError`."""
        self._reader.cancel()
        for reply in self._waiting.values():
            reply.cancel()
        self._client.stop_channels()

    async def _read(self) -> None:
        while True:
            # A message with a wrong signature, or one that is none, is nobody's reply.
            with contextlib.suppress(ValueError, KeyError, IndexError, TypeError):
                message = await self._client.control_channel.get_msg()
                waiting = self._waiting.get(message["parent_header"].get("msg_id", ""))
                if waiting is not None and not waiting.done():
                    waiting.set_result(message["content"])
