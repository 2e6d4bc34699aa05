"""Trials that were asked for together: some at a time, until enough have passed."""

from __future__ import annotations

import threading
from typing import Any

from jupyter_codeintel.in_kernel.activity import is_busy
from jupyter_codeintel.in_kernel.trial.hazards import is_debugged
from jupyter_codeintel.in_kernel.trial.memory import affordable
from jupyter_codeintel.in_kernel.trial.supervising import Supervisor

THREAD_NAME = "codeintel-trial"


class Batch:
    """Some trials.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    request : dict
        ``trials``, each with ``cells`` and ``limits``, and ``enough``.
    tier : callable
        Tells how children are contained, None where they cannot be.
    slots : threading.Semaphore
        Taken while a child runs.
    """

    def __init__(
        self, kernel: Any, request: dict[str, Any], tier: Any, slots: threading.Semaphore
    ) -> None:
        self._kernel = kernel
        self._trials = request["trials"]
        self._missing = request["enough"]
        self._tier = tier
        self._slots = slots
        self._lock = threading.Lock()
        self._running: list[Supervisor] = []
        self._is_over = False
        self._verdicts: list[dict[str, Any] | None] = [None] * len(self._trials)

    def run(self) -> list[dict[str, Any] | None]:
        """Try until all are tried, or enough have passed, or it was cancelled.

        Returns
        -------
        list
            The fields of a `Verdict` for each trial, None for those that were left out.
        """
        threads = []
        for place in range(len(self._trials)):
            self._slots.acquire()
            if self._is_over:
                self._slots.release()
                break
            # One for each child, see `Supervisor.run`.
            thread = threading.Thread(
                target=self._try, args=(place,), name=THREAD_NAME, daemon=True
            )
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join()
        return self._verdicts

    def end(self) -> None:
        """Start nothing more, and end what runs."""
        with self._lock:
            self._is_over = True
            for supervisor in self._running:
                supervisor.cancel()

    def _try(self, place: int) -> None:
        try:
            verdict = self._tried(**self._trials[place])
        except Exception as error:
            # Not for want of a fault of ours does a candidate count as wrong.
            verdict = inconclusive(f"the trial itself failed: {type(error).__name__}: {error}")
        finally:
            self._slots.release()
        self._verdicts[place] = verdict
        if verdict is not None and verdict["status"] == "passed":
            self._missing -= 1
            if self._missing <= 0:
                self.end()

    def _tried(self, cells: list[dict[str, Any]], limits: dict[str, Any]) -> dict[str, Any] | None:
        tier = self._tier()
        if tier is None:
            return inconclusive("nothing can be tried on a copy of this kernel")
        if is_busy(self._kernel):
            return inconclusive("a cell runs in the kernel")
        if is_debugged(self._kernel):
            return inconclusive("a debugger is attached to the kernel")
        memory = affordable(limits["memory_bytes"])
        if not memory:
            return inconclusive("there is too little memory for a copy of the kernel")
        limits = dict(limits, memory_bytes=memory)
        supervisor = Supervisor(self._kernel, cells, limits, tier)
        with self._lock:
            if self._is_over:
                return None
            self._running.append(supervisor)
        try:
            return supervisor.run()
        finally:
            with self._lock:
                self._running.remove(supervisor)


def inconclusive(reason: str) -> dict[str, Any]:
    """Return the fields of a `Verdict` of what was not tried."""
    return {"status": "inconclusive", "reason": reason}
