"""How the engine is, in a person's words: stopped, starting, loading, ready, busy, error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from jupyter_codeintel.api.messages import EngineState, Status
from jupyter_codeintel.engine.connection import Connection, EngineSource
from jupyter_codeintel.engine.wire import EngineHealth
from jupyter_codeintel.errors import CodeIntelError

Health = Callable[[], Awaitable[EngineHealth | None]]
"""Asks the engine without starting one; None when there is none."""


class ObservedSource:
    """An engine source that knows whether someone waits for the engine, or why in vain.

    Parameters
    ----------
    source : EngineSource
        The supervisor, or a remote engine.
    """

    def __init__(self, source: EngineSource) -> None:
        self._source = source
        self._waiting = 0
        self.error: CodeIntelError | None = None

    @property
    def waiting(self) -> bool:
        """Whether a connection is asked for and not there yet."""
        return self._waiting > 0

    async def ensure(self) -> Connection:
        """Return a connection; see `EngineSource`."""
        self._waiting += 1
        try:
            connection = await self._source.ensure()
        except CodeIntelError as error:
            self.error = error
            raise
        finally:
            self._waiting -= 1
        self.error = None
        return connection

    def forget(self) -> None:
        """Forget why an engine was waited for in vain: another model is there now."""
        self.error = None

    async def lost(self, connection: Connection) -> None:
        """Pass on that a connection did not work."""
        await self._source.lost(connection)


class EngineProbe:
    """Looks at the engine for the status that browsers are told.

    Parameters
    ----------
    source : ObservedSource
        Where requests get the engine from.
    health : Health
        Asks it.
    latency : callable
        Returns the milliseconds that it took to answer lately.
    """

    def __init__(
        self, source: ObservedSource, health: Health, latency: Callable[[], float | None]
    ) -> None:
        self._source = source
        self._health = health
        self._latency = latency

    async def __call__(self) -> Status:
        """Return the present status."""
        try:
            health = await self._health()
        except CodeIntelError as error:
            return Status("error", error=error.as_dict())
        if health is None:
            return self._absent()
        latency = self._latency()
        return Status(
            engine=_state(health),
            model=health.model_id or None,
            error=health.error,
            latency_ms=None if latency is None else round(latency, 1),
        )

    def _absent(self) -> Status:
        if self._source.waiting:
            return Status("starting")
        if self._source.error is not None:
            return Status("error", error=self._source.error.as_dict())
        return Status("stopped")


def _state(health: EngineHealth) -> EngineState:
    if health.error is not None or health.status == "error":
        return "error"
    if health.status != "ready":
        return "loading"
    return "busy" if health.busy else "ready"
