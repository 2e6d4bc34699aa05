"""The cells that may hold the bug."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_codeintel.fix.diagnosis.located import located
from jupyter_codeintel.fix.diagnosis.suspects import MOST, suspects
from jupyter_codeintel.trial import Frame, Raised
from tests.fix.failing import failure, notebook, raised


def _suspects(*sources: str, error: str, line: int = 1, within: str = "") -> list[str]:
    document = notebook(*sources)
    name, _, value = error.partition(": ")
    last = document.cells[-1]
    places = [(last.id, line, "<module>", last.source.split("\n")[line - 1])]
    if within:
        cell, _, function = within.partition(".")
        places.append((cell, 2, function, ""))
    return [found.cell for found in suspects(failure(document, raised(name, value, *places)))]


@pytest.mark.parametrize(
    ("sources", "error", "found"),
    [
        (("a = 1", "b = a", "b / 0"), "ZeroDivisionError: division by zero", ["c2", "c1", "c0"]),
        (("import numpy", "x = 1", "np.zeros(x)"), "NameError: name 'np' is not defined",
         ["c0", "c2", "c1"]),
        (("import os", "x = 1", "pd.DataFrame(x)"), "NameError: name 'pd' is not defined",
         ["c0", "c2", "c1"]),
        (("frame2 = 1", "x = 1", "frame"), "NameError: name 'frame' is not defined",
         ["c0", "c2"]),
        (("x = 1", "frame_count = x", "fraem_count"),
         "NameError: name 'fraem_count' is not defined", ["c1", "c2"]),
        (("x = 1", "x + 1", "print(total)"), "NameError: name 'total' is not defined",
         ["c1", "c2"]),
        (("y = [1]", "x = y.sort()", "x[0]"), "TypeError: 'NoneType' object is not subscriptable",
         ["c1", "c2", "c0"]),
        (("y = [1]", "x = y.copy", "x[0]"), "TypeError: 'method' object is not subscriptable",
         ["c1", "c2", "c0"]),
        (("str = 'a'", "x = 1", "str(x)"), "TypeError: 'str' object is not callable",
         ["c0", "c2", "c1"]),
        (("x = [1]", "y = 1", "x.shape"), "AttributeError: 'list' object has no attribute 'shape'",
         ["c0", "c2"]),
        (("x = [1]", "y = 1", "x.apend(1)"),
         "AttributeError: 'list' object has no attribute 'apend'", ["c2", "c0"]),
        (("def f(x):\n    return x", "y = f(1)", "assert y == 2"), "AssertionError: ",
         ["c1", "c2", "c0"]),
        (("def f(x):\n    return x", "assert f(1) == 2"), "AssertionError: ", ["c0", "c1"]),
        (("def f(x):\n    return x", "f(1, 2)"),
         "TypeError: f() takes 1 positional argument but 2 were given", ["c0", "c1"]),
        (("df = pd.read_csv('a', header=None)", "x = df", "x['price']"), "KeyError: 'price'",
         ["c0", "c2", "c1"]),
        (("df = make()", "df['price']", "df['price']"), "KeyError: 'price'", ["c0", "c2"]),
        (("df = make()", "x = 1", "df['price']"), "KeyError: 'price'", ["c2", "c0"]),
        (("df = make()", "part = df[df.a > 1]", "part['b'] = 1"), "SettingWithCopyError: a",
         ["c1", "c2", "c0"]),
    ],
)  # fmt: skip
def test_most_likely_first(sources: tuple[str, ...], error: str, found: list[str]) -> None:
    assert _suspects(*sources, error=error) == found


def test_a_function_of_another_cell_comes_first() -> None:
    sources = ("def f(x):\n    return x / 0", "y = 1", "f(y)")
    error = "ZeroDivisionError: division by zero"
    assert _suspects(*sources, error=error, within="c0.f") == ["c0", "c2", "c1"]


def test_there_are_few_and_the_failing_cell_is_among_them() -> None:
    sources = [*(f"a{n} = 1" for n in range(9)), "sum([a0, a1, a2, a3, a4, a5, a6, a7, a8]) / 0"]
    found = _suspects(*sources, error="ZeroDivisionError: division by zero")
    assert len(found) == MOST
    assert found[0] == "c9"


def test_a_cell_that_did_not_run_is_told_by_its_name() -> None:
    document = notebook("x = 1", "data = [1]", "sum(data)")
    waiting = replace(document.cells[1], execution_count=None, executed_source=None)
    document = replace(document, cells=(document.cells[0], waiting, document.cells[2]))
    error = raised("NameError", "name 'data' is not defined", ("c2", 1, "<module>", "sum(data)"))
    first = suspects(failure(document, error))[0]
    assert (first.cell, "has not run" in first.reason) == ("c1", True)


def test_without_a_traceback_the_failing_cell_is_left() -> None:
    document = notebook("x = 1", "y = 2\nx / 0")
    found = suspects(failure(document, Raised("ZeroDivisionError", "")))
    assert [one.cell for one in found] == ["c1", "c0"]


def test_cells_of_frames_are_known_by_the_numbers_of_their_runs() -> None:
    document = notebook("def f():\n    1 / 0", "f()")
    frames = (Frame(None, 9, "", 1), Frame(None, 1, "", 2, "f"), Frame(None, None, "a.py", 3))
    error = Raised("E", "", frames, cause=Raised("E", "", frames[1:]))
    found = located(error, document, "c1")
    assert [frame.cell for frame in found.frames] == ["c1", "c0", None]
    assert found.cause is not None
    assert [frame.cell for frame in found.cause.frames] == ["c0", None]
