"""The kernel that this code runs in, as trials know kernels.

A trial copies an idle kernel. Whoever asks for one from within a cell is running a cell, and
waits in it: the variables stand still, so the kernel counts as idle meanwhile.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.interactiveshell import InteractiveShell


class OwnKernel:
    """What ipykernel's kernel and a shell in a terminal have in common for trials.

    Parameters
    ----------
    shell : InteractiveShell
        The one that runs cells.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self._waiting = threading.Lock()
        self._is_waiting = False

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count as idle, within a cell that waits for a trial."""
        # What Python still keeps would be written by the copies too.
        sys.stdout.flush()
        sys.stderr.flush()
        self._is_waiting = True
        try:
            yield
        finally:
            self._is_waiting = False

    @property
    def _main_asyncio_lock(self) -> Any:
        """What trials ask to know whether a cell runs."""
        return self._waiting


class NotebookKernel(OwnKernel):
    """ipykernel's kernel.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    """

    def __init__(self, kernel: Any) -> None:
        super().__init__(kernel.shell)
        self._kernel = kernel
        self.session = kernel.session
        self._shell_context = getattr(kernel, "_shell_context", None)
        self.raw_input: Any = None
        self.getpass: Any = None

    @property
    def debugger(self) -> Any:
        """Which may be attached."""
        return getattr(self._kernel, "debugger", None)

    @property
    def _main_asyncio_lock(self) -> Any:
        lock = getattr(self._kernel, "_main_asyncio_lock", None)
        return self._waiting if self._is_waiting or lock is None else lock

    async def do_execute(self, *arguments: Any) -> None:
        """Run a cell, in a copy."""
        self._kernel.raw_input, self._kernel.getpass = self.raw_input, self.getpass
        await self._kernel.do_execute(*arguments)


class _Stream(io.TextIOBase):
    """Stands for a terminal's stream in a copy, where it is given methods that capture."""

    encoding = "utf-8"

    def __init__(self, name: str) -> None:
        self.name = name

    def writable(self) -> bool:
        return True


class _Session:
    """Stands for the connection to front ends; in a copy it is given a ``send`` that captures."""

    def send(self, stream: Any, message: Any, content: Any = None) -> None:
        """Send nothing: there is no front end."""


class TerminalKernel(OwnKernel):
    """A shell in a terminal.

    Parameters
    ----------
    shell : InteractiveShell
        IPython's.
    """

    stream_class = _Stream

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self.session = _Session()
        self.raw_input: Any = None
        self.getpass: Any = None
        self._is_led = False

    async def do_execute(self, code: str, *_: Any) -> None:
        """Run a cell, in a copy."""
        self._lead_outputs()
        shell = self.shell
        try:
            transformed, failed = shell.transform_cell(code), None
        except Exception:
            # The shell shows it as the cell's own error, as ipykernel does.
            transformed, failed = code, sys.exc_info()
        await shell.run_cell_async(
            code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failed
        )

    def _lead_outputs(self) -> None:
        """Let what is shown become messages, as a kernel's."""
        if self._is_led:
            return
        self._is_led = True
        sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
        sys.stdin = io.StringIO()
        import builtins  # noqa: PLC0415 - in the copy alone

        builtins.input = self.raw_input
        shown: Any = self.shell.displayhook
        shown.write_output_prompt = shown.finish_displayhook = lambda: None
        shown.write_format_data = self._result
        publisher: Any = self.shell.display_pub
        publisher.publish = self._display
        publisher.clear_output = lambda wait=False: self._tell("clear_output", {"wait": wait})

    def _result(self, data: Any, metadata: Any = None) -> None:
        self._tell("execute_result", {"data": data, "metadata": metadata or {}})

    def _display(self, data: Any, metadata: Any = None, **options: Any) -> None:
        kind = "update_display_data" if options.get("update") else "display_data"
        content = {"data": data, "metadata": metadata or {}}
        self._tell(kind, {**content, "transient": options.get("transient") or {}})

    def _tell(self, kind: str, content: Any) -> None:
        self.session.send(None, kind, content)


def own_kernel(shell: InteractiveShell) -> OwnKernel:
    """Return the kernel that runs a shell."""
    kernel = getattr(shell, "kernel", None)
    return TerminalKernel(shell) if kernel is None else NotebookKernel(kernel)
