"""What a peek tells of each kind of variable."""

from __future__ import annotations

import collections
import functools
import types
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_codeintel.in_kernel.answering import answer
from jupyter_codeintel.in_kernel.describing import describe


class Model:
    """A class as a user may define it."""

    kind = "linear"

    def __init__(self, rate: float, *, steps: int = 10) -> None:
        self.rate = rate
        self._secret = steps

    def fit(self) -> None:
        """Do nothing."""


Model.__module__ = "__main__"
Point = collections.namedtuple("Point", "x y")


def wrapper(function: Any) -> Any:
    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return inner


@wrapper
def load(path: str, /, sep: str = ",", *rest: int, strict: object = object(), **more: int) -> None:
    """Do nothing."""


FRAME = pd.DataFrame(
    {
        "a": [1, 2],
        "b": ["x", "y"],
        "when": pd.to_datetime(["2020-01-01", "2020-01-02"], utc=True),
        "kind": pd.Categorical(["u", "v"]),
        3: [0.5, 1.5],
    }
)
COLUMNS = [
    ["a", "int64"],
    ["b", str(FRAME["b"].dtype)],
    ["when", f"datetime64[{FRAME['when'].dt.unit}, tz]"],
    ["kind", "category"],
]

CASES: list[tuple[Any, dict[str, Any]]] = [
    (3, {"type": "int", "value": "3"}),
    (10**100, {"type": "int"}),
    (None, {"type": "NoneType", "value": "None"}),
    ("text", {"type": "str", "value": "'text'", "length": 4}),
    ("x" * 99, {"type": "str", "length": 99}),
    ([1, 2], {"type": "list", "length": 2}),
    (
        {"a": 1, 2: 3, "b": 4},
        {"type": "dict", "length": 3, "keys": ["a", "b"], "all_keys": False},
    ),
    (collections, {"type": "module", "module": "collections"}),
    (
        load,
        {
            "type": "function",
            "signature": "(path, sep=',', *rest, strict=..., **more)",
            "module": __name__,
        },
    ),
    (
        Model,
        {
            "type": "type",
            "module": "__main__",
            "signature": "(rate, *, steps=10)",
            "attributes": ["kind", "fit"],
        },
    ),
    (Model(0.5), {"type": "__main__.Model", "attributes": ["rate", "kind", "fit"]}),
    (Point, {"type": "type", "module": __name__, "signature": "(x, y)"}),
    (
        FRAME,
        {
            "type": "pandas.core.frame.DataFrame",
            "shape": [2, 5],
            "columns": COLUMNS,
            "all_keys": False,
        },
    ),
    (FRAME["a"], {"type": "pandas.core.series.Series", "shape": [2], "dtype": "int64"}),
    (FRAME.index, {"type": "pandas.core.indexes.range.RangeIndex", "length": 2}),
    (np.zeros((2, 3)), {"type": "numpy.ndarray", "shape": [2, 3], "dtype": "float64"}),
    (np.float32(1), {"type": "numpy.float32", "dtype": "float32"}),
    (
        np.zeros(2, dtype=[("x", "f8"), ("n", "i4")]),
        {
            "type": "numpy.ndarray",
            "shape": [2],
            "dtype": "structured",
            "columns": [["x", "float64"], ["n", "int32"]],
            "all_keys": True,
        },
    ),
    (
        pl.DataFrame({"a": [1], "b": ["x"]}),
        {
            "type": "polars.dataframe.frame.DataFrame",
            "shape": [1, 2],
            "columns": [["a", "Int64"], ["b", "String"]],
            "all_keys": True,
        },
    ),
    (
        pl.Series([1.5]),
        {"type": "polars.series.series.Series", "shape": [1], "dtype": "Float64"},
    ),
]


@pytest.mark.parametrize(("value", "expected"), CASES, ids=lambda case: type(case).__name__)
def test_a_variable_is_described(value: Any, expected: dict[str, Any]) -> None:
    assert describe("v", value) == {"name": "v"} | expected


def test_a_lazy_frame_is_a_type_only(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.LazyFrame({"a": [1]})
    for name in ("collect", "collect_schema", "explain"):
        monkeypatch.setattr(pl.LazyFrame, name, None)
    described = describe("v", frame)
    assert described["type"] == "polars.lazyframe.frame.LazyFrame"
    assert "columns" not in described


def test_what_a_secret_holds_is_not_told() -> None:
    assert "value" not in describe("api_key", "abc")
    assert "value" not in describe("HF_TOKEN", "abc")


def test_columns_beyond_the_limit_are_said_to_be_left_out() -> None:
    described = describe(
        "v", pd.DataFrame(np.zeros((1, 200)), columns=[f"c{n}" for n in range(200)])
    )
    assert len(described["columns"]) == 60
    assert not described["all_keys"]


def shell_with(names: dict[str, Any]) -> Any:
    return types.SimpleNamespace(user_ns=names, user_ns_hidden={"hidden": names.get("hidden")})


def peek(variables: dict[str, Any], **request: Any) -> Any:
    request = {"limit": 100, "budget_ms": 10_000, "names": []} | request
    return answer(shell_with(variables), {"op": "peek"} | request)


def told(reply: Any) -> list[str]:
    return [fields["name"] for fields in reply["variables"]]


def test_the_last_bound_come_first_after_those_asked_for() -> None:
    reply = peek(dict.fromkeys("abcd", 1), names=["b"], limit=3)
    assert told(reply) == ["b", "d", "c"]
    assert not reply["complete"]


def test_a_spent_budget_ends_the_look() -> None:
    reply = peek({"a": 1}, budget_ms=-1)
    assert told(reply) == []
    assert not reply["complete"]


def test_names_of_the_shell_are_left_out_but_not_those_of_the_user() -> None:
    names = {"_": 1, "_i": 2, "_private": 3, "hidden": 4, "In": [""], "Out": {}, "open": 5, "a": 6}
    assert told(peek(names)) == ["a", "open"]
