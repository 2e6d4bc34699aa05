"""How an engine process is started: the options, and their command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
TOKEN_VARIABLE = "CODEINTEL_ENGINE_TOKEN"  # noqa: S105 - the variable's name
"""An environment, unlike a command line, is not shown to other users."""


@dataclass(frozen=True)
class EngineOptions:
    """What an engine process is started with.

    Parameters
    ----------
    n_ctx : int
        Tokens in the KV cache, shared by all slots.
    slots : int
        How many places (editors, chats) keep their KV at the same time.
    threads : int
        Compute threads; 0 takes the physical cores that this process may use.
    idle : float
        Seconds without a request after which the process ends; 0 never.
    port : int
        0 takes any free one.
    backend : str
        ``llama``, or ``scripted`` for tests.
    script : Path, optional
        What the scripted backend recites.
    """

    n_ctx: int = 8192
    slots: int = 16
    threads: int = 0
    idle: float = 1800.0
    port: int = 0
    backend: str = "llama"
    script: Path | None = None

    def arguments(self, model: Path) -> Sequence[str]:
        """Return the command line that follows ``python -m jupyter_codeintel.engine``."""
        arguments = [
            f"--model={model}",
            f"--n-ctx={self.n_ctx}",
            f"--slots={self.slots}",
            f"--threads={self.threads}",
            f"--idle={self.idle}",
            f"--port={self.port}",
            f"--backend={self.backend}",
        ]
        return arguments if self.script is None else [*arguments, f"--script={self.script}"]
