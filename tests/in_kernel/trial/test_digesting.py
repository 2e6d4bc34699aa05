"""Equal values have equal digests, whatever they are; what is not known has none."""

from __future__ import annotations

import datetime
import decimal
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from jupyter_codeintel.in_kernel.trial.digesting import Budget, digest

PLENTY = (1 << 26, 1 << 26, 10.0)


class Point(NamedTuple):
    x: int
    y: float

    def __iter__(self) -> Any:
        raise AssertionError("the user's code runs")


def digested(value: Any) -> str | None:
    return digest(value, Budget(*PLENTY))


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "whole": [1, 2],
            "real": [0.1, None],
            "text": ["x", None],
            "when": pd.to_datetime(["2020-01-01", "2021-01-01"], utc=True),
            "kind": pd.Categorical(["u", "v"]),
            "missing": pd.array([1, None], dtype="Int64"),
        },
        index=pd.Index(["a", "b"], name="key"),
    )


MAKERS: list[Callable[[], Any]] = [
    lambda: None,
    lambda: 2**80,
    lambda: Counter("abb"),
    lambda: deque([1, 2]),
    lambda: -0.25,
    lambda: 1j,
    lambda: "text \ud800",
    lambda: b"bytes",
    lambda: bytearray(b"bytes"),
    lambda: [1, "a", None, True],
    lambda: [1, 2.5, (3, {4}), frozenset([5])],
    lambda: {"a": [1], 2: {"b": None}},
    lambda: Point(1, 2.5),
    lambda: range(3),
    lambda: datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    lambda: datetime.timedelta(days=1),
    lambda: decimal.Decimal("1.5"),
    lambda: np.arange(6).reshape(2, 3),
    lambda: np.array([1.5, np.nan, np.inf]),
    lambda: np.array(1.5, dtype="f4"),
    lambda: np.array([1 + 2j]),
    lambda: np.array(["a", "bc"]),
    lambda: np.array([1, "a", None], dtype=object),
    lambda: np.array(["2020", "2021"], dtype="M8[D]"),
    lambda: np.datetime64("2020-01-01"),
    lambda: np.zeros((0, 3)),
    frame,
    lambda: frame()["text"],
    lambda: frame().index,
    lambda: pd.RangeIndex(3),
    lambda: pd.MultiIndex.from_tuples([(1, "a")]),
    lambda: pd.Timestamp("2020-01-01 00:00:00.000000001"),
    lambda: pd.NaT,
    lambda: [pd.NA],
    lambda: pd.Period("2020-01"),
]


def test_all_that_differ_have_digests_that_differ() -> None:
    found = [digested(make()) for make in MAKERS]
    assert None not in found
    assert found == [digested(make()) for make in MAKERS]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0.1 + 0.2, 0.3),
        (0.0, -0.0),
        (float("nan"), -float("nan")),
        (np.float64(0.5), 0.5),
        (Counter("aab"), Counter("baa")),
        (defaultdict(list, {"a": [1]}), {"a": [1]}),
        (np.int32(3), 3),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"b", "a", None}, {None, "a", "b"}),
        (np.arange(3, dtype="i4"), np.arange(3, dtype="i8")),
        (np.arange(6).reshape(2, 3).T, np.ascontiguousarray(np.arange(6).reshape(2, 3).T)),
    ],
)
def test_what_is_equal(one: Any, other: Any) -> None:
    assert digested(one) == digested(other) is not None


def test_sums_in_another_order_are_equal() -> None:
    numbers = np.random.default_rng(0).random((200, 50))
    sums = numbers.sum(axis=0), numbers[::-1].sum(axis=0)
    assert (sums[0] != sums[1]).any()
    assert digested(sums[0]) == digested(sums[1])
    assert digested(list(map(float, sums[0]))) == digested(list(map(float, sums[1])))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        ("1", b"1"),
        ((1,), [1]),
        (Point(1, 2.0), (1, 2.0)),
        (Point(1, 2.0), Point(1, 3.0)),
        (Counter("ab"), Counter("aab")),
        ([1, [2]], [[1], 2]),
        (1.0, 1.0 + 1e-8),
        (np.zeros(4), np.zeros((2, 2))),
        (frame(), frame().iloc[::-1]),
        (frame(), frame().rename(columns={"real": "other"})),
        (frame()["whole"], frame()["whole"].rename("other")),
        (frame(), frame().astype({"whole": "float64"})),
    ],
)
def test_what_is_not_equal(one: Any, other: Any) -> None:
    assert digested(one) != digested(other)


@pytest.mark.parametrize(
    ("labels", "is_number"),
    [([0, 3], True), ([1, 2], True), ([2, 3], False), ([1, 0], False), (["a", "b"], False)],
)
def test_labels_that_number_the_rows_may_be_left_out(labels: list[Any], is_number: bool) -> None:
    table = frame().reset_index(drop=True)
    one, other = table, table.set_axis(labels)
    left = [digest(each, Budget(*PLENTY), numbered=False) for each in (one, other)]
    assert (left[0] == left[1]) is is_number
    assert digested(one) != digested(other)


class Pretender(list[int]):
    def __iter__(self) -> Any:
        raise AssertionError("the user's code runs")


class Claims:
    pass


Claims.__module__, Claims.__qualname__ = "pandas.core.frame", "DataFrame"


@pytest.mark.parametrize(
    "value",
    [object(), [object()], Pretender(), Claims(), lambda: 1, np.longdouble(1), {1: object()}],
)
def test_what_is_unknown_has_none(value: Any) -> None:
    assert digested(value) is None


def test_what_contains_itself_has_none() -> None:
    nested: list[Any] = []
    nested.append(nested)
    assert digested(nested) is None


def test_budgets_are_kept() -> None:
    budget = Budget(1 << 20, 1 << 16, 10.0)
    assert digest(np.zeros(1 << 14), budget) is None  # too large for one
    for _ in range(30):
        digest(np.zeros(1 << 12), budget)
    assert digest(np.zeros(1 << 12), budget) is None  # none is left for all
    assert digest("a", Budget(1 << 20, 1 << 20, -1.0)) is None
