"""Requests to one kernel and their replies, on channels of our own."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
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
        # One request at a time: a message that is sent while another task waits for one can
        # swallow the socket's only sign that something came.
        self._turn = asyncio.Lock()
        self._is_closed = False

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
            async with asyncio.timeout(_INJECTION_TIMEOUT):
                return answer_of(await self._exchange(shell, "execute_request", injection()))
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
        content["op"] = operation
        try:
            async with asyncio.timeout(seconds), self._turn:
                if not self._is_closed:
                    return await self._exchange(self._client.control_channel, REQUEST, content)
        except asyncio.CancelledError:
            # Closing a socket cancels what waits for it: not a cancellation of this task.
            task = asyncio.current_task()
            if not self._is_closed or task is None or task.cancelling():
                raise
        raise TimeoutError("the channel was closed")

    async def _exchange(
        self, channel: AsyncZMQSocketChannel, kind: str, content: dict[str, Any]
    ) -> dict[str, Any]:
        message = self._client.session.msg(kind, content)
        channel.send(message)
        while True:
            # A message with a wrong signature, or one that is none, is nobody's reply; others
            # come late, to requests that are given up.
            with contextlib.suppress(ValueError, KeyError, IndexError, TypeError):
                reply = await channel.get_msg()
                if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                    answer: dict[str, Any] = reply["content"]
                    return answer

    def close(self) -> None:
        """Close the sockets; what is still asked gets no reply."""
        self._is_closed = True
        self._client.stop_channels()
