"""Tokens counted where the model is asked."""

from __future__ import annotations

from contextlib import aclosing

from jupyter_codeintel.engine.generation import FimParts, GenerationRequest
from jupyter_codeintel.evaluation.notebook_fix.token_count import TokenCount
from tests.completion.fake_engine import TIMINGS, FakeEngine


async def test_all_generations_of_all_requests_are_counted() -> None:
    count = TokenCount(FakeEngine(lambda _: "text"))
    for n in (1, 2):
        async with aclosing(count.complete(GenerationRequest(FimParts("", ""), n=n))) as chunks:
            assert "".join([chunk.text async for chunk in chunks]) == "text" * n
    assert count.evaluated == 3 * TIMINGS.evaluated_tokens
    assert count.generated == 3 * TIMINGS.generated_tokens
