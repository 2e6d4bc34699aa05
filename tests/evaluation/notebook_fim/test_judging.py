"""Texts judged by running them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.notebook_fim import judging
from jupyter_codeintel.evaluation.notebook_fim.items import Item, Suite
from jupyter_codeintel.evaluation.notebook_fim.judging import (
    CellAboveFailed,
    Judge,
    judge_of,
    statement_lines,
)
from jupyter_codeintel.evaluation.notebook_fim.judging_run import judge_answers
from jupyter_codeintel.evaluation.notebook_fim.run import Settings
from jupyter_codeintel.evaluation.notebook_fim.verdicts import Verdict, digest, lookup
from tests.evaluation.notebook_fim.gaps import BLOCK, LINE, REST, scored

SETTINGS = Settings("demo", "abc", "a-model", "1")


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[Judge]:
    with judge_of(tmp_path, "") as judge:
        judge.advance(LINE)
        yield judge


@pytest.mark.parametrize(
    ("item", "text", "exists", "reason"),
    [
        (LINE, "deepest = max(depths.values())", True, ""),
        (LINE, "deepest = max(depht.values())", False, "NameError: name 'depht' is not defined"),
        (LINE, "deepest = depths['south']", False, "KeyError: 'south'"),
        (LINE, "deepest = depths.maximum()", False, "AttributeError"),
        (LINE, "import no_such_module", False, "ModuleNotFoundError"),
        (LINE, "deepest = max(ships) + 1", True, "TypeError"),
        (LINE, "deepest = max(", None, "it was not reached"),
        # The cell below uses what is no longer defined: not this text's names are missing.
        (LINE, "deep = 1", True, ""),
        (LINE, "def later():\n    return nowhere", True, ""),
        (REST, "ships[0].nothing)", False, "AttributeError"),
        (BLOCK, "values = depths.values()\n    return sum(values)", True, ""),
        (BLOCK, "return nowhere", False, "NameError"),
        (replace(BLOCK, suffix=""), "return nowhere", None, "it was not reached"),
        (replace(BLOCK, suffix="", cells_after=("total()",)), "return nowhere", False, "Name"),
    ],
)
def test_the_names_of_a_text_exist_if_it_runs(
    judge: Judge, item: Item, text: str, exists: bool | None, reason: str
) -> None:
    verdict = judge.verdict(item, text)
    assert verdict.names_exist is exists, verdict
    assert verdict.reason.startswith(reason)
    assert verdict.key == (item.id, digest(text))


def test_what_a_text_changes_does_not_stay(judge: Judge) -> None:
    assert judge.verdict(LINE, "depths.clear(); import os; os.environ['A'] = 'b'").names_exist
    assert judge.verdict(LINE, "assert depths").reason == ""
    assert judge.verdict(LINE, "import os; os.environ['A']").names_exist is False


def test_an_original_that_fails_the_same_way_is_not_held_against_a_text(judge: Judge) -> None:
    item = replace(LINE, prefix="try_this = 1\n", middle="depths['south']", id="fails")
    assert judge.verdict(item, "depths['south'] ").names_exist is None
    assert judge.verdict(item, "depths['west']").names_exist is False


def test_an_error_in_the_line_where_the_expression_begins_is_the_texts(judge: Judge) -> None:
    item = replace(LINE, prefix="deepest = depths.get(\n    ", middle="'north'", suffix="\n)")
    assert judge.verdict(item, "nowhere").names_exist is False
    method = replace(item, prefix="deepest = depths.pop(\n    ")
    assert judge.verdict(method, "'south'").reason == "KeyError: 'south'"


def test_errors_outside_of_the_text_are_not_the_texts(judge: Judge) -> None:
    item = replace(LINE, suffix="\nprint(nowhere)")
    assert judge.verdict(item, "deepest = 1").names_exist is True
    item = replace(LINE, prefix="nowhere\n")
    assert judge.verdict(item, "deepest = 1").reason == "it was not reached"


def test_a_text_that_does_not_end_has_no_verdict(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "TRY_SECONDS", 0.3)
    assert judge.verdict(LINE, "while True: pass").reason == "it did not end in time"
    assert judge.verdict(LINE, "import os; os._exit(3)").names_exist is None
    assert judge.verdict(LINE, "deepest = 1").names_exist is True


def test_a_cell_above_that_fails_leaves_no_verdict(tmp_path: Path) -> None:
    with judge_of(tmp_path, "") as judge, pytest.raises(CellAboveFailed, match="cell 1: NameErr"):
        judge.advance(replace(LINE, cells_before=("x = 1", "nowhere", "y = 1")))


def test_a_cell_above_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "CELL_SECONDS", 0.3)
    with judge_of(tmp_path, "") as judge, pytest.raises(CellAboveFailed, match="TimeIsUp"):
        judge.advance(replace(LINE, cells_before=("while True: pass",)))


def test_a_process_that_is_gone_leaves_no_verdict(tmp_path: Path) -> None:
    with judge_of(tmp_path, "") as judge:
        with pytest.raises(CellAboveFailed, match="cell 0"):
            judge.advance(replace(LINE, cells_before=("import os; os._exit(1)", "x = 1")))
        assert judge.verdict(LINE, "x").names_exist is None


def test_cells_run_in_a_copy_of_their_folder(tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    (tmp_path / "harbour" / "ships.txt").write_text("Ida")
    cells = ("name = open('ships.txt').read()\nopen('ships.txt', 'w').close()", "assert name")
    with judge_of(tmp_path, "harbour") as judge:
        judge.advance(replace(LINE, cells_before=cells))
    assert (tmp_path / "harbour" / "ships.txt").read_text() == "Ida"


def test_missing_assets_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="none"), judge_of(tmp_path / "none", "harbour"):
        pass


def test_a_notebook_has_magics_display_and_no_input(tmp_path: Path) -> None:
    cells = (
        "%matplotlib inline\n!ls\ndisplay(1, raw=True)",
        "%%bash\nls",
        "try:\n    input()\nexcept EOFError:\n    no_input = True",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "assert no_input and not plt.get_fignums()",
        "print('to standard output'); import os; os.write(1, b'{}')",
    )
    with judge_of(tmp_path, "") as judge:
        judge.advance(replace(LINE, cells_before=cells))


@pytest.mark.parametrize(
    ("source", "first", "more", "lines"),
    [
        ("a = (\n  1,\n  2)\nb", 2, 0, (1, 3)),
        ("for x in y:\n    a\n    b", 3, 0, (3, 3)),
        ("for x in (\n  y):\n    a", 2, 0, (1, 2)),
        ("if x:\n    a(\n  1)\n    b", 3, 1, (2, 4)),
        ("not python (", 1, 2, (1, 3)),
    ],
)
def test_the_lines_of_a_text_are_those_of_its_statements(
    source: str, first: int, more: int, lines: tuple[int, int]
) -> None:
    assert statement_lines(source, first, more) == lines


def test_a_run_judges_what_was_shown_once(tmp_path: Path) -> None:
    hidden = replace(LINE, id="hidden")
    text_only = replace(LINE, id="text only", executed=False)
    broken = replace(LINE, id="broken", notebook="b", cells_before=("import no_such_module",))
    suite = Suite("demo", "abc", (LINE, REST, hidden, text_only, broken), tmp_path)
    answers = [
        scored(LINE, "cell", "nowhere"),
        scored(LINE, "static", LINE.middle),
        scored(LINE, "live", LINE.middle),
        scored(REST, "static", "ships)"),
        scored(hidden, "static", "", raw="x"),
        scored(text_only, "static", "x"),
        scored(broken, "static", "x"),
    ]
    log = AnswerLog(tmp_path / "verdicts.jsonl", SETTINGS, Verdict)
    told: list[tuple[int, int]] = []
    failed = judge_answers(suite, answers, log, lambda *numbers: told.append(numbers))
    assert [(v.id, v.names_exist) for v in log.answers] == [
        (LINE.id, False),
        (LINE.id, True),
        (REST.id, True),
    ]
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    (where,) = failed
    assert where == "b, cell 0: ModuleNotFoundError: No module named 'no_such_module'"
    names_exist = lookup(log.answers)
    assert [names_exist(a) for a in answers] == [False, True, True, True, None, None, None]

    again = AnswerLog(tmp_path / "verdicts.jsonl", SETTINGS, Verdict)
    judge_answers(suite, answers, again)
    assert again.answers == log.answers
    assert len((tmp_path / "verdicts.jsonl").read_text().splitlines()) == 4
    assert json.loads((tmp_path / "verdicts.jsonl").read_text().splitlines()[1])["reason"]
