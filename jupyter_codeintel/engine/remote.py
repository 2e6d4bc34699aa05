"""An engine that somebody else runs: there is no process to look after."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import httpx

from jupyter_codeintel.engine.connection import Connection
from jupyter_codeintel.errors import EngineUnavailable

TIMEOUT = 10.0


@dataclass
class RemoteEngine:
    """A configured engine: one of ours, or any that speaks OpenAI's protocol.

    Which of the two it is, and its model when none is named, is asked once.

    Parameters
    ----------
    url : str
        With or without ``/v1``.
    token : str
        The bearer token; empty when none is needed.
    model : str
        The model to name in requests; empty takes the first that it offers.
    """

    url: str
    token: str = field(default="", repr=False)
    model: str = ""
    _connection: Connection | None = field(default=None, init=False, repr=False)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock, init=False, repr=False)

    async def ensure(self) -> Connection:
        """Return the connection.

        Raises
        ------
        EngineUnavailable
            It cannot be reached.
        """
        async with self._asking:
            if self._connection is None:
                self._connection = await self._ask()
            return self._connection

    async def lost(self, connection: Connection) -> None:
        """Ask again next time: it may have come back as something else."""
        if self._connection is connection:
            self._connection = None

    async def _ask(self) -> Connection:
        url = self.url.rstrip("/").removesuffix("/v1")
        plain = Connection(url, self.token, self.model, ours=False)
        try:
            async with httpx.AsyncClient(headers=plain.headers, timeout=TIMEOUT) as http:
                health = await http.get(url + "/health")
                if "capabilities" in _json(health):
                    return Connection(url, self.token, self.model)
                if self.model:
                    return plain
                listed = _json(await http.get(url + "/v1/models")).get("data")
        except httpx.HTTPError as error:
            message = f"the engine at {url} cannot be reached ({error!r})"
            hint = "Check the configured address, and that it runs."
            raise EngineUnavailable(message, code="engine_unreachable", hint=hint) from error
        models = [str(item["id"]) for item in listed] if isinstance(listed, list) else []
        return Connection(url, self.token, models[0] if models else "", ours=False)


def _json(response: httpx.Response) -> dict[str, object]:
    try:
        data = response.json()
    except ValueError:
        return {}
    return data if response.is_success and isinstance(data, dict) else {}
