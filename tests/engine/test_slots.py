"""Slots: reuse, forks and eviction never change what is generated."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_codeintel.engine.generation import FimParts, GenerationRequest, Priority
from jupyter_codeintel.engine.prompts import TokenPrompt
from jupyter_codeintel.engine.scheduler import Engine
from jupyter_codeintel.engine.slots import SlotPool, common_prefix
from tests.engine.collect import ask, start
from tests.engine.hash_backend import HashBackend


@pytest.fixture
def backend() -> HashBackend:
    """Three sequences in 64 cells."""
    return HashBackend()


@pytest.fixture
def engine(backend: HashBackend) -> Iterator[Engine]:
    """An engine that is closed after the test."""
    with closing(Engine(backend)) as engine:
        yield engine


def fim(
    prefix: str, suffix: str = "\nz", typed: str = "", max_tokens: int = 2
) -> GenerationRequest:
    """A typing request."""
    return GenerationRequest(
        FimParts(prefix, suffix, typed), max_tokens=max_tokens, priority=Priority.TYPING
    )


@given(st.lists(st.integers(0, 2)), st.lists(st.integers(0, 2)))
def test_common_prefix_equals_the_plain_definition(a: list[int], b: list[int]) -> None:
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    assert common_prefix(a, b) == n


def test_typing_evaluates_only_what_was_typed(engine: Engine) -> None:
    first = ask(engine, fim("abc\n"))
    assert first.timings.evaluated_tokens == first.timings.prompt_tokens
    second = ask(engine, fim("abc\n", typed="1"))
    assert second.timings.evaluated_tokens == 1
    third = ask(engine, fim("abc\n", typed="12"))
    assert third.timings.evaluated_tokens == 1


def test_the_same_place_again_costs_nothing(engine: Engine) -> None:
    first = ask(engine, fim("abc\n", typed="12"))
    again = ask(engine, fim("abc\n", typed="12"))
    assert again.timings.evaluated_tokens == 0
    assert again.text() == first.text()


def test_a_warm_up_leaves_nothing_to_evaluate(engine: Engine) -> None:
    warm = ask(engine, fim("abc\n", max_tokens=0))
    assert warm.text() == ""
    assert warm.timings.generated_tokens == 0
    assert ask(engine, fim("abc\n")).timings.evaluated_tokens == 0


def test_another_place_forks_the_head_and_the_first_is_found_again(engine: Engine) -> None:
    ask(engine, fim("abcdef\n"))
    other = ask(engine, fim("abcdef\nghi\n"))
    # Shared: the prefix sentinel and "abcdef\n".
    assert other.timings.reused_tokens == 8
    back = ask(engine, fim("abcdef\n", typed="1"))
    assert back.timings.evaluated_tokens == 1


def test_the_least_recently_used_place_is_given_up(backend: HashBackend) -> None:
    pool = SlotPool(backend)

    def visit(tokens: tuple[int, ...]) -> int:
        slot = pool.acquire(TokenPrompt(tokens, head=len(tokens)))
        assert slot is not None
        slot.tokens = list(tokens)
        pool.release(slot)
        return slot.sequence

    visited = [visit((i, i)) for i in range(backend.n_sequences)]
    assert sorted(visited) == [0, 1, 2]
    visit((0, 0))  # now the second is the oldest
    assert visit((9, 9)) == visited[1]


def test_a_place_in_use_takes_no_more_than_one_other_slot(backend: HashBackend) -> None:
    pool = SlotPool(backend)
    elsewhere = pool.acquire(TokenPrompt((7, 7, 7), head=3))
    assert elsewhere is not None
    elsewhere.tokens = [7, 7, 7]
    pool.release(elsewhere)
    ahead = pool.acquire(TokenPrompt((1, 2, 3), head=2))
    assert ahead is not None
    ahead.tokens = [1, 2, 3]
    for typed in (4, 5, 6):
        slot = pool.acquire(TokenPrompt((1, 2, typed), head=2))
        assert slot is not None
        assert slot is not elsewhere
        assert slot.tokens == [1, 2]
        backend.sequences[slot.sequence].append(typed)
        slot.tokens.append(typed)
        pool.release(slot)
    assert elsewhere.tokens == [7, 7, 7]


def test_a_full_cache_evicts_idle_slots(engine: Engine) -> None:
    for name in "abcdef":
        answer = ask(engine, fim(name * 40 + "\n", max_tokens=8))
        assert answer.last().finish_reason in ("length", "stop")
    assert engine.snapshot().kv_tokens <= 64


def test_interruptions_lose_no_text(backend: HashBackend, engine: Engine) -> None:
    request = GenerationRequest("abcdefgh", max_tokens=20, priority=Priority.CHAT)
    alone = ask(engine, request)
    rng = random.Random(7)

    def interrupt() -> None:
        if rng.random() < 0.5:
            backend.abort()

    backend.before_block = interrupt
    assert ask(engine, GenerationRequest("abcdefgh", max_tokens=20)).text() == alone.text()


PROMPTS = st.tuples(
    st.text(alphabet="ab", max_size=6),
    st.text(alphabet="xy", max_size=3),
    st.text("1a", max_size=4),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PROMPTS, min_size=1, max_size=12), st.integers(1, 3))
def test_reuse_equals_a_from_scratch_evaluation(
    prompts: list[tuple[str, str, str]], slots: int
) -> None:
    with closing(Engine(HashBackend(n_sequences=slots))) as engine:
        for prefix, suffix, typed in prompts:
            with closing(Engine(HashBackend(n_sequences=1))) as fresh:
                expected = ask(fresh, fim(prefix, suffix, typed, max_tokens=3))
            answer = ask(engine, fim(prefix, suffix, typed, max_tokens=3))
            assert answer.text() == expected.text()
            assert answer.timings.prompt_tokens == expected.timings.prompt_tokens
            assert answer.timings.evaluated_tokens <= expected.timings.evaluated_tokens


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(PROMPTS, st.sampled_from(list(Priority)), st.booleans()), min_size=1, max_size=10
    )
)
def test_concurrent_requests_do_not_disturb_each_other(
    requests: list[tuple[tuple[str, str, str], Priority, bool]],
) -> None:
    with closing(Engine(HashBackend())) as engine:
        running = []
        for (prefix, suffix, typed), priority, cancel in requests:
            request = GenerationRequest(
                FimParts(prefix, suffix, typed), max_tokens=3, priority=priority
            )
            job, answer = start(engine, request)
            running.append((request, answer, cancel))
            if cancel:
                job.cancel()
        for request, answer, cancelled in running:
            answer.wait()
            with closing(Engine(HashBackend(n_sequences=1))) as fresh:
                expected = ask(fresh, request).text()
            if cancelled and answer.last().finish_reason == "cancelled":
                assert expected.startswith(answer.text())
            else:
                assert answer.text() == expected
        assert not engine.busy
