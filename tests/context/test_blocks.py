"""Where statements and blocks end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.context.blocks import block_end, opens_block
from jupyter_codeintel.context.delimiters import open_at_end

code = st.text("ab1 ()[]:#'\n", max_size=60)


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("for i in x:|\n    a\n\n    b^\nc", "dedent"),
        ("    for i in x:|\n        a^\n    b", "sibling"),
        ("if x:|\n    a\nelse:\n    b^\nc", "clause"),
        ("if x:\n    a\n    |b^\nelse:\n    c", "clause of another"),
        ("def f():\n    |a\n    b^\nc", "body"),
        ("def f():\n|    a\n    b^\nc", "body, not indented yet"),
        ("# a\n|b\nc^\n\nd", "paragraph"),
        ("# a\n|b^\n# c\nd", "comment"),
        ("# a\n|b^\ndef c():\n    d", "definition"),
        ("# a\n|@b\ndef c():\n    d\n\n    e^\n\nf", "decorated"),
        ("# a\n|b(\nc\n)^\n\nd", "brackets"),
        ("x = [\n    |1,\n\n2]^\n\nd", "within brackets"),
    ],
)
def test_the_end_of_a_block(at: str, end: str) -> None:
    expected = at.replace("|", "").index("^")
    source = at.replace("^", "")
    cursor = source.index("|")
    start = source.rfind("\n", 0, cursor) + 1
    above, text = source[:start], source[start:].replace("|", "")

    assert block_end(above, text, cursor - start, open_at_end(above)) == expected - start, end


@given(code, code)
def test_more_text_does_not_move_the_end(above: str, text: str) -> None:
    above = above + "\n"
    ends = [block_end(above, text[:stop], 0) for stop in range(len(text) + 1)]
    known = [end for end in ends if end is not None]

    assert len(set(known)) <= 1


@pytest.mark.parametrize(
    ("line", "opens"),
    [("for x in y:", True), ("else: # a", True), ("print('a:')", False), ("x: int", False)],
)
def test_headers(line: str, *, opens: bool) -> None:
    assert opens_block(line) == opens
