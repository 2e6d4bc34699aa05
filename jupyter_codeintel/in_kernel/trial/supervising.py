"""One child: forks it, hears it out, and makes sure that it ends and leaves nothing."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
import time
from typing import Any

from jupyter_codeintel.in_kernel.trial import containment
from jupyter_codeintel.in_kernel.trial.child import Child
from jupyter_codeintel.in_kernel.trial.forking import fork
from jupyter_codeintel.in_kernel.trial.messages import Inbox
from jupyter_codeintel.in_kernel.trial.report import Report
from jupyter_codeintel.in_kernel.trial.stacks import written, written_soon
from jupyter_codeintel.in_kernel.trial.watching import Pulse

_POLL_S = 0.2
_EXIT_POLL_S = 0.01
_EXIT_S = 0.3
_MOST_READ = 1 << 20


class Supervisor:
    """Runs one trial in a child.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    cells : list of dict
        ``id``, ``source`` and ``required`` of each.
    limits : dict
        The fields of `Limits`.
    tier : str
        How the child is contained.
    """

    def __init__(
        self, kernel: Any, cells: list[dict[str, Any]], limits: dict[str, Any], tier: str
    ) -> None:
        self._kernel = kernel
        self._cells = cells
        self._limits = limits
        self._tier = tier
        self._report = Report(cells, limits, tier)
        self._lock = threading.Lock()
        self._pid = 0
        self._is_cancelled = False

    def cancel(self) -> None:
        """End the child now; what waits for it goes on."""
        with self._lock:
            self._is_cancelled = True
            self._kill()

    def run(self) -> dict[str, Any] | None:
        """Return the fields of a `Verdict`, None when it was cancelled.

        To be called in a thread that was made for it: some libraries keep their workers with the
        thread that used them, and would wait for them forever in the child of that thread. The
        child also dies with the thread.
        """
        began = time.perf_counter()
        prepared = containment.prepare(self._tier)
        stack_file = os.memfd_create("codeintel-stack")
        try:
            stopped, exit_status = self._supervised(prepared, stack_file)
            verdict = self._report.verdict(stopped, exit_status, written(stack_file))
        finally:
            os.close(stack_file)
            prepared.close()
        took_ms = (time.perf_counter() - began) * 1000
        return None if self._is_cancelled else dict(verdict, took_ms=took_ms)

    def _supervised(self, prepared: Any, stack_file: int) -> tuple[str | None, int | None]:
        reading, writing = os.pipe()
        try:
            child = Child(self._kernel, self._cells, self._limits, prepared, writing, stack_file)
            if not self._fork(child):
                return None, None
            os.close(writing)
            writing = -1
            stopped = self._listen(reading)
            if stopped is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGUSR1)
                    written_soon(stack_file)
            return stopped, self._reap()
        finally:
            self._reap()
            for descriptor in (reading, writing):
                if descriptor >= 0:
                    os.close(descriptor)

    def _fork(self, child: Child) -> bool:
        """Begin, unless it was cancelled before."""
        with self._lock:
            if self._is_cancelled:
                return False
            self._pid = fork()
            if self._pid == 0:
                child.live()
        return True

    def _listen(self, reading: int) -> str | None:
        """Hear the child until its end; return why it has to be stopped, if it has to."""
        inbox = Inbox()
        poll = select.poll()
        poll.register(reading, select.POLLIN)
        pulse = Pulse(self._pid, self._limits["deadlock_s"])
        end = time.perf_counter() + self._limits["wall_s"]
        while not self._report.is_over:
            left = end - time.perf_counter()
            if left <= 0:
                return "timeout"
            if poll.poll(min(left, _POLL_S) * 1000 + 1):
                data = os.read(reading, _MOST_READ)
                if not data:
                    self._wait_for_exit()
                    break
                for message in inbox.read(data):
                    self._report.hear(message)
            elif pulse.has_stopped():
                return "deadlock"
        return None

    def _wait_for_exit(self) -> None:
        # It closed its pipe: most likely because it is ending, and how is worth knowing.
        end = time.perf_counter() + _EXIT_S
        while time.perf_counter() < end:
            with contextlib.suppress(ChildProcessError):
                if not os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                    time.sleep(_EXIT_POLL_S)
                    continue
            return

    def _kill(self) -> None:
        if self._pid:
            for kill in (os.killpg, os.kill):  # it leads a group of its own, soon at least
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    kill(self._pid, signal.SIGKILL)

    def _reap(self) -> int | None:
        """End the child if it still runs; return how it ended, None where that is not known."""
        status = None
        with self._lock:
            if self._pid:
                self._kill()
                with contextlib.suppress(ChildProcessError):  # a handler of the user's was faster
                    _, status = os.waitpid(self._pid, 0)
            self._pid = 0
        return status
