"""What is left to spend on a fix."""

from __future__ import annotations

import time

from jupyter_codeintel.fix.settings import FixSettings


class LimitsExceeded(Exception):  # noqa: N818 - a signal, not a fault
    """The search has to end.

    Parameters
    ----------
    message : str
        Which limit was reached, in plain words.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Budget:
    """Attempts, tokens and seconds, counted down.

    Parameters
    ----------
    settings : FixSettings
        The limits.
    """

    def __init__(self, settings: FixSettings) -> None:
        self._settings = settings
        self.attempts = settings.max_attempts
        self.tokens = settings.max_tokens
        self._ends = time.monotonic() + settings.time_limit_s

    def renew(self) -> None:
        """Start again, for another proposal."""
        self.__init__(self._settings)  # type: ignore[misc]

    @property
    def seconds(self) -> float:
        """How many are left."""
        return max(0.0, self._ends - time.monotonic())

    def check_tokens(self) -> None:
        """Raise `LimitsExceeded` when the model may write no more."""
        self._check_time()
        if self.tokens <= 0:
            message = f"{self._settings.max_tokens} tokens were not enough"
            raise LimitsExceeded(message)

    def check_attempts(self) -> None:
        """Raise `LimitsExceeded` when nothing more may be tried."""
        self._check_time()
        if self.attempts <= 0:
            message = f"{self._settings.max_attempts} attempts were not enough"
            raise LimitsExceeded(message)

    def _check_time(self) -> None:
        if self.seconds <= 0:
            message = f"{self._settings.time_limit_s:g} seconds were not enough"
            raise LimitsExceeded(message)
