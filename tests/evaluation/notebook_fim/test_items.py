"""Reading a suite, and choosing from it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.notebook_fim.items import choose_items, read_suite
from tests.evaluation.notebook_fim.gaps import BLOCK, LINE, REST, write_suite


def test_a_suite_is_read(tmp_path: Path) -> None:
    (tmp_path / "gaps").mkdir()
    path = write_suite(tmp_path / "gaps" / "demo.jsonl", LINE, BLOCK, licence="MIT", cell_index=2)
    suite = read_suite(path)
    assert suite.items == (LINE, BLOCK)
    assert (suite.name, suite.assets) == ("demo", tmp_path / "assets")
    assert read_suite(path, tmp_path).assets == tmp_path
    assert LINE.source == "first = ships[0]\ndeepest = max(depths.values())\nprint(first)"


def test_the_digest_tells_versions_of_a_suite_apart(tmp_path: Path) -> None:
    first = read_suite(write_suite(tmp_path / "a.jsonl", LINE))
    second = read_suite(write_suite(tmp_path / "a.jsonl", LINE, middle="changed()"))
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "word"}, "the kind 'word' is none of rest, line, block"),
        ({"prefix": None}, "the field 'prefix' is missing"),
        ({"cells_before": "x = 1"}, "'cells_before' is a str, not a list"),
        ({"cells_after": [1]}, "'cells_after' has something else than strings"),
        ({"executed": "yes"}, "'executed' is a str, not a bool"),
    ],
)
def test_a_bad_item_is_told_with_its_line(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    path = tmp_path / "bad.jsonl"
    bad = {k: v for k, v in {**asdict(LINE), **changes}.items() if v is not None}
    path.write_text(json.dumps(asdict(REST)) + "\n\n" + json.dumps(bad) + "\n")
    with pytest.raises(NotebookError) as caught:
        read_suite(path)
    assert caught.value.code == "bad_suite"
    assert f"bad.jsonl, line 3: {words}" in caught.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: it is not an object"),
        ("", "has no items"),
        ((json.dumps(asdict(LINE)) + "\n") * 2, "line 2: a second item with the id"),
    ],
)
def test_a_file_that_is_no_suite_is_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text)
    with pytest.raises(NotebookError, match=words):
        read_suite(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"none\.jsonl cannot be read"):
        read_suite(tmp_path / "none.jsonl")


def test_a_choice_grows_with_its_limit_and_goes_down_each_notebook() -> None:
    items = [
        replace(LINE, id=f"{name}-{depth}", notebook=name, cells_before=("x",) * depth)
        for depth in (3, 1, 2)
        for name in ("b", "a")
    ]
    four = choose_items(items, limit=4, seed=1)
    assert {i.id for i in choose_items(items, limit=2, seed=1)} < {i.id for i in four}
    assert len(four) == 4
    everything = choose_items(items, seed=1)
    assert [i.id for i in everything] == ["a-1", "a-2", "a-3", "b-1", "b-2", "b-3"]
    choices = {tuple(i.id for i in choose_items(items, limit=2, seed=seed)) for seed in range(9)}
    assert len(choices) > 1


def test_kinds_and_needs_narrow_the_choice() -> None:
    alone = replace(REST, id="alone", needs_earlier_cells=False)
    items = [LINE, REST, BLOCK, alone]
    assert choose_items(items, kinds=["block"]) == [BLOCK]
    assert alone not in choose_items(items, needs_earlier=True)
    assert len(choose_items(items, needs_earlier=True)) == 3
