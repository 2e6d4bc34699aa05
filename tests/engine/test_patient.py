"""Waiting for a model that is being loaded."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import cast

import pytest

from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import Chunk, GenerationRequest
from jupyter_codeintel.engine.patient import PatientEngine
from jupyter_codeintel.errors import EngineUnavailable

REQUEST = GenerationRequest(prompt="x")


class Loading:
    """Answers after it has refused some times."""

    def __init__(self, times: int, code: str = "loading") -> None:
        self.times = times
        self.asked = 0
        self._code = code

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        assert request is REQUEST
        self.asked += 1
        if self.asked <= self.times:
            message = "not yet"
            raise EngineUnavailable(message, code=self._code)
        yield Chunk(0, "text")


async def _text(engine: Loading, patience: float = 60.0) -> str:
    patient = PatientEngine(cast("EngineClient", engine), patience=patience)
    return "".join([chunk.text async for chunk in patient.complete(REQUEST)])


async def test_it_asks_until_the_model_is_there() -> None:
    engine = Loading(2)

    assert await _text(engine) == "text"
    assert engine.asked == 3


@pytest.mark.parametrize(("code", "patience"), [("loading", 0.0), ("load_failed", 60.0)])
async def test_what_waiting_does_not_help_is_told_at_once(code: str, patience: float) -> None:
    engine = Loading(2, code)

    with pytest.raises(EngineUnavailable):
        await _text(engine, patience)
    assert engine.asked == 1
