"""Other texts for a place, for a person who asked by hand and looks for the best."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace

from jupyter_codeintel.completion.generation import Assignment
from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.completion.shaping import finished, is_complete
from jupyter_codeintel.completion.situation import Reach
from jupyter_codeintel.engine.generation import Sampling

_SAMPLING = Sampling(temperature=0.7, top_p=0.95, seed=1)
"""Warm enough that texts differ; a fixed seed gives the same texts when asked again."""


async def alternatives(engine: FimEngine, assignment: Assignment, count: int) -> list[str]:
    """Return up to ``count`` texts, as they would be shown; they share the prompt's KV cache.

    Raises
    ------
    CodeIntelError
        The engine failed.
    """
    place = assignment.place
    stop = ("\n",) if place.reach is not Reach.BLOCK and not place.stack else ()
    request = replace(assignment.request(stop=stop), n=count, sampling=_SAMPLING)
    texts = [""] * count
    truncated: dict[int, bool] = {}
    async with aclosing(engine.complete(request)) as chunks:
        async for chunk in chunks:
            if chunk.error is not None:
                raise chunk.error
            if chunk.index in truncated:
                continue
            texts[chunk.index] += chunk.text
            if chunk.finish_reason is not None or is_complete(texts[chunk.index], place):
                truncated[chunk.index] = chunk.finish_reason == "length"
            if len(truncated) == count:
                break
    shown = (
        finished(text, place, truncated=truncated.get(number, True))
        for number, text in enumerate(texts)
    )
    return [text for text in dict.fromkeys(shown) if text]
