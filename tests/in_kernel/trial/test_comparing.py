"""What is said to have been done to variables."""

from __future__ import annotations

import types
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_codeintel.in_kernel.trial.comparing import Snapshot


class Model:
    def __init__(self) -> None:
        self.rate = 1


class Untouchable:
    def __getattribute__(self, name: str) -> Any:
        raise AssertionError("the user's code runs")

    __eq__ = __hash__ = __repr__ = __len__ = __getattribute__  # type: ignore[assignment]


def shell(**names: Any) -> Any:
    return types.SimpleNamespace(user_ns=names, user_ns_hidden={})


def left(changed: Any, **names: Any) -> dict[str, str]:
    """Return what a change of the namespace is said to have done."""
    one = shell(**names)
    before = Snapshot(one)
    changed(one.user_ns)
    return {name: fields["how"] for name, fields in before.left().items()}


def rebinding(names: dict[str, Any]) -> None:
    names.update(a=2, new=3, _hidden=4)
    del names["gone"]


def test_names_that_are_new_rebound_or_gone() -> None:
    found = left(rebinding, a=1, gone=1, same=[1], _hidden=1)
    assert found == {"a": "rebound", "new": "new", "gone": "deleted"}


@pytest.mark.parametrize(
    ("value", "change"),
    [
        ([1], lambda value: value.append(2)),
        ([object()], lambda value: value.clear()),
        ({"a": 1}, lambda value: value.update(a=2)),
        ({"a": object()}, lambda value: value.update(a=object())),
        ({1}, lambda value: value.add(2)),
        (bytearray(3), lambda value: value.extend(b"a")),
        (np.zeros(3), lambda value: value.fill(1)),
        (pd.DataFrame({"a": [1]}), lambda value: value.insert(0, "b", 1)),
        (pd.DataFrame({"a": [object()]}), lambda value: value.insert(0, "b", 1)),
        (pd.Series([1]), lambda value: value.__setitem__(0, 2)),
        (Model(), lambda value: setattr(value, "rate", 2)),
    ],
)
def test_values_that_are_changed_in_place(value: Any, change: Any) -> None:
    assert left(lambda names: change(names["value"]), value=value) == {"value": "changed"}
    assert left(lambda names: None, value=value) == {}


def test_no_code_of_the_users_runs() -> None:
    value = Untouchable()
    assert left(lambda names: names.update(other=value), value=value) == {"other": "new"}


def test_values_have_digests_and_descriptions() -> None:
    one = shell()
    before = Snapshot(one)
    one.user_ns.update(x=1, model=Model())
    found = before.left()
    assert found["x"]["variable"] == {"name": "x", "type": "int", "value": "1"}
    assert len(found["x"]["digest"]) == 64
    assert found["model"]["digest"] is None


def test_columns_in_which_all_is_missing_are_told_if_no_table_had_them() -> None:
    orders, prices = pd.DataFrame({"id": ["02"]}), pd.DataFrame({"id": ["2"], "price": [9.5]})
    one = shell(orders=orders, prices=prices, notes=pd.DataFrame({"note": [None]}))
    before = Snapshot(one)

    one.user_ns["merged"] = orders.merge(prices, how="left").assign(note=None)

    assert before.left()["merged"]["blank"] == ["price"]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ([1, 2, 3], [4, 4, 4], [""]),
        (["a", "b", "c"], ("a", "a", "a"), [""]),
        (np.arange(4), np.zeros(4), [""]),
        (pd.Series([1.5, 2.0, 3.0]), pd.Series([2.0, 2.0, 2.0]), [""]),
        (pd.DataFrame({"a": [1, 2, 3], "b": [1.5, 2.5, 3.5]}),
         pd.DataFrame({"a": [1, 1, 1], "b": [1.5, 1.5, 1.5]}), ["a", "b"]),
        (pd.DataFrame({"a": [1, 2, 3]}), pd.DataFrame({"a": [1, 1], "b": [1, 1]}), []),
        ([1, 2, 3], [4, 4], []),
        ([1, 1, 1], [2, 2, 2], []),
        ([1, 2, 3], [3, 2, 1], []),
        ([Untouchable()] * 3, [Untouchable()] * 3, []),
        (np.arange(3), np.array(["a", "a", "a"]), []),
        (pd.Series([1, 2, 3], dtype="Int64"), pd.Series([1, 1, 1], dtype="Int64"), []),
        (np.arange(2000), np.r_[np.zeros(1999), 1], []),
    ],
)  # fmt: skip
def test_columns_that_are_the_same_for_all_rows_now(before: Any, now: Any, told: Any) -> None:
    one = shell(value=before)
    snapshot = Snapshot(one)
    one.user_ns["value"] = now
    assert sorted(snapshot.left()["value"]["even"]) == told


def test_a_column_is_made_the_same_for_all_in_place() -> None:
    table = pd.DataFrame({"a": [1, 2, 3]})
    snapshot = Snapshot(shell(table=table))
    table["a"] = 2
    assert snapshot.left()["table"]["even"] == ["a"]
