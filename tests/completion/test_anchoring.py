"""Anchors, pending closers and the situation at the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.completion.anchoring import (
    MAX_TYPED,
    Anchor,
    anchored,
    pending_closers,
)
from jupyter_codeintel.completion.situation import Reach, observe
from jupyter_codeintel.context.delimiters import open_at_end

text = st.text("ab (\n", max_size=40)


def test_a_new_anchor_is_at_the_start_of_the_line() -> None:
    assert anchored(None, "a\nb\ncd", "x") == Anchor("a\nb\n", "x")


def test_an_anchor_stays_over_lines_that_are_typed() -> None:
    anchor = Anchor("a\n", "x")

    assert anchored(anchor, "a\nb\ncd", "x") is anchor


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [("a", "x"), ("b\nc", "x"), ("a\nc", "y"), ("a\n" + "\n" * (MAX_TYPED + 1), "x")],
    ids=["left of it", "changed above", "another suffix", "too far"],
)
def test_an_anchor_is_moved(prefix: str, suffix: str) -> None:
    assert anchored(Anchor("a\n", "x"), prefix, suffix) != Anchor("a\n", "x")


def test_a_very_long_line_has_its_anchor_within_it() -> None:
    line = "word " * 1000

    anchor = anchored(None, line, "")

    assert len(line) - len(anchor.head) <= MAX_TYPED
    assert line[len(anchor.head)] == " "


@given(st.lists(text, max_size=8), text)
def test_typing_only_appends(pieces: list[str], suffix: str) -> None:
    anchor: Anchor | None = None
    prefix, typed = "", ""
    for piece in pieces:
        prefix += piece
        before, anchor = anchor, anchored(anchor, prefix, suffix)
        now = prefix[len(anchor.head) :]
        assert anchor.head + now == prefix
        assert len(now) <= MAX_TYPED
        if before is anchor:
            assert now == typed + piece
        typed = now


@given(st.text("ab\n", max_size=900), text)
def test_an_anchor_that_was_just_placed_holds(prefix: str, suffix: str) -> None:
    anchor = anchored(None, prefix, suffix)

    assert anchored(anchor, prefix, suffix) is anchor


@pytest.mark.parametrize(
    ("head", "suffix", "closers"),
    [
        ("f(", ")", ")"),
        ("f(", ") \nx", ") "),
        ("f(a['", "'])\nx", "'])"),
        ("f(", ", b)", ""),
        ("f(", "):", ""),
        ("f", ")", ""),
        ("f[", ")", ""),
        ("x = ", '""', ""),
        ("f(", "\n)", ""),
        ('"""a', '"""', '"""'),
    ],
)
def test_pending_closers(head: str, suffix: str, closers: str) -> None:
    assert pending_closers(suffix, open_at_end(head)) == closers


@pytest.mark.parametrize(
    ("at", "reach"),
    [
        ("|", Reach.STATEMENT),
        ("x = |", Reach.STATEMENT),
        ("f(|)", Reach.STATEMENT),
        ("f(\n    |\n)", Reach.STATEMENT),
        ("for x in y:|", Reach.BLOCK),
        ("for x in y:  # why|", Reach.LINE),
        ("for x in y:\n|", Reach.BLOCK),
        ("for x in y:\n    |", Reach.BLOCK),
        ("for x in y:\n    z\n    |", Reach.BLOCK),
        ("# load the data\n|", Reach.BLOCK),
        ("# load the data\n\n|", Reach.BLOCK),
        ("# load the da|", Reach.LINE),
        ("x = 'te|'", Reach.LINE),
        ("f(a, |b)", Reach.LINE),
        ("x = {'a':|}", Reach.STATEMENT),
        ("!ls |", Reach.LINE),
        ("%%bash\nfor x in y:|", Reach.LINE),
        ("%%time\nfor x in y:|", Reach.BLOCK),
    ],
)
def test_reach(at: str, reach: Reach) -> None:
    prefix, _, suffix = at.partition("|")

    assert observe(prefix, suffix, "auto").reach is reach


@pytest.mark.parametrize(
    ("at", "closable"),
    [
        ("f(|", 1),
        ("f(|)", 0),
        ("f(g(|)", 1),
        ("f(g[|)", 1),
        ("f(g[|]", 0),
        ("f(\n    |\n)", 0),
        ("f(|\ndef g():\n    pass", 1),
        ("f(|\n    a[0])\nx)", 0),
        ("x = '|\ny = 1", 1),
    ],
)
def test_closable(at: str, closable: int) -> None:
    prefix, _, suffix = at.partition("|")

    assert observe(prefix, suffix, "auto").closable == closable
