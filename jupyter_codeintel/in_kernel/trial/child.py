"""The child's life, from the fork to its end."""

from __future__ import annotations

import asyncio
import contextvars
import faulthandler
import gc
import os
import signal
import sys
import threading
from typing import Any

from jupyter_codeintel.in_kernel.activity import is_busy
from jupyter_codeintel.in_kernel.answering import user_ns
from jupyter_codeintel.in_kernel.trial import containment, syscalls
from jupyter_codeintel.in_kernel.trial.adopting import adopt_connections
from jupyter_codeintel.in_kernel.trial.capturing import Capture
from jupyter_codeintel.in_kernel.trial.comparing import Snapshot
from jupyter_codeintel.in_kernel.trial.executing import Executor
from jupyter_codeintel.in_kernel.trial.forking import heed_interrupts
from jupyter_codeintel.in_kernel.trial.messages import send
from jupyter_codeintel.in_kernel.trial.outputs import Outputs

_PR_SET_DUMPABLE = 4


class Child:
    """What the child knows when it begins to live.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's; the child has a copy.
    cells : list of dict
        ``id``, ``source`` and ``required`` of each.
    limits : dict
        The fields of `Limits`.
    prepared : object
        By `containment.prepare`.
    pipe : int
        To the supervisor.
    stack_file : int
        Where to write what runs, when asked.
    """

    def __init__(
        self,
        kernel: Any,
        cells: list[dict[str, Any]],
        limits: dict[str, Any],
        prepared: Any,
        pipe: int,
        stack_file: int,
    ) -> None:
        self._kernel = kernel
        self._cells = cells
        self._limits = limits
        self._prepared = prepared
        self._pipe = pipe
        self._stack_file = stack_file
        self._parent = os.getpid()
        random = sys.modules.get("random")
        self._random = None if random is None else random.getstate()
        self._main_thread = threading.main_thread().ident or 0

    def live(self) -> None:
        """Do everything, and end the process; never returns."""
        try:
            context = getattr(self._kernel, "_shell_context", None) or contextvars.copy_context()
            context.copy().run(self._live)
        except MemoryError:
            self._tell(event="exhausted")
        except BaseException as error:
            # Whatever it is, it is not the code that was tried.
            self._tell(event="internal", reason=type(error).__name__ + ": " + str(error))
        finally:
            os._exit(0)

    def _live(self) -> None:
        if os.getppid() != self._parent:
            return
        if is_busy(self._kernel):  # a cell may have begun just before the fork
            self._tell(event="busy")
            return
        capture = self._separated()
        try:
            keep = {1, 2, self._pipe, self._stack_file, *capture.descriptors}
            containment.enter(self._prepared, self._limits, keep)
        except containment.CannotContain as error:
            self._tell(event="uncontained", reason=str(error))
            return
        heed_interrupts()
        # So that the supervisor sees what it waits for.
        syscalls.prctl(_PR_SET_DUMPABLE, 1)
        self._try(capture)

    def _separated(self) -> Capture:
        """Take what it shows from the parent's streams, and restore what the fork changed."""
        gc.freeze()  # else a collection would touch, and so copy, all of the parent's objects
        signal.set_wakeup_fd(-1)
        for one in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(one, signal.SIG_DFL)
        if self._random is not None:
            sys.modules["random"].setstate(self._random)  # it seeds itself anew after a fork
        capture = Capture(self._kernel, Outputs(self._limits["output_bytes"]))
        capture.start()
        faulthandler.enable(self._stack_file)
        for one, chain in ((signal.SIGUSR1, False), (signal.SIGXCPU, True)):
            faulthandler.register(one, file=self._stack_file, all_threads=True, chain=chain)
        _keep_history_in_memory(self._kernel.shell.history_manager)
        variables = list(user_ns(self._kernel.shell).values())
        adopt_connections(variables, self._main_thread, threading.get_ident())
        return capture

    def _try(self, capture: Capture) -> None:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        _calculate_in_one_thread()
        executor = Executor(
            self._kernel, capture, lambda name: self._tell(event="compiled", name=name)
        )
        before = Snapshot(self._kernel.shell)
        for cell in self._cells:
            self._tell(event="started")
            run = executor.run(loop, cell)
            denied = run.pop("denied")
            has_failed = run["status"] == "failed" and cell["required"]
            self._tell(event="ran", run=run, denied=denied, has_failed=has_failed)
            if has_failed:
                break
            if cell.get("is_baseline"):  # what it left is where the others begin
                before = Snapshot(self._kernel.shell)
        self._tell(event="ended", left=before.left(), files=self._written())

    def _written(self) -> list[str]:
        """Return the paths that the cells wrote; what IPython notes of them is not theirs."""
        history = str(getattr(self._kernel.shell.history_manager, "hist_file", ""))
        written = containment.written(self._prepared)
        return [path for path in written if not history or not path.startswith(history)]

    def _tell(self, **message: Any) -> None:
        send(self._pipe, message)


def _keep_history_in_memory(history: Any) -> None:
    # The thread that writes it was not copied, and may have held a lock.
    if history is not None:
        history.db_input_cache_lock = threading.Lock()
        history.db_output_cache_lock = threading.Lock()
        history.db_cache_size = sys.maxsize


def _calculate_in_one_thread() -> None:
    # The workers of OpenBLAS and OpenMP wait for each other without sleeping: where the processors
    # are shared, as with the other trial and the model, small matrices take many times as long.
    pools = sys.modules.get("threadpoolctl")  # scikit-learn's; who has not loaded it has few
    if pools is not None:
        pools.ThreadpoolController().limit(limits=1)
