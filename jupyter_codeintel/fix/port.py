"""What repairing needs from elsewhere; the composition root provides it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Protocol

from jupyter_codeintel.engine.generation import Chunk, GenerationRequest
from jupyter_codeintel.namespace import Namespace, Path, Resolution
from jupyter_codeintel.trial import Tier, Trial, Verdict


class FixEngine(Protocol):
    """Generates; whoever stops reading makes it stop."""

    def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated."""
        ...


class Trials(Protocol):
    """Tries code on copies of kernels' states. Cancelling the caller ends what runs."""

    async def tier(self, kernel_id: str) -> Tier | None:
        """Return the best tier for a kernel, None where nothing can be tried."""
        ...

    async def verify(self, kernel_id: str, trial: Trial) -> Verdict:
        """Try cells; waits until the kernel is idle."""
        ...

    async def verify_many(
        self, kernel_id: str, trials: Sequence[Trial], enough: int
    ) -> Sequence[Verdict | None]:
        """Try several, two at a time, until ``enough`` have passed; None for those left out."""
        ...


class Kernels(Protocol):
    """Looks into live kernels."""

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        """Look into a kernel now."""
        ...

    async def resolve(
        self, kernel_id: str, paths: Iterable[Path], seconds: float
    ) -> Mapping[Path, Resolution]:
        """Follow paths in the live namespace; after so many seconds all is unknown."""
        ...
