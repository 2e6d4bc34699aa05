"""What chat needs from elsewhere; the composition root provides it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings
from jupyter_codeintel.namespace import Namespace
from jupyter_codeintel.trial import Tier, Trial, Verdict


class ChatEngine(Protocol):
    """Generates; whoever stops reading makes it stop."""

    def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated."""
        ...

    async def warm(self, request: GenerationRequest) -> Timings | None:
        """Evaluate a prompt, so that one that begins like it starts at once."""
        ...


class Trials(Protocol):
    """Tries code on copies of kernels' states. Cancelling the caller ends what runs."""

    async def tier(self, kernel_id: str) -> Tier | None:
        """Return the best tier for a kernel, None where nothing can be tried."""
        ...

    async def verify(self, kernel_id: str, trial: Trial) -> Verdict:
        """Try cells; waits until the kernel is idle."""
        ...


class Kernels(Protocol):
    """Looks into live kernels."""

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        """Look into a kernel now."""
        ...

    def namespace(self, kernel_id: str) -> Namespace | None:
        """Return what the last look found."""
        ...


class NoTrials:
    """Where nothing can be tried."""

    async def tier(self, kernel_id: str) -> Tier | None:
        """Return none."""
        return None

    async def verify(self, kernel_id: str, trial: Trial) -> Verdict:
        """Know nothing."""
        return Verdict("inconclusive", reason="nothing can be tried here")


class NoKernels:
    """Where there is no kernel to look into."""

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        """Know nothing."""
        return None

    def namespace(self, kernel_id: str) -> Namespace | None:
        """Know nothing."""
        return None
