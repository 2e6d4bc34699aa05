"""Suites of failing notebooks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.notebook_fix.items import GOAL, choose_items, read_suite
from tests.evaluation.notebook_fix.failing import EARLIER, TYPO, write_suite


def test_a_suite_is_read(tmp_path: Path) -> None:
    path = write_suite(tmp_path / "demo.jsonl", TYPO, EARLIER, cwd=None, licence="MIT")
    suite = read_suite(path)
    assert suite.items == (TYPO, EARLIER)
    assert (suite.name, suite.assets) == ("demo", tmp_path.parent / "assets")
    assert read_suite(path, tmp_path).assets == tmp_path


def test_null_is_what_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "demo.jsonl"
    write_suite(path, TYPO)
    path.write_text(path.read_text().replace('"cwd": ""', '"cwd": null'))
    assert read_suite(path).items == (TYPO,)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"check": None}, "line 1: the field 'check' is missing"),
        ({"fail_cell": 2}, "line 1: there is no cell 2 to fail"),
        ({"fail_cell": "1"}, "line 1: 'fail_cell' is a str, not a int"),
        ({"cells_broken": ["1", 2]}, "'cells_broken' has something else than strings"),
    ],
)
def test_what_is_no_item_is_told_with_its_line(
    changes: dict[str, object], told: str, tmp_path: Path
) -> None:
    path = write_suite(tmp_path / "demo.jsonl", TYPO, **changes)
    with pytest.raises(NotebookError, match=told):
        read_suite(path)


def test_who_repairs_sees_the_goal_above_the_failing_cell_and_no_check() -> None:
    cells = EARLIER.document.cells
    assert [cell.id for cell in cells] == ["0", GOAL, "1"]
    assert [cell.type for cell in cells] == ["code", "markdown", "code"]
    assert cells[1].source == "How many there are."
    assert [cell.id for cell in TYPO.document.cells] == ["0", "1"]


def test_more_items_are_added_to_those_of_a_lower_limit() -> None:
    items = [replace(TYPO, id=str(number)) for number in range(20)]
    five, ten = choose_items(items, limit=5), choose_items(items, limit=10)
    assert {item.id for item in five} < {item.id for item in ten}
    assert [item.id for item in ten] == sorted((item.id for item in ten), key=int)
    assert choose_items(items, limit=5, seed=1) != five
    assert choose_items([TYPO, EARLIER], types=["api_misuse"]) == [EARLIER]
