"""Filling a gap in each of the ways, with an engine that says what a test tells it to."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.engine.backends.scripted import Rule, ScriptedBackend
from jupyter_codeintel.engine.generation import Chunk, FimParts, GenerationRequest, Timings
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.prompts import PromptRenderer
from jupyter_codeintel.engine.slots import SlotPool
from jupyter_codeintel.errors import RequestError
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.notebook_fim.answers import Answer, answer
from jupyter_codeintel.evaluation.notebook_fim.live import LiveNotebook
from jupyter_codeintel.evaluation.notebook_fim.run import Settings, fill_gaps
from tests.completion.fake_engine import TIMINGS, FakeEngine, parts
from tests.evaluation.notebook_fim.gaps import BLOCK, LINE, REST

SETTINGS = Settings("demo", "abc", "a-model", "1")


def says(text: str) -> FakeEngine:
    """Return an engine that goes on with ``text`` at every place."""
    return FakeEngine(lambda fim: text)


async def test_the_cell_alone_is_plain_prefix_and_suffix() -> None:
    engine = says("deepest = max(depths.values())\nand more")
    one = await answer(engine, LINE, "cell")
    assert engine.typing == [FimParts(LINE.prefix, LINE.suffix)]
    assert one.text == one.raw == LINE.middle
    assert (one.exact, one.first_line, one.similarity, one.parses) == (True, True, 1.0, True)
    assert (one.shown, one.raw_exact) == (True, True)
    assert one.prompt_tokens == TIMINGS.prompt_tokens
    assert one.evaluated_tokens == TIMINGS.evaluated_tokens
    assert one.seconds > 0


async def test_a_block_is_read_no_further_than_its_end() -> None:
    engine = says(BLOCK.middle + "\n\nprint(total())\n" + "again()\n" * 50)
    one = await answer(engine, BLOCK, "joined")
    assert one.text == BLOCK.middle + "\n"
    assert one.exact
    assert engine.aborted == 1
    assert parts(engine.requests[0]).prefix.startswith(LINE.cells_before[0] + "\n\n")


class Small:
    """An engine whose context takes 300 characters."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        size = len(parts(request).prefix)
        self.asked.append(size)
        if size > 300:
            message = "too long"
            raise RequestError(message, code="context_exceeded")
        yield Chunk(0, "x", "stop", TIMINGS)

    async def warm(self, request: GenerationRequest) -> None:
        raise AssertionError


async def test_joined_cells_that_do_not_fit_are_cut_from_the_top() -> None:
    engine = Small()
    item = replace(LINE, cells_before=("value = 1\n" * 3000,))
    one = await answer(engine, item, "joined")
    assert one.text == "x"
    assert engine.asked == sorted(engine.asked, reverse=True)
    assert 200 < engine.asked[-1] <= 300
    assert one.prompt_tokens == TIMINGS.prompt_tokens


async def test_a_cell_that_does_not_fit_by_itself_is_an_error() -> None:
    item = replace(LINE, prefix="value = 1\n" * 3000)
    with pytest.raises(RequestError, match="too long"):
        await answer(Small(), item, "joined")


async def test_what_the_product_shows_is_the_filtered_text() -> None:
    engine = says("ships))")
    one = await answer(engine, REST, "static")
    assert (one.text, one.raw) == ("ships)", "ships))")
    assert (one.exact, one.raw_exact) == (True, False)
    (fim,) = engine.typing
    assert "depths" in fim.prefix  # the cells above are told
    assert fim.typed == REST.prefix  # anchored at the line's start


async def test_what_the_product_keeps_back_is_not_shown_but_kept_as_raw() -> None:
    # It writes the line above again.
    one = await answer(says("first = ships[0]"), LINE, "static")
    assert (one.text, one.shown, one.raw) == ("", False, "first = ships[0]")
    assert one.similarity == 0.0


async def test_a_block_of_the_product_reaches_over_lines() -> None:
    one = await answer(says(BLOCK.middle + "\n\nprint(total())"), BLOCK, "static")
    assert one.text == BLOCK.middle
    assert one.exact
    assert one.raw_exact


async def test_a_run_goes_through_some_notebooks_condition_by_condition(tmp_path: Path) -> None:
    other = replace(LINE, id="other", notebook="other", executed=False)
    log = AnswerLog(tmp_path / "answers.jsonl", SETTINGS, Answer)
    told: list[tuple[int, int]] = []
    notebook = LiveNotebook(tmp_path)
    items = [REST, other]
    await fill_gaps(says("x"), items, ["static", "cell"], log, notebook, lambda *n: told.append(n))
    assert [(a.id, a.condition) for a in log.answers] == [
        (REST.id, "cell"),
        ("other", "cell"),
        (REST.id, "static"),
        ("other", "static"),
    ]
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


async def test_a_condition_finds_nothing_of_the_one_before_in_the_cache(tmp_path: Path) -> None:
    backend = ScriptedBackend([Rule("", "x")], n_ctx=4096, n_sequences=EngineOptions().slots)
    renderer, pool = PromptRenderer(backend.vocabulary), SlotPool(backend)
    reused: list[int] = []

    class Cached(FakeEngine):
        def look_up(self, request: GenerationRequest) -> int:
            prompt = renderer.render(request)
            slot = pool.acquire(prompt)
            assert slot is not None
            shared = len(slot.tokens)
            slot.tokens.extend(prompt.tokens[shared:])
            pool.release(slot)
            return shared

        async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
            reused.append(self.look_up(request))
            async for chunk in super().complete(request):
                yield chunk

        async def warm(self, request: GenerationRequest) -> Timings | None:
            self.look_up(request)
            return None

    engine = Cached(lambda fim: "x")
    log = AnswerLog(tmp_path / "answers.jsonl", SETTINGS, Answer)
    alone = replace(LINE, cells_before=())
    again = replace(alone, id="again")
    await fill_gaps(engine, [alone, again], ["cell", "joined"], log, LiveNotebook(tmp_path))
    assert [r > 9 for r in reused] == [False, True, False, True]
    assert engine.requests[0].prompt == engine.requests[1].prompt


async def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    notebook = LiveNotebook(tmp_path)
    log = AnswerLog(path, SETTINGS, Answer)
    await fill_gaps(says("x"), [LINE], ["cell"], log, notebook)
    engine = says("y")
    log = AnswerLog(path, SETTINGS, Answer)
    await fill_gaps(engine, [LINE, REST], ["cell"], log, notebook)
    assert [a.text for a in log.answers] == ["x", "y"]
    assert len(engine.requests) == 1


async def test_without_executed_cells_live_starts_no_kernel(tmp_path: Path) -> None:
    engine = says("len(ships)")
    log = AnswerLog(tmp_path / "answers.jsonl", SETTINGS, Answer)
    item = replace(LINE, executed=False, cwd="nowhere")
    notebook = LiveNotebook(tmp_path / "none")
    await fill_gaps(engine, [item], ["live"], log, notebook)
    assert [a.condition for a in log.answers] == ["live"]
    await fill_gaps(engine, [replace(item, id="b")], ["static", "live"], log, notebook)
    static, live = log.answers[1:]
    assert live == replace(static, condition="live")
    assert len(engine.requests) == 2  # what is known is not asked again
