"""Prompt lookup: drafts are what followed last time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.engine.speculation import DRAFT_LENGTH, draft


def test_the_latest_occurrence_is_continued() -> None:
    assert draft([1, 2, 3, 4, 5, 9, 1, 2, 3]) == [4, 5, 9]
    assert draft([1, 2, 7, 1, 2, 8, 1, 2]) == [8, 1, 2]


def test_nothing_seen_before_gives_no_draft() -> None:
    assert draft([1, 2, 3, 4]) == []
    assert draft([]) == []


@given(st.lists(st.integers(0, 3)))
def test_a_draft_follows_an_earlier_copy_of_the_end(tokens: list[int]) -> None:
    found = draft(tokens)
    assert len(found) <= DRAFT_LENGTH
    if found:
        pair = tokens[-2:]
        assert any(
            tokens[i : i + 2] == pair and tokens[i + 2 : i + 2 + len(found)] == found
            for i in range(len(tokens) - 2)
        )
