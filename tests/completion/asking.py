"""Asking a session, and hearing it out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from jupyter_codeintel.completion.requests import CompletionRequest, Suggestion
from jupyter_codeintel.completion.session import CompletionSession

Open = Callable[..., CompletionSession]


def at(prefix: str, suffix: str = "", number: int = 1, **options: object) -> CompletionRequest:
    return replace(
        CompletionRequest(number, "a.ipynb", "c", prefix, suffix),
        **options,  # type: ignore[arg-type]
    )


async def answers(session: CompletionSession, request: CompletionRequest) -> list[Suggestion]:
    return [suggestion async for suggestion in session.complete(request)]


async def last(session: CompletionSession, request: CompletionRequest) -> Suggestion:
    found = await answers(session, request)
    assert [suggestion.done for suggestion in found] == [False] * (len(found) - 1) + [True]
    return found[-1]


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)
