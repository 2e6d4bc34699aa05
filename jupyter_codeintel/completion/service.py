"""Ghost text for all connections of a server."""

from __future__ import annotations

from collections import deque
from statistics import median
from weakref import WeakSet

from jupyter_codeintel.completion.port import FimEngine, Kernels, NoKernels
from jupyter_codeintel.completion.requests import CompletionSettings
from jupyter_codeintel.completion.session import CompletionSession

_LATENCIES = 20


class CompletionService:
    """Opens sessions and knows how fast the model answered lately.

    Parameters
    ----------
    engine : FimEngine
        Who generates.
    settings : CompletionSettings, optional
        How.
    kernels : Kernels, optional
        Know the live variables.
    """

    def __init__(
        self,
        engine: FimEngine,
        settings: CompletionSettings | None = None,
        kernels: Kernels | None = None,
    ) -> None:
        self._engine = engine
        self._settings = settings or CompletionSettings()
        self._kernels = kernels or NoKernels()
        self._sessions: WeakSet[CompletionSession] = WeakSet()
        self._latencies: deque[float] = deque(maxlen=_LATENCIES)

    @property
    def latency_ms(self) -> float | None:
        """The median time to the first new text, of the last requests to the model."""
        return median(self._latencies) if self._latencies else None

    def open_session(self) -> CompletionSession:
        """Return a session for one connection; close it with ``aclose``."""
        session = CompletionSession(
            self._engine, self._settings, self._kernels, self._latencies.append
        )
        self._sessions.add(session)
        return session

    async def aclose(self) -> None:
        """Close the sessions that are still open."""
        for session in list(self._sessions):
            await session.aclose()
