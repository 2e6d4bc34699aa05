"""Drafts are what followed last time, and never change what is written."""

from __future__ import annotations

from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.engine.generation import FimParts, GenerationRequest, Priority
from jupyter_codeintel.engine.prompts import TokenPrompt
from jupyter_codeintel.engine.scheduler import Engine
from jupyter_codeintel.engine.slots import SlotPool
from jupyter_codeintel.engine.speculation import DRAFT_LENGTH, draft
from tests.engine.collect import ask
from tests.engine.hash_backend import HashBackend


def _looked_up(tokens: list[int]) -> list[int]:
    return draft(tokens, tokens)


def test_another_text_is_continued() -> None:
    assert draft([7, 1, 2], [1, 2, 3, 4, 5, 6]) == [3, 4, 5]
    assert draft([7, 1, 2], [1, 2]) == []


def test_the_latest_occurrence_is_continued() -> None:
    assert _looked_up([1, 2, 3, 4, 5, 9, 1, 2, 3]) == [4, 5, 9]
    assert _looked_up([1, 2, 7, 1, 2, 8, 1, 2]) == [8, 1, 2]


def test_nothing_seen_before_gives_no_draft() -> None:
    assert _looked_up([1, 2, 3, 4]) == []
    assert _looked_up([]) == []


@given(st.lists(st.integers(0, 3)))
def test_a_draft_follows_an_earlier_copy_of_the_end(tokens: list[int]) -> None:
    found = _looked_up(tokens)
    assert len(found) <= DRAFT_LENGTH
    if found:
        pair = tokens[-2:]
        assert any(
            tokens[i : i + 2] == pair and tokens[i + 2 : i + 2 + len(found)] == found
            for i in range(len(tokens) - 2)
        )


def _line(typed: str) -> GenerationRequest:
    return GenerationRequest(FimParts("abc\n", "\nz", typed), 8, priority=Priority.TYPING)


@given(st.text("abc 1(", min_size=1, max_size=6))
def test_a_suggestion_is_the_same_after_others_at_its_place(typed: str) -> None:
    with closing(Engine(HashBackend())) as fresh:
        alone = ask(fresh, _line(typed)).text()
    with closing(Engine(HashBackend())) as engine:
        for end in range(len(typed)):
            ask(engine, _line(typed[:end]))
        assert ask(engine, _line(typed)).text() == alone


def test_what_was_suggested_before_takes_fewer_blocks() -> None:
    backend = HashBackend()
    blocks: list[None] = []
    backend.before_block = lambda: blocks.append(None)
    with closing(Engine(backend)) as engine:
        first = ask(engine, _line("1"))
        before = len(blocks)
        again = ask(engine, _line("1"))
        assert again.text() == first.text()
        assert again.timings.generated_tokens == first.timings.generated_tokens
        assert len(blocks) - before < again.timings.generated_tokens


def test_only_the_same_place_is_drafted_from() -> None:
    pool = SlotPool(HashBackend())
    slot = pool.acquire(TokenPrompt((1, 2, 3), head=2))
    assert slot is not None
    slot.tokens = [1, 2, 3, 4, 5]
    pool.release(slot)
    again = pool.acquire(TokenPrompt((1, 2, 3), head=2))
    assert again is slot
    assert again.past == [2, 3, 4, 5]
    pool.release(again)
    elsewhere = pool.acquire(TokenPrompt((1, 9), head=2))
    assert elsewhere is not None
    assert elsewhere.past == []
