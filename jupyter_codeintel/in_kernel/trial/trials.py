"""Requests for trials, answered when they are over."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from typing import Any

from jupyter_codeintel.in_kernel.activity import is_busy
from jupyter_codeintel.in_kernel.trial import containment
from jupyter_codeintel.in_kernel.trial.batch import THREAD_NAME, Batch
from jupyter_codeintel.in_kernel.trial.hazards import hazards, uses_gpu
from jupyter_codeintel.in_kernel.trial.leftovers import remove_leftovers
from jupyter_codeintel.in_kernel.trial.memory import available_bytes

OPERATIONS = ("verify", "cancel", "preflight")
_MOST_CHILDREN = 2
_CLOSING_S, _CLOSING_POLL_S = 1.0, 0.01


class Trials:
    """Those of one kernel.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    """

    def __init__(self, kernel: Any) -> None:
        self._kernel = kernel
        self._lock = threading.Lock()
        self._batches: list[Batch] = []
        self._slots = threading.Semaphore(_MOST_CHILDREN)
        self._tier_lock = threading.Lock()
        self._tiers: list[str | None] = []
        atexit.register(self.close)

    def close(self) -> None:
        """End all children, and wait until nothing is left of them."""
        atexit.unregister(self.close)
        self.cancel()
        end = time.monotonic() + _CLOSING_S
        while self._batches and time.monotonic() < end:
            time.sleep(_CLOSING_POLL_S)

    def handle(self, request: dict[str, Any], reply: Callable[[dict[str, Any]], None]) -> None:
        """Do what a request asks for; returns at once.

        Parameters
        ----------
        request : dict
            Its ``op`` is one of `OPERATIONS`.
        reply : callable
            Takes the reply, now or later, in any thread.
        """
        operation = request["op"]
        if operation == "cancel":
            self.cancel()
            reply({})
        elif operation == "preflight":
            _in_thread(lambda: reply(self._preflight()))
        elif is_busy(self._kernel):
            reply({"refused": "busy"})
        else:
            batch = Batch(self._kernel, request, self._tier, self._slots)
            with self._lock:
                self._batches.append(batch)
            _in_thread(lambda: reply({"verdicts": self._run(batch)}))

    def cancel(self) -> None:
        """End all children now."""
        with self._lock:
            batches = list(self._batches)
        for batch in batches:
            batch.end()

    def _run(self, batch: Batch) -> list[dict[str, Any] | None]:
        try:
            return batch.run()
        finally:
            with self._lock:
                self._batches.remove(batch)

    def _preflight(self) -> dict[str, Any]:
        return {
            "tier": self._tier(),
            "available_bytes": available_bytes(),
            "hazards": hazards(self._kernel),
        }

    def _tier(self) -> str | None:
        if uses_gpu():
            return None
        # Found out once: it takes a child of its own.
        with self._tier_lock:
            if not self._tiers:
                remove_leftovers()
                self._tiers.append(containment.available())
            return self._tiers[0]


def _in_thread(task: Callable[[], None]) -> None:
    threading.Thread(target=task, name=THREAD_NAME, daemon=True).start()
