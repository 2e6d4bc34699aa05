"""IPython's own lines and cells."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.context.language import CellLanguage, cell_language
from jupyter_codeintel.context.magics import masked, python_column
from jupyter_codeintel.context.syntax import faults


@pytest.mark.parametrize(
    ("line", "python"),
    [
        ("x % 3", "x % 3"),
        ("    x = 1", "    x = 1"),
        ("%timeit f(x", "f(x"),
        ("%timeit -n 10 -r 3 f(x", "f(x"),
        ("  %time x = f(", "x = f("),
        ("%matplotlib inline", None),
        ("%pip install x", None),
        ("!ls -l", None),
        ("files = !ls", None),
        ("df.head?", None),
        ("x != y", "x != y"),
    ],
)
def test_python_of_a_line(line: str, python: str | None) -> None:
    column = python_column(line)

    assert (None if column is None else line[column:]) == python


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("%matplotlib inline\nx = 1", "0#atplotlib inline\nx = 1"),
        ("if x:\n    !ls -l\n", "if x:\n    0#s -l\n"),
        ("files = !ls", "files = 0#s"),
        ("x = (a\n% b)", "x = (a\n% b)"),
        ("x = '''\n!ls\n'''", "x = '''\n!ls\n'''"),
        ("x = a \\\n  % b", "x = a \\\n  % b"),
        ("!ls \\\n  -l\nx", "0#s \\\n  #l\nx"),
        ("%%time\nf()", "0#time\nf()"),
        ("df?", "0#?"),
        ("!", "0"),
    ],
)
def test_masking(source: str, python: str) -> None:
    assert masked(source)[0] == python
    ast.parse(python)
    assert faults(python) == 0


@given(st.text("ab%!?\\=()'\n ", max_size=60))
def test_masking_keeps_every_position(source: str) -> None:
    python, _ = masked(source)

    assert len(python) == len(source)
    assert [i for i, c in enumerate(python) if c == "\n"] == [
        i for i, c in enumerate(source) if c == "\n"
    ]


@pytest.mark.parametrize(
    ("source", "language", "expected"),
    [
        ("x = 1", "python", CellLanguage("python")),
        ("x = 1", "julia", CellLanguage("julia")),
        ("%%bash\nls", "python", CellLanguage("bash", "bash", 7)),
        ("%%sh -e\nls", "python", CellLanguage("bash", "sh", 8)),
        ("\n%%time\nx", "python", CellLanguage("python", "", 8)),
        ("%%capture out\nx", "python", CellLanguage("python", "", 14)),
        ("%%sql", "python", CellLanguage("sql", "sql", 5)),
        ("%%bash\nls", "R", CellLanguage("r")),
        ("x = '''\n%%bash'''", "python", CellLanguage("python")),
    ],
)
def test_language_of_a_cell(source: str, language: str, expected: CellLanguage) -> None:
    assert cell_language(source, language) == expected


LINES = ["x = (", "% b", "!ls \\", '"""', ")", "def f():", "y"]


@given(st.lists(st.sampled_from(LINES), max_size=9))
def test_long_cells_are_read_like_short_ones(lines: list[str]) -> None:
    """What is remembered in pieces is what one reading gives."""
    source = "\n".join(lines)

    python, stack = masked("\n" * 60 + source)

    assert (python[60:], stack) == masked(source)


def test_a_forgotten_bracket_is_forgiven() -> None:
    assert masked("x = foo(\n\ndef f():\n")[1] == ()
