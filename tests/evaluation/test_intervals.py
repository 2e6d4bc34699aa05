"""Intervals and paired comparison."""

from __future__ import annotations

import pytest

from jupyter_codeintel.evaluation.intervals import Share, paired, share


def test_wilsons_interval() -> None:
    low, high = Share(8, 10).interval
    assert low == pytest.approx(0.490, abs=0.001)
    assert high == pytest.approx(0.943, abs=0.001)


@pytest.mark.parametrize("hits", [0, 20])
def test_the_interval_stays_within_what_is_possible(hits: int) -> None:
    low, high = Share(hits, 20).interval
    assert 0 <= low <= hits / 20 <= high <= 1
    assert high - low > 0.1


def test_nothing_tells_nothing() -> None:
    assert share([]).interval == (0, 1)


def test_more_answers_narrow_the_interval() -> None:
    few, many = Share(5, 10).interval, Share(500, 1000).interval
    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_pairs_are_counted_over_common_items() -> None:
    result = paired({"a": True, "b": True, "c": False}, {"a": True, "b": False, "d": True})
    assert (result.both, result.only_first, result.only_second, result.neither) == (1, 1, 0, 0)


def test_mcnemars_exact_p_value() -> None:
    first = {str(n): n < 8 for n in range(10)}
    second = {str(n): n >= 8 for n in range(10)}
    assert paired(first, second).p_value == pytest.approx(0.109, abs=0.001)
    assert paired(first, first).p_value == 1
