"""One child: forks it, hears it out, and makes sure that it ends and leaves nothing."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
import time
import warnings
from typing import Any

from jupyter_codeintel.in_kernel.trial import containment
from jupyter_codeintel.in_kernel.trial.child import Child
from jupyter_codeintel.in_kernel.trial.messages import Inbox

_POLL_MS = 200
_MOST_READ = 1 << 20
_STATUS_OF_EVENT = {
    "busy": "a cell runs in the kernel",
    "uncontained": "the copy of the kernel could not be contained",
    "internal": "the trial itself failed",
}


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
        self._lock = threading.Lock()
        self._pid: int | None = None
        self._is_cancelled = False
        self._began = time.perf_counter()
        self._heard: list[dict[str, Any]] = []
        self._stop: tuple[str, str] | None = None

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
        prepared = containment.prepare(self._tier)
        reading, writing = os.pipe()
        stack_file = os.memfd_create("codeintel-stack")
        try:
            child = Child(self._kernel, self._cells, self._limits, prepared, writing, stack_file)
            if self._fork(child):
                os.close(writing)
                writing = -1
                self._listen(reading)
                return self._verdict(self._reap(), stack_file)
            return None
        finally:
            self._reap()
            for descriptor in (reading, writing, stack_file):
                if descriptor >= 0:
                    os.close(descriptor)
            prepared.close()

    def _fork(self, child: Child) -> bool:
        with self._lock:
            if self._is_cancelled:
                return False
            with warnings.catch_warnings():
                # Newer Pythons warn of threads that are not copied; that is reckoned with here.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._pid = os.fork()
            if self._pid == 0:
                child.live()
        return True

    def _listen(self, reading: int) -> None:
        inbox = Inbox()
        poll = select.poll()
        poll.register(reading, select.POLLIN)
        end = time.perf_counter() + self._limits["wall_s"]
        while True:
            left = end - time.perf_counter()
            if left <= 0:
                self._stop = ("timeout", f"still running after {self._limits['wall_s']:g} s")
                return
            if poll.poll(min(left * 1000 + 1, _POLL_MS)):
                data = os.read(reading, _MOST_READ)
                if not data:
                    return
                self._heard += inbox.read(data)
                if self._heard and self._heard[-1]["event"] == "ended":
                    return

    def _kill(self) -> None:
        if self._pid:
            for kill in (os.killpg, os.kill):  # the child leads a group of its own, soon at least
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    kill(self._pid, signal.SIGKILL)

    def _reap(self) -> int | None:
        """End the child if it still runs; return how it ended, None where that is not known."""
        with self._lock:
            if not self._pid:
                return None
            self._kill()
            try:
                _, status = os.waitpid(self._pid, 0)
            except ChildProcessError:  # a handler of the user's was faster
                status = None
            self._pid = None
        return status

    def _verdict(self, exit_status: int | None, stack_file: int) -> dict[str, Any] | None:
        if self._is_cancelled:
            return None
        runs = [one["run"] for one in self._heard if one["event"] == "ran"]
        verdict: dict[str, Any] = {"tier": self._tier, "runs": runs, "left": {}, "files": []}
        last = self._heard[-1] if self._heard else {"event": "none"}
        if self._stop is not None:
            verdict.update(status=self._stop[0], reason=self._stop[1])
        elif last["event"] == "ended":
            verdict.update(left=last["left"], files=last["files"], **self._judged())
        elif last["event"] in _STATUS_OF_EVENT:
            reason = _STATUS_OF_EVENT[last["event"]]
            if last.get("reason"):
                reason += ": " + last["reason"]
            verdict.update(status="inconclusive", reason=reason)
        else:
            verdict.update(status="died", reason=_ending(exit_status))
        verdict["runs"] += self._not_run(len(runs), verdict["status"])
        verdict["took_ms"] = (time.perf_counter() - self._began) * 1000
        return verdict

    def _judged(self) -> dict[str, Any]:
        for one in self._heard:
            if one.get("has_failed"):
                error = one["run"]["error"]
                if one["denied"]:
                    return {"status": "inconclusive", "reason": one["denied"], "error": error}
                reason = error["name"] + ": " + error["value"]
                return {"status": "failed", "reason": reason, "error": error}
        return {"status": "passed", "reason": ""}

    def _not_run(self, ran: int, status: str) -> list[dict[str, Any]]:
        started = sum(one["event"] == "started" for one in self._heard)
        return [
            {"id": cell["id"], "status": "failed" if place < started else "not_run"}
            for place, cell in enumerate(self._cells)
            if place >= ran
        ]


def _ending(status: int | None) -> str:
    if status is None:
        return "the process ended"
    if os.WIFSIGNALED(status):
        return "the process was ended by " + signal.Signals(os.WTERMSIG(status)).name
    return f"the process ended by itself with exit code {os.WEXITSTATUS(status)}"
