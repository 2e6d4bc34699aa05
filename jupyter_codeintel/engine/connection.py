"""Where an engine is, however it came to be there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Connection:
    """An engine's address and key.

    Parameters
    ----------
    url : str
        Without a trailing slash and without ``/v1``.
    token : str
        The bearer token; empty for an engine that needs none.
    model : str
        The model to name in requests; an engine of ours has one and ignores it.
    ours : bool
        Whether it takes our own fields; else plain OpenAI's alone.
    """

    url: str
    token: str = field(repr=False)
    model: str = ""
    ours: bool = True

    @property
    def headers(self) -> dict[str, str]:
        """The headers that each request carries."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


class EngineSource(Protocol):
    """Gives connections to an engine: one of our own process, or a remote one."""

    async def ensure(self) -> Connection:
        """Return a connection to an engine that should answer; start one if need be.

        Raises
        ------
        CodeIntelError
            There is none, and the error says why.
        """
        ...

    async def lost(self, connection: Connection) -> None:
        """Learn that the connection did not work; the next `ensure` looks again."""
        ...
