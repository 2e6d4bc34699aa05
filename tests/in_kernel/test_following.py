"""Where paths lead in a namespace, and what is unknown."""

from __future__ import annotations

import enum
import types
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_codeintel.in_kernel.answering import answer


class Colour(enum.Enum):
    RED = 1


class Slotted:
    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = {"k": 1}


class Tree:
    """Says what its methods return."""

    def __init__(self) -> None:
        self.left = None

    def child(self) -> Tree:
        return self

    @property
    def parent(self) -> Tree:
        return self

    @classmethod
    def make(cls) -> Tree:
        return cls()

    async def later(self) -> Tree:
        return self


def load() -> pd.DataFrame:
    return FRAME


FRAME = pd.DataFrame({"a": [1], "b": ["x"], "shape": [2]})
NAMES: dict[str, Any] = {
    "pd": pd,
    "np": np,
    "pl": pl,
    "df": FRAME,
    "levels": pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("x", "y")])),
    "by_time": pd.Series([1], index=pd.to_datetime(["2020-01-01"])),
    "by_name": pd.Series([1], index=["first"]),
    "grouped": FRAME.groupby("a"),
    "frame": pl.DataFrame({"a": [1]}),
    "array": np.zeros((2, 3)),
    "fields": np.zeros(1, dtype=[("x", "f8")]),
    "config": {"model": {"sizes": [1, 2]}, 3: "three"},
    "counts": __import__("collections").defaultdict(int),
    "tree": Tree(),
    "Tree": Tree,
    "Colour": Colour,
    "slotted": Slotted(),
    "text": "text",
    "load": load,
}


def parse(path: str) -> list[Any]:
    """Return ``df['a'].str()`` as a path is sent."""
    import ast  # noqa: PLC0415 - only to write paths as they are read

    steps: list[Any] = []
    node: Any = ast.parse(path, mode="eval").body
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            steps.append(["attr", node.attr])
        elif isinstance(node, ast.Subscript):
            steps.append(["key", ast.literal_eval(node.slice)])
        else:
            steps.append(["call", None])
        node = node.func if isinstance(node, ast.Call) else node.value
    return [node.id, steps[::-1]]


def follow(path: str) -> Any:
    shell = types.SimpleNamespace(user_ns=NAMES, user_ns_hidden={})
    request = {"budget_ms": 10_000, "paths": [parse(path)]}
    return answer(shell, {"op": "members"} | request)["resolutions"][0]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("df", "pandas.core.frame.DataFrame"),
        ("df.a", "pandas.core.series.Series"),
        ("df['a'].str", "pandas.core.strings.accessor.StringMethods"),
        ("df['a'].str.upper", "function"),
        ("df.head()", "pandas.core.frame.DataFrame"),
        ("df.dropna().b", "pandas.core.series.Series"),
        ("df.iloc", "pandas.core.indexing._iLocIndexer"),
        ("df.groupby()", "pandas.core.groupby.generic.DataFrameGroupBy"),
        ("df.groupby()['b']", "pandas.core.groupby.generic.SeriesGroupBy"),
        ("grouped.b", "pandas.core.groupby.generic.SeriesGroupBy"),
        ("frame['a']", "polars.series.series.Series"),
        ("frame.lazy()", "polars.lazyframe.frame.LazyFrame"),
        ("frame.select().head()", "polars.dataframe.frame.DataFrame"),
        ("array.T", "numpy.ndarray"),
        ("np.zeros()", "numpy.ndarray"),
        ("pd.DataFrame()", "pandas.core.frame.DataFrame"),
        ("load()", "pandas.core.frame.DataFrame"),
        ("config['model']['sizes'][-1]", "int"),
        ("config[3]", "str"),
        ("Tree()", f"{__name__}.Tree"),
        ("tree.child().parent.child()", f"{__name__}.Tree"),
        ("Tree.make()", f"{__name__}.Tree"),
        ("Colour.RED", f"{__name__}.Colour"),
        ("slotted.value['k']", "int"),
        ("print", "builtin_function_or_method"),
    ],
)
def test_a_path_leads_to_a_known_type(path: str, kind: str) -> None:
    found = follow(path)
    assert (found["exists"], found["failed"], found["type"]) == (True, None, kind)
    if path != "df['a'].str.upper":
        assert found["names"]


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("nowhere", -1),
        ("df.c", 0),
        ("df['c']", 0),
        ("df.head().c", 2),
        ("df['a'].str.uper", 2),
        ("df['a'].summ", 1),
        ("grouped.c", 0),
        ("df.groupby()['c']", 2),
        ("frame['b']", 0),
        ("frame['a'].summ", 1),
        ("array.shap", 0),
        ("fields['y']", 0),
        ("np.zero", 0),
        ("pd.read_cvs", 0),
        ("pl.DateFrame", 0),
        ("config['mode']", 0),
        ("config['model']['sizes'][2]", 2),
        ("config.key", 0),
        ("tree.right", 0),
        ("Colour.BLUE", 0),
        ("Tree.makes", 0),
        ("slotted.other", 0),
        ("text.uper", 0),
        ("by_time.summ", 0),
        ("by_name.second", 0),
    ],
)
def test_a_step_that_finds_nothing_is_told(path: str, step: int) -> None:
    found = follow(path)
    assert (found["exists"], found["failed"]) == (False, step)


@pytest.mark.parametrize(
    "path",
    [
        "df.describe().c",  # another frame: its columns are not known
        "load().c",
        "levels['x']",
        "by_time['2020']",
        "counts['new']",
        "Tree().right",  # a method may set it
        "tree.later().left",
        "array['x']",
        "pd.read_csv().head",  # a frame or a reader
        "text.upper().uper",
    ],
)
def test_what_cannot_be_told_without_running_code_is_unknown(path: str) -> None:
    assert follow(path)["exists"] is None


def test_where_a_step_fails_the_names_to_choose_from_are_told() -> None:
    found = follow("df['c']")
    assert found["keys"] == ["a", "b", "shape"]
    assert found["keys_complete"]
    found = follow("df.c")
    assert {"a", "b", "shape", "head"} <= set(found["names"])
    assert found["names_complete"]
    assert "sizes" in follow("config['model']")["keys"]


def test_an_attribute_of_the_class_hides_a_column() -> None:
    assert follow("df.shape")["type"] != "pandas.core.series.Series"


def test_no_time_left_is_unknown() -> None:
    shell = types.SimpleNamespace(user_ns=NAMES, user_ns_hidden={})
    reply = answer(shell, {"op": "members", "budget_ms": -1, "paths": [["df", []]]})
    assert reply["resolutions"][0]["exists"] is None
