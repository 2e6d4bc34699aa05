"""Open brackets and quotes, checked against Python's own tokenizer where it can say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.context.delimiters import in_comment, marks, open_at_end

code = st.text("a1 ()[]{}\"'\\#f\n:", max_size=60)


@pytest.mark.parametrize(
    ("text", "stack"),
    [
        ("foo(a, [1", ("(", "[")),
        ("foo(')', \"]\"", ("(",)),
        ("x = 'a\\'b", ("'",)),
        ("x = 'a\ny", ()),
        ('x = """a\n"b', ('"""',)),
        ('""', ()),
        ("x = 1  # (", ()),
        ('f"{x[', ('f"', "{", "[")),
        ('f"{{x', ('f"',)),
        ('f"{d["k"]}"', ()),
        ("f'{a!r:>{w}}' + (", ("(",)),
        ("f'{x:#x}' + (", ("(",)),
        ("rb'\\'(", ("'",)),
        ("leaf'", ("'",)),
        ("(]", ("(",)),
        ("([)", ()),
        ("x = foo(\nimport y", ()),
        ("x = foo(\n    y", ("(",)),
        ("a = \\\n(", ("(",)),
    ],
)
def test_what_is_open(text: str, stack: tuple[str, ...]) -> None:
    assert open_at_end(text) == stack


@pytest.mark.parametrize(
    ("line", "comment"),
    [("x = 1", False), ("x = 1  # a", True), ("'#'", False), ("f'{x:#x}'", False), ("'a' #", True)],
)
def test_comments(line: str, *, comment: bool) -> None:
    assert in_comment(line) == comment


@given(code, code)
def test_reading_goes_on_after_a_line(first: str, second: str) -> None:
    whole = f"{first}\n{second}"
    if first.endswith("\\"):
        return

    parts = open_at_end(second, open_at_end(first + "\n"))

    # Only a line start that recovers from a forgotten bracket looks beyond the line end.
    if not any(mark.bad for mark in marks(whole)):
        assert open_at_end(whole) == parts


@given(code)
def test_what_python_compiles_is_closed(text: str) -> None:
    try:
        compile(text, "x", "exec")
    except (SyntaxError, ValueError):
        return
    assert open_at_end(text) == ()


@given(st.text())
def test_marks_are_in_order(text: str) -> None:
    position = 0
    for mark in marks(text):
        assert position <= mark.start < mark.end
        assert text[mark.start : mark.end] == mark.symbol
        position = mark.end
