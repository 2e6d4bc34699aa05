"""Places in cells."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.fix.diagnosis.code import Code, code

text = st.text("ab(1)[]{}\"'\\#:,.= \n\r\tf%!é\x0c\x00", max_size=60)


def test_places_are_characters() -> None:
    cell = Code("%magic\nx = 'größe' + name\n!ls\ny = 2")
    (name,) = [node for node in cell.nodes(ast.Name) if node.id == "name"]
    assert cell.text(name) == "name"
    assert cell.line(4) == "y = 2"
    assert cell.replaced((cell.span(name), "other")) == "%magic\nx = 'größe' + other\n!ls\ny = 2"


def test_line_ends_of_other_systems() -> None:
    cell = Code("a = 1\r\nb = c\r\n")
    (name,) = [node for node in cell.nodes(ast.Name) if node.id == "c"]
    assert cell.span(name) == (11, 12)


def test_what_does_not_parse_is_empty() -> None:
    cell = Code("x = (")
    assert cell.error is not None
    assert list(cell.nodes(ast.stmt)) == []


def test_await_stands_at_the_top_too() -> None:
    assert code("x = await f()").error is None


@given(text)
def test_any_text_can_be_read(source: str) -> None:
    cell = Code(source)
    for node in cell.nodes(ast.AST):
        start, end = cell.span(node)
        assert 0 <= start <= end <= len(source)
