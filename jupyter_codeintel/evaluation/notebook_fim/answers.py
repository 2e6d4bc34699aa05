"""Letting the model fill a gap, in each of the ways that are compared."""

from __future__ import annotations

import time
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal, get_args

from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.engine.generation import FimParts
from jupyter_codeintel.errors import RequestError
from jupyter_codeintel.evaluation.notebook_fim.items import Item, Kind
from jupyter_codeintel.evaluation.notebook_fim.live import Live
from jupyter_codeintel.evaluation.notebook_fim.product import suggest
from jupyter_codeintel.evaluation.notebook_fim.prompts import (
    ABOVE,
    cell_parts,
    cut,
    ended,
    joined_parts,
    plain_request,
)
from jupyter_codeintel.evaluation.notebook_fim.recording import RecordingEngine
from jupyter_codeintel.evaluation.notebook_fim.scoring import (
    edit_similarity,
    is_exact,
    parses,
    same_first_line,
)

Condition = Literal["cell", "joined", "static", "live"]
"""The current cell alone; all cells, as other tools join them; what this package shows
without and with a kernel."""

CONDITIONS: tuple[Condition, ...] = get_args(Condition)


@dataclass(frozen=True)
class Answer:
    """One gap filled in one way.

    ``text`` is what a person sees, ``raw`` what the model wrote, cut where the gap ends.
    Evaluated tokens and seconds are those of coming to the gap from the one before in the
    same notebook and condition, whose prompt is in the engine's cache.
    """

    id: str
    condition: Condition
    kind: Kind
    subtype: str
    notebook: str
    needs_earlier: bool
    executed: bool
    text: str
    raw: str
    exact: bool
    raw_exact: bool
    first_line: bool
    similarity: float
    parses: bool
    shown: bool
    prompt_tokens: int
    evaluated_tokens: int
    seconds: float

    @property
    def key(self) -> tuple[str, str]:
        """What was answered."""
        return self.id, self.condition


async def answer(
    engine: FimEngine, item: Item, condition: Condition, live: Live | None = None
) -> Answer:
    """Fill the gap and score the text.

    Parameters
    ----------
    engine : FimEngine
        Who writes.
    item : Item
        The gap.
    condition : {'cell', 'joined', 'static', 'live'}
        With what around it.
    live : Live, optional
        For ``live``: the kernel in which the cells above have run.
    """
    recording = RecordingEngine(engine)
    began = time.perf_counter()
    if condition in ("static", "live"):
        text = await suggest(recording, item, live if condition == "live" else None)
    else:
        text = await _plain(recording, item, condition)
    seconds = time.perf_counter() - began
    raw = cut(item, recording.raw)
    return Answer(
        id=item.id,
        condition=condition,
        kind=item.kind,
        subtype=item.subtype,
        notebook=item.notebook,
        needs_earlier=item.needs_earlier_cells,
        executed=item.executed,
        text=text,
        raw=raw,
        exact=is_exact(text, item.middle),
        raw_exact=is_exact(raw, item.middle),
        first_line=same_first_line(text, item.middle),
        similarity=edit_similarity(text, item.middle),
        parses=parses(item.filled(text)),
        shown=bool(text.strip()),
        prompt_tokens=recording.prompt_tokens,
        evaluated_tokens=recording.evaluated_tokens,
        seconds=seconds,
    )


async def _plain(recording: RecordingEngine, item: Item, condition: Condition) -> str:
    if condition == "cell":
        return await _filled(recording, item, cell_parts(item))
    above = ABOVE
    while True:
        try:
            return await _filled(recording, item, joined_parts(item, above))
        except RequestError as error:
            if error.code != "context_exceeded" or above < len(item.prefix):
                raise
            above = above * 3 // 4
            recording.exchanges.clear()


async def _filled(recording: RecordingEngine, item: Item, parts: FimParts) -> str:
    text = ""
    async with aclosing(recording.complete(plain_request(item, parts))) as chunks:
        async for chunk in chunks:
            if chunk.error is not None:
                raise chunk.error
            text += chunk.text
            if ended(item, text):
                break
    return cut(item, text)
