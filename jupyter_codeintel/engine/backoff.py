"""How soon, and how often, to start again what keeps failing."""

from __future__ import annotations

import time
from collections.abc import Callable

LIMIT = 5
"""Failures within the window after which nothing is started any more."""

WINDOW = 300.0


class Backoff:
    """Counts failures; the first is forgiven, each further one doubles the wait.

    Parameters
    ----------
    clock : callable
        Returns seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: list[float] = []

    def failed(self) -> None:
        """Note a failure."""
        self._failures.append(self._clock())

    def reset(self) -> None:
        """Forget all failures: something was changed."""
        self._failures.clear()

    @property
    def failures(self) -> int:
        """How many failures there were within the window."""
        since = self._clock() - WINDOW
        self._failures = [moment for moment in self._failures if moment > since]
        return len(self._failures)

    @property
    def exhausted(self) -> bool:
        """Whether to give up until the window has passed."""
        return self.failures >= LIMIT

    @property
    def delay(self) -> float:
        """Seconds to wait from now."""
        count = self.failures
        if count < 2:
            return 0.0
        return max(0.0, self._failures[-1] + 2.0 ** (count - 2) - self._clock())
