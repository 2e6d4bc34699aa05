"""Who completes in the comparison with peers: each asked in its own way, all streamed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

import httpx

from benchmarks.positions import Position
from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import GenerationRequest, Priority

MAX_TOKENS = 64


@dataclass(frozen=True)
class Timing:
    """Seconds from the request on; no text leaves ``first`` empty."""

    first: float | None
    line: float
    text: str


class Contender(Protocol):
    """One way to get a line."""

    def pieces(self, place: Position) -> AsyncGenerator[str, None]:
        """Yield the text as it comes."""
        ...

    async def rest(self) -> None:
        """Return when the server has nothing to do any more."""
        ...


async def time_line(contender: Contender, place: Position) -> Timing:
    """Ask, read to the end of the line, and wait until the server is at rest."""
    began = time.perf_counter()
    first, text = None, ""
    async with aclosing(contender.pieces(place)) as pieces:
        async for piece in pieces:
            text += piece
            if first is None and text:
                first = time.perf_counter() - began
            if "\n" in text:
                break
        line = time.perf_counter() - began
    await contender.rest()
    return Timing(first, line, text.partition("\n")[0])


class Ours:
    """The engine of this package over HTTP: anchored, with word healing."""

    def __init__(self, client: EngineClient) -> None:
        self._client = client

    async def pieces(self, place: Position) -> AsyncGenerator[str, None]:
        """Yield the text as it comes."""
        request = GenerationRequest(place.parts, MAX_TOKENS, ("\n",), priority=Priority.TYPING)
        async with aclosing(self._client.complete(request)) as chunks:
            async for chunk in chunks:
                yield chunk.text

    async def rest(self) -> None:
        """Return when the server has nothing to do any more."""
        while True:
            if not (await self._client.health()).busy:
                return
            await asyncio.sleep(0.01)


class LlamaServer:
    """llama-server; how it is asked is left to the ways below."""

    def __init__(self, url: str) -> None:
        # A new connection each time, as from llama.vim's curl: the server drops idle ones.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._http = httpx.AsyncClient(base_url=url, timeout=300.0, limits=limits, trust_env=False)

    async def _stream(self, path: str, body: dict[str, object]) -> AsyncGenerator[str, None]:
        async with self._http.stream("POST", path, json=body) as response:
            response.raise_for_status()
            async for line in response.aiter_lines():
                if line.startswith("data: ") and line != "data: [DONE]":
                    yield json.loads(line[6:]).get("content", "")

    async def rest(self) -> None:
        """Return when the server has nothing to do any more."""
        while True:
            slots = (await self._http.get("/slots")).json()
            if not any(slot["is_processing"] for slot in slots):
                return
            await asyncio.sleep(0.01)


class LlamaVim(LlamaServer):
    """llama.vim's request to ``/infill``: its window of lines, its fields and its defaults.

    Except that the text is streamed, which llama.vim does not ask for: its user would see
    the first character with the last one.
    """

    N_PREFIX = 256
    N_SUFFIX = 64

    def pieces(self, place: Position) -> AsyncGenerator[str, None]:
        """Yield the text as it comes."""
        above, newline, line = place.before.rpartition("\n")
        above = "\n".join(above.split("\n")[-self.N_PREFIX :])
        below = "\n".join(place.after.split("\n")[: self.N_SUFFIX + 1])
        blank = not line.strip()
        body: dict[str, object] = {
            "input_prefix": above + newline,
            "input_suffix": below.rstrip("\n") + "\n",
            "input_extra": [],
            "prompt": "" if blank else line,
            "n_predict": 128,
            "n_indent": 0 if blank else len(line) - len(line.lstrip()),
            "top_k": 40,
            "top_p": 0.90,
            "samplers": ["top_k", "top_p", "infill"],
            "stream": True,
            "cache_prompt": True,
            "t_max_prompt_ms": 500,
            "t_max_predict_ms": 1000,
        }
        return self._stream("/infill", body)


class AnchoredByClient(LlamaServer):
    """Our anchored prompt, sent to ``/completion`` by its client: no healing."""

    def pieces(self, place: Position) -> AsyncGenerator[str, None]:
        """Yield the text as it comes."""
        parts = place.parts
        prompt = (
            f"<|fim_prefix|>{parts.prefix}<|fim_suffix|>{parts.suffix}<|fim_middle|>{parts.typed}"
        )
        body: dict[str, object] = {
            "prompt": prompt,
            "n_predict": MAX_TOKENS,
            "temperature": 0.0,
            "stop": ["\n"],
            "stream": True,
            "cache_prompt": True,
        }
        return self._stream("/completion", body)
