"""No code of the user runs, whatever the objects are."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from jupyter_codeintel.in_kernel.answering import answer
from tests.in_kernel import hostile

STEPS = [
    [["attr", "x"]],
    [["attr", "y"]],
    [["attr", "append"]],
    [["attr", "plain"]],
    [["attr", "plain"], ["attr", "real"]],
    [["attr", "shape"]],
    [["attr", "__class__"], ["attr", "x"]],
    [["attr", "__dict__"], ["key", "x"]],
    [["key", "k"]],
    [["key", "k"], ["attr", "x"]],
    [["key", "a"], ["attr", "x"]],
    [["key", 0], ["attr", "x"]],
    [["call", None], ["attr", "x"]],
    [["attr", "head"], ["call", None], ["attr", "x"]],
]


@pytest.fixture
def shell() -> Iterator[Any]:
    yield types.SimpleNamespace(user_ns=hostile.hostile_namespace(), user_ns_hidden={})
    hostile.Name.armed = False


def test_a_peek_runs_no_code_of_the_user(shell: Any) -> None:
    request = {"limit": 100, "budget_ms": 10_000, "names": ["everything", "unknown"]}
    reply = answer(shell, {"op": "peek"} | request)
    assert not hostile.touched
    described = {fields["name"]: fields for fields in reply["variables"]}
    assert len(described) == len(shell.user_ns) - 1  # a name that is no exact string is left out
    assert described["frame"]["columns"] == [["a", "int64"], ["b", str(pd.Series(["x"]).dtype)]]
    assert described["array"]["shape"] == [2, 3]
    assert next(iter(described)) == "everything"


@pytest.mark.parametrize("steps", STEPS, ids=str)
def test_following_a_path_runs_no_code_of_the_user(shell: Any, steps: list[Any]) -> None:
    names = [name for name in shell.user_ns if type(name) is str]
    request = {"budget_ms": 10_000, "paths": [[name, steps] for name in names]}
    reply = answer(shell, {"op": "members"} | request)
    assert not hostile.touched
    assert len(reply["resolutions"]) == len(names)


def test_what_may_be_answered_by_code_is_unknown(shell: Any) -> None:
    names = ["everything", "with_meta", "class_with_meta", "properties", "lazy_module", "mock"]
    paths = [[name, [["attr", "no_such_name"]]] for name in names]
    reply = answer(shell, {"op": "members", "budget_ms": 10_000, "paths": paths})
    found = dict(zip(names, reply["resolutions"], strict=True))
    assert {name: one["exists"] for name, one in found.items()} == {
        # Its class defines no attribute, and a metaclass does not answer for instances.
        name: (False if name == "with_meta" else None)
        for name in names
    }
