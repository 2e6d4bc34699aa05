"""Runs cells in the child as the kernel would run them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from jupyter_codeintel.in_kernel.reading import forget
from jupyter_codeintel.in_kernel.trial.capturing import Capture
from jupyter_codeintel.in_kernel.trial.cells import Cells
from jupyter_codeintel.in_kernel.trial.excuses import NotTriedError, excuse
from jupyter_codeintel.in_kernel.trial.raising import message, raised

_RESERVE = 8 << 20
_NO_INPUT = "the code asks for input, and nobody can answer while it is tried"
_NO_COMMANDS = "the code runs a shell command, which a copy of the kernel does not do"


class Executor:
    """Runs cells.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's, in the child.
    capture : Capture
        Has what they show.
    compiled : callable
        Takes the name that code of the running cell was compiled under.
    """

    def __init__(self, kernel: Any, capture: Capture, compiled: Callable[[str], None]) -> None:
        self._kernel = kernel
        self._shell = kernel.shell
        self._capture = capture
        self._cells = Cells(self._shell)
        self._shown: BaseException | None = None
        self._reserve = bytearray(_RESERVE)
        self._follow_compiler(compiled)
        self._follow_tracebacks()
        kernel.raw_input = kernel.getpass = _refusing(_NO_INPUT)
        self._shell.system = self._shell.getoutput = _refusing(_NO_COMMANDS)

    def run(self, loop: Any, cell: dict[str, Any]) -> dict[str, Any]:
        """Run one cell; return the fields of a `CellRun`, and ``denied``.

        Parameters
        ----------
        loop : asyncio.AbstractEventLoop
            The child's.
        cell : dict
            ``id`` and ``source``.
        """
        self._cells.start(cell["id"], cell["source"])
        self._shown = None
        began = time.perf_counter()
        # As in a kernel, where code runs inside of a running loop.
        exception = loop.run_until_complete(self._executed(cell["source"]))
        took_ms = (time.perf_counter() - began) * 1000
        if isinstance(exception, MemoryError):
            self._reserve = bytearray()  # to tell of it with
        self._capture.drain()
        forget()  # a library may have been loaded
        return {
            "id": cell["id"],
            "status": "passed" if exception is None else "failed",
            "outputs": self._capture.outputs.taken(),
            "error": None if exception is None else raised(exception, self._cells),
            "took_ms": took_ms,
            "denied": None if exception is None else excuse(exception),
        }

    async def _executed(self, source: str) -> BaseException | None:
        self._shell.last_execution_result = None
        try:
            # The history counts: it tells the shell whether a line ends in a semicolon. What
            # would be written into its database is lost with the child.
            await self._kernel.do_execute(source, False, True, {}, False)
        except BaseException as error:  # what the shell lets through, such as an aborted hook
            return error
        result = self._shell.last_execution_result
        found = None if result is None else result.error_before_exec or result.error_in_exec
        return found or self._shown

    def _follow_compiler(self, compiled: Callable[[str], None]) -> None:
        compiler = self._shell.compile
        cache: Callable[..., str] = compiler.cache

        def caching(*arguments: Any, **options: Any) -> str:
            name = cache(*arguments, **options)
            self._cells.compiled(name)
            compiled(name)
            return name

        compiler.cache = caching

    def _follow_tracebacks(self) -> None:
        # Also magics that carry on show errors this way. Formatting them takes longer than most
        # cells, and nobody reads it.
        def show(found: Any = None, *_: Any, **__: Any) -> None:
            exception = found[1] if type(found) is tuple else sys.exc_info()[1]
            if exception is not None:
                self._shown = exception
                self._capture.outputs.error(type(exception).__name__, message(exception))

        self._shell.showtraceback = self._shell.showsyntaxerror = show
        self._shell.showindentationerror = show
        self._shell._format_exception_for_storage = lambda *_, **__: {}  # noqa: SLF001 - as above


def _refusing(reason: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise NotTriedError(reason)

    return refuse
