"""A kernel of one's own, to run notebooks' cells in and to look at what they leave."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from subprocess import DEVNULL
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.kernel.live import LiveKernels
from jupyter_codeintel.kernel.outputs import Outputs
from jupyter_codeintel.kernel.reach import Reach, reach_of
from jupyter_codeintel.namespace import Namespace, Path, Resolution

_START_TIMEOUT = 60.0
_INTERRUPT_TIMEOUT = 5.0
_OUTPUTS_TIMEOUT = 5.0
"""Seconds in which the last outputs come after the reply."""
_RESOLVE_SECONDS = 5.0


@dataclass(frozen=True)
class Outcome:
    """How the execution of one cell ended.

    Parameters
    ----------
    status : str
        ``"ok"``, ``"error"``, ``"timeout"`` or ``"died"``.
    name : str
        The class of the error.
    value : str
        Its message.
    """

    status: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Execution:
    """The execution of one cell, with what it showed.

    Parameters
    ----------
    outcome : Outcome
        How it ended.
    outputs : tuple of mappings
        As in nbformat.
    count : int, optional
        Its number, as in ``In [3]``.
    """

    outcome: Outcome
    outputs: tuple[Mapping[str, Any], ...] = ()
    count: int | None = None

    @property
    def traceback(self) -> tuple[str, ...]:
        """What the error it ended in shows."""
        shown = (one["traceback"] for one in self.outputs if one["output_type"] == "error")
        return tuple(next(shown, ()))


class Runner:
    """A started kernel; see `started_kernel`.

    Parameters
    ----------
    manager : AsyncKernelManager
        Of the kernel.
    client : AsyncKernelClient
        Its channels are started.
    """

    kernel_id = "runner"

    def __init__(self, manager: AsyncKernelManager, client: AsyncKernelClient) -> None:
        self._manager = manager
        self._client = client
        self._is_idle = True
        self._is_dead = False
        self.live = LiveKernels(self)

    def reach(self, kernel_id: str) -> Reach | None:
        """Return how to reach the kernel."""
        return None if self._is_dead else reach_of(self._manager, idle=self._is_idle)

    async def execute(self, code: str, seconds: float, *, silent: bool = False) -> Outcome:
        """Run a cell to its end.

        Parameters
        ----------
        code : str
            Its source.
        seconds : float
            After which it is interrupted.
        silent : bool
            Without a number and a place in the history.
        """
        return await self._ended(self._request(code, silent=silent), seconds)

    async def run_cell(self, code: str, seconds: float) -> Execution:
        """Run a cell to its end, and keep what it shows.

        Parameters
        ----------
        code : str
            Its source.
        seconds : float
            After which it is interrupted.
        """
        with contextlib.suppress(queue.Empty):  # what others asked for since
            while True:
                await self._client.get_iopub_msg(timeout=0)
        outputs = Outputs()
        request = self._request(code)
        reading = asyncio.create_task(self._read_outputs(request, outputs))
        try:
            outcome = await self._ended(request, seconds)
            await asyncio.wait([reading], timeout=0 if self._is_dead else _OUTPUTS_TIMEOUT)
        finally:
            reading.cancel()
        return Execution(outcome, tuple(outputs.kept), outputs.count)

    def _request(self, code: str, *, silent: bool = False) -> str:
        self._is_idle = False
        # Else the cell after one that failed may be taken for one that was queued.
        request: str = self._client.execute(
            code, silent=silent, allow_stdin=False, stop_on_error=False
        )
        return request

    async def _ended(self, request: str, seconds: float) -> Outcome:
        try:
            outcome = await self._outcome(request, seconds)
            if outcome.status == "timeout":
                await self._manager.interrupt_kernel()
                await self._outcome(request, _INTERRUPT_TIMEOUT)
            return outcome
        finally:
            self._is_idle = True

    async def _read_outputs(self, request: str, outputs: Outputs) -> None:
        while True:
            try:
                message = await self._client.get_iopub_msg(timeout=60)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") == request:
                kind, content = message["msg_type"], message["content"]
                outputs.add(kind, content)
                if kind == "status" and content["execution_state"] == "idle":
                    return

    async def _outcome(self, request: str, seconds: float) -> Outcome:
        end = asyncio.get_running_loop().time() + seconds
        while (left := end - asyncio.get_running_loop().time()) > 0:
            try:
                reply = await self._client.get_shell_msg(timeout=min(left, 1.0))
            except queue.Empty:
                self._is_dead = not await self._manager.is_alive()
                if self._is_dead:
                    return Outcome("died")
                continue
            if reply["parent_header"].get("msg_id") == request:
                content: dict[str, Any] = reply["content"]
                named = content.get("ename", ""), content.get("evalue", "")
                return Outcome("ok" if content["status"] == "ok" else "error", *named)
        return Outcome("timeout")

    async def namespace(self) -> Namespace | None:
        """Peek now and return what was found."""
        return await self.live.refreshed(self.kernel_id)

    async def resolve(
        self, paths: Iterable[Path], seconds: float = _RESOLVE_SECONDS
    ) -> dict[Path, Resolution]:
        """Follow paths in the kernel's namespace, as it was peeked into last.

        Parameters
        ----------
        paths : iterable of Path
            What to look up.
        seconds : float
            After which all is unknown.
        """
        return await self.live.resolve(self.kernel_id, paths, seconds)


@contextlib.asynccontextmanager
async def started_kernel(
    cwd: FilePath | str, *, kernel_name: str = "python3", arguments: Sequence[str] = ()
) -> AsyncIterator[Runner]:
    """Start a kernel without a display, and end it with all that it started.

    Parameters
    ----------
    cwd : path
        The folder to work in.
    kernel_name : str
        Of the kernelspec.
    arguments : sequence of str
        For its command line, beside those of the kernelspec.

    Raises
    ------
    CodeIntelError
        When it does not start.
    """
    manager = AsyncKernelManager(kernel_name=kernel_name)
    environment = os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    try:
        await manager.start_kernel(
            cwd=str(cwd),
            env=environment,
            extra_arguments=list(arguments),
            stdout=DEVNULL,
            stderr=DEVNULL,
        )
    except (NoSuchKernel, OSError) as error:
        raise _failed(kernel_name, str(error)) from error
    client = manager.client()
    client.start_channels(iopub=False, stdin=False, hb=False)
    try:
        await _wait_until_ready(client, kernel_name)
        runner = Runner(manager, client)
        try:
            yield runner
        finally:
            await runner.live.aclose()
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


async def _wait_until_ready(client: AsyncKernelClient, kernel_name: str) -> None:
    try:
        await client.wait_for_ready(timeout=_START_TIMEOUT)
    except RuntimeError as error:
        raise _failed(kernel_name, str(error)) from error


def _failed(kernel_name: str, reason: str) -> CodeIntelError:
    return CodeIntelError(
        f"The kernel {kernel_name!r} does not start: {reason}",
        code="kernel_not_started",
        hint="See which kernels there are: jupyter kernelspec list",
    )
