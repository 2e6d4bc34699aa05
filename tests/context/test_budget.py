"""Windows that fit a budget and do not slide."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN, leading_window, stable_window

blocks = st.lists(st.text("ab \n", max_size=80), max_size=12)
budgets = st.integers(1, 60)


def _start(kept: list[str], tokens: int) -> int:
    return len("".join(kept)) - len(stable_window(tuple(kept), tokens).text)


@given(blocks, budgets)
def test_a_window_is_the_end_of_the_text_within_the_budget(kept: list[str], tokens: int) -> None:
    window = stable_window(tuple(kept), tokens).text

    assert "".join(kept).endswith(window)
    assert len(window) <= tokens * CHARS_PER_TOKEN


@given(blocks, st.text("ab \n", min_size=1, max_size=400), st.integers(8, 60))
def test_typing_at_the_end_moves_the_start_rarely(
    above: list[str], typed: str, tokens: int
) -> None:
    starts = [_start([*above, typed[:end]], tokens) for end in range(len(typed) + 1)]

    assert starts == sorted(starts)
    # Each jump drops half a budget, less the piece that may be growing.
    least = tokens * CHARS_PER_TOKEN * 3 // 8 - 1
    assert len(set(starts)) <= 2 + len(typed) // least


@given(blocks, st.lists(st.text("ab\n", max_size=5), max_size=3), budgets)
def test_the_start_is_decided_from_the_top(above: list[str], below: list[str], tokens: int) -> None:
    """Taking away at the end never moves the start on."""
    assert _start(above, tokens) <= _start([*above, *below], tokens)


def test_whole_cells_are_dropped() -> None:
    cells = [f"x_{n} = compute({n})\ny_{n} = 2\n\n" for n in range(40)]

    window, dropped = stable_window(tuple(cells), 100)

    assert window == "".join(cells[dropped:])
    assert 150 // 2 <= len(window) <= 300


def test_adding_a_cell_keeps_the_start_until_the_next_jump() -> None:
    cells = [f"x_{n} = compute({n})\n\n" for n in range(100)]
    starts = [_start(cells[:n], 200) for n in range(100)]

    jumps = sum(a != b for a, b in pairwise(starts))
    assert 1 <= jumps <= len("".join(cells)) // 200


def test_one_endless_line_is_cut_within() -> None:
    assert 0 < len(stable_window(("x" * 10_000,), 100).text) <= 300


@given(blocks, budgets)
def test_a_leading_window_is_the_start_of_the_text(kept: list[str], tokens: int) -> None:
    window = leading_window(kept, tokens)

    assert "".join(kept).startswith(window)
    assert len(window) <= tokens * CHARS_PER_TOKEN


def test_a_leading_window_ends_with_a_line() -> None:
    assert leading_window(["a = 1\n", "b = 2\nc = 3"], 5) == "a = 1\nb = 2\n"


def test_a_first_line_that_is_too_long_is_cut() -> None:
    assert len(leading_window(["x" * 1000], 100)) == 300
