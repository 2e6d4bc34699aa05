"""Comparing a text with what stood in the gap, and where a gap ends."""

from __future__ import annotations

import difflib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.evaluation.notebook_fim.prompts import (
    BELOW,
    cut,
    cut_block,
    ended,
    joined_parts,
    plain_request,
)
from jupyter_codeintel.evaluation.notebook_fim.prompts import cell_parts as parts_of_cell
from jupyter_codeintel.evaluation.notebook_fim.scoring import (
    edit_similarity,
    is_exact,
    parses,
    same_first_line,
)
from tests.evaluation.notebook_fim.gaps import BLOCK, LINE, REST


@pytest.mark.parametrize(
    ("text", "middle", "similarity"),
    [
        ("kitten", "sitting", 1 - 3 / 7),
        ("", "abcd", 0.0),
        ("", "", 1.0),
        ("  abc\n", "abc", 1.0),
        ("abc", "abd", 2 / 3),
    ],
)
def test_edit_similarity_counts_characters(text: str, middle: str, similarity: float) -> None:
    assert edit_similarity(text, middle) == pytest.approx(similarity)
    assert edit_similarity(middle, text) == pytest.approx(similarity)


@given(st.text("ab \n", max_size=12), st.text("ab \n", max_size=12))
def test_edit_similarity_is_no_better_than_the_equal_parts_allow(one: str, other: str) -> None:
    similarity = edit_similarity(one, other)
    one, other = one.strip(), other.strip()
    assert (similarity == 1.0) is (one == other)
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    found = sum(block.size for block in blocks)
    longer = max(len(one), len(other)) or 1
    # Deleting and inserting what is not found in both is one way, not the best one.
    assert 1 - (len(one) + len(other) - 2 * found) / longer <= similarity + 1e-9


def test_space_around_a_text_does_not_count() -> None:
    assert is_exact(" ships)\n", "ships)")
    assert not is_exact("ships )", "ships)")
    assert same_first_line("a = 1  \nb = 3", "a = 1\nb = 2")
    assert not same_first_line("a = 2\nb = 2", "a = 1\nb = 2")


def test_magics_do_not_keep_a_cell_from_parsing() -> None:
    assert parses("%matplotlib inline\nfiles = !ls\nx = 1")
    assert not parses("x = (1")
    assert not parses("x = 1\0")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("return 1\n\nprint(f())", "return 1\n"),
        ("if a:\n        b()\n\n    c()\nd()", "if a:\n        b()\n\n    c()"),
        ("a()\n  \n    b()", "a()\n  \n    b()"),
        ("a()\n  else", "a()"),
        ("a(", "a("),
    ],
)
def test_a_block_ends_where_a_line_is_indented_less(text: str, kept: str) -> None:
    assert cut_block("def f():\n    ", text) == kept
    assert ended(BLOCK, text) is (kept != text)


def test_a_line_ends_with_its_line() -> None:
    assert cut(REST, "ships)\nmore") == "ships)"
    assert not ended(REST, "ships)\nmore")
    assert plain_request(REST, parts_of_cell(REST)).stop == ("\n",)
    assert plain_request(BLOCK, parts_of_cell(BLOCK)).stop == ()


def test_all_cells_are_joined_and_the_top_is_cut() -> None:
    parts = joined_parts(LINE)
    assert parts.prefix == "\n\n".join([*LINE.cells_before, LINE.prefix])
    assert parts.suffix == LINE.suffix + "\n\ndeepest + 1"
    assert parts.typed == ""
    short = joined_parts(LINE, above=60).prefix
    assert short == "\ndepths = {'north': 4.5}\n\nfirst = ships[0]\n"
    long = joined_parts(replace(LINE, cells_after=("x = 1", "value = 2\n" * 900))).suffix
    assert long.startswith(LINE.suffix + "\n\nx = 1\n\nvalue = 2\n")
    assert long.endswith("\nvalue = 2\n")
    assert BELOW - 10 < len(long) - len(LINE.suffix) <= BELOW
