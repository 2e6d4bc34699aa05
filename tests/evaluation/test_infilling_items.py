"""Choosing items and cursors of HumanEval-Infilling."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from jupyter_codeintel.engine.generation import FimParts
from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.infilling_items import (
    Case,
    Item,
    choose_cases,
    fim_parts,
    identifiers,
    place_cursor,
    read_items,
)

ITEM = Item(
    "demo/0",
    "def total(values):\n    result = 0\n    for value in values:\n        print(value)\n",
    "        result += value\n",
    "    return result\n",
    "total",
    "def check(candidate):\n    assert candidate([1, 2]) == 3\n",
)


def other(number: int, middle: str) -> Item:
    return Item(f"demo/{number}", "", middle, "", "f", "")


@pytest.mark.parametrize("zipped", [False, True])
def test_items_are_read_from_plain_and_gzipped_files(tmp_path: Path, zipped: bool) -> None:
    data = {
        "task_id": "demo/0",
        "prompt": "p",
        "canonical_solution": "m",
        "suffix": "s",
        "entry_point": "e",
        "test": "t",
    }
    content = (json.dumps(data) + "\n").encode()
    path = tmp_path / "suite.jsonl"
    path.write_bytes(gzip.compress(content) if zipped else content)
    assert read_items(path) == [Item("demo/0", "p", "m", "s", "e", "t")]


@pytest.mark.parametrize("content", [b"not json", b'{"task_id": "x"}', b"\x1f\x8bbroken"])
def test_other_files_are_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "suite.jsonl"
    path.write_bytes(content)
    with pytest.raises(NotebookError, match=r"suite\.jsonl") as caught:
        read_items(path)
    assert caught.value.code == "bad_suite"


def test_identifiers_leave_out_keywords_strings_and_comments() -> None:
    line = "    return frame['column'] if frame else 'x'  # note\n"
    assert list(identifiers(line)) == [(11, "frame"), (30, "frame")]


def test_identifiers_of_an_unfinished_statement_are_those_of_its_line() -> None:
    assert [name for _, name in identifiers("  values = sorted(items,\n")] == [
        "values",
        "sorted",
        "items",
    ]


def test_a_cursor_in_an_identifier_has_a_character_on_both_sides() -> None:
    places = {place_cursor(ITEM, "mid-identifier", seed) for seed in range(200)}
    inner = {
        i for start, name in identifiers(ITEM.middle) for i in range(start + 1, start + len(name))
    }
    assert places == inner
    for place in inner:
        assert ITEM.middle[place - 1 : place + 1].isidentifier()


def test_a_line_without_a_long_name_has_no_place_for_the_cursor() -> None:
    assert place_cursor(other(1, "    return x\n"), "mid-identifier", 0) is None
    assert place_cursor(other(1, "    return x\n"), "line-start", 0) == 0


def test_items_without_a_place_are_replaced() -> None:
    items = [other(n, "    pass\n" if n % 2 else "    name = 1\n") for n in range(20)]
    cases = choose_cases(items, ("line-start", "mid-identifier"), 8, seed=3)
    by_cursor = {
        cursor: [case.item.middle for case in cases if case.cursor == cursor]
        for cursor in ("line-start", "mid-identifier")
    }
    assert len(by_cursor["line-start"]) == 8
    assert by_cursor["mid-identifier"] == ["    name = 1\n"] * 8


def test_the_choice_follows_the_seed_and_grows_with_the_limit() -> None:
    items = [other(n, "    name = 1\n") for n in range(50)]
    few = choose_cases(items, ("line-start",), 5, seed=1)
    many = choose_cases(items, ("line-start",), 10, seed=1)
    assert many[:5] == few
    assert choose_cases(items, ("line-start",), 5, seed=2) != few
    assert choose_cases(items[::-1], ("line-start",), 5, seed=1) == few


def test_layouts_put_the_anchor_where_they_say() -> None:
    case = Case(ITEM, "mid-identifier", typed=len("        resu"))
    assert fim_parts(case, "plain") == FimParts(ITEM.prompt + "        resu", ITEM.suffix)
    assert fim_parts(case, "anchored") == FimParts(ITEM.prompt, ITEM.suffix, "        resu")
    above = fim_parts(case, "above")
    assert above.prefix == "def total(values):\n"
    assert above.prefix + above.typed == ITEM.prompt + "        resu"


def test_above_starts_with_the_program_when_few_lines_are_there() -> None:
    case = Case(other(1, "name = 1\n"), "line-start", typed=0)
    assert fim_parts(case, "above") == FimParts("", "", "")
