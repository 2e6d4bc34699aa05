"""What completion asks of an engine and of live kernels."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import Protocol

from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings
from jupyter_codeintel.namespace import Namespace, Path, Resolution


class FimEngine(Protocol):
    """An engine that fills in the middle."""

    def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated; the last chunk has the reason and the timings.

        Closing the generator aborts the work in the engine.

        Raises
        ------
        CodeIntelError
            The engine cannot serve the request.
        """
        ...

    async def warm(self, request: GenerationRequest) -> Timings | None:
        """Evaluate the request's prompt, so that one like it starts at once."""
        ...


class Kernels(Protocol):
    """Live kernels, by their ids; nothing is known of those that cannot be looked into."""

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        """Look into a kernel now and wait for it, also until a running cell ends."""
        ...

    def namespace(self, kernel_id: str) -> Namespace | None:
        """Return what the last look found."""
        ...

    async def resolve(self, kernel_id: str, paths: Iterable[Path]) -> Mapping[Path, Resolution]:
        """Follow paths from names; unknown where no answer comes in time."""
        ...


class NoKernels:
    """Where there is no kernel to look into."""

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        """Know nothing."""
        return None

    def namespace(self, kernel_id: str) -> Namespace | None:
        """Know nothing."""
        return None

    async def resolve(
        self, kernel_id: str, paths: Iterable[Path], seconds: float = 0.0
    ) -> Mapping[Path, Resolution]:
        """Know nothing."""
        return {path: Resolution() for path in paths}


def namespace_of(document: Document, kernels: Kernels) -> Namespace | None:
    """Return what is known of a document's variables."""
    return None if document.kernel is None else kernels.namespace(document.kernel)
