"""Live variables in a line."""

from __future__ import annotations

import pytest

from jupyter_codeintel.context.describing import describe
from jupyter_codeintel.namespace import Variable

FRAME = Variable(
    "df",
    "pandas.core.frame.DataFrame",
    shape=(4, 2),
    columns=(("age", "int64"), ("zip code", "object")),
)


@pytest.mark.parametrize(
    ("variable", "line"),
    [
        (FRAME, "df: DataFrame with 4 rows, columns ['age', 'zip code']"),
        (Variable("n", "int", value="3"), "n = 3"),
        (Variable("a", "numpy.ndarray", shape=(3,), dtype="int8"), "a: ndarray (3,) int8"),
        (Variable("x", "list", length=7), "x: list of 7"),
        (Variable("f", "function", module="__main__", signature="(x, y=1)"), "f(x, y=1)"),
        (Variable("d", "dict", keys=("a",), all_keys=False), "d: dict, keys ['a', …]"),
        (Variable("np", "module", module="numpy"), ""),
        (Variable("m", "sklearn.LinearRegression"), "m: LinearRegression"),
    ],
)
def test_a_line_says_what_code_needs(variable: Variable, line: str) -> None:
    assert describe(variable) == line


def test_a_wide_frame_stays_short() -> None:
    wide = Variable(
        "t",
        "pandas.core.frame.DataFrame",
        shape=(1, 500),
        columns=tuple((f"column number {n}", "int64") for n in range(200)),
        all_keys=False,
    )

    assert len(describe(wide)) <= 320
    assert describe(wide).endswith("…")
