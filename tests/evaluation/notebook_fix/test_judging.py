"""Notebooks judged by running them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.notebook_fix.judging import Judge, Judged, open_judge
from tests.evaluation.notebook_fix.failing import TYPO


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    assets = tmp_path_factory.mktemp("assets")
    (assets / "shop").mkdir()
    (assets / "shop" / "prices.txt").write_text("3")
    with open_judge(assets) as judge:
        yield judge


@pytest.mark.parametrize(
    ("cells", "judged"),
    [
        (("cost = 3",), Judged("passed")),
        (("%precision 2", "cost = !echo 3\ncost = int(cost[0])"), Judged("passed")),
        (("cost = 4",), Judged("failed", None, "AssertionError", "")),
        (("price = 3",), Judged("failed", None, "NameError", "name 'cost' is not defined")),
        (("cost = 3", "1 / 0"), Judged("raised", 1, "ZeroDivisionError", "division by zero")),
        (("cost = (",), Judged("raised", 0, "SyntaxError")),
        (("import os; os._exit(0)",), Judged("died")),
    ],
)
def test_what_becomes_of_a_notebook(cells: tuple[str, ...], judged: Judged, judge: Judge) -> None:
    found = judge.judge(TYPO, cells)
    assert (found.status, found.cell, found.name) == (judged.status, judged.cell, judged.name)
    assert judged.value in found.value
    assert found.passed is (judged.status == "passed")


def test_time_runs_out_and_the_next_is_judged(judge: Judge) -> None:
    endless = ("import subprocess\nsubprocess.Popen(['sleep', '60'])", "while True: pass")
    assert judge.judge(TYPO, endless, seconds=3) == Judged("timeout")
    assert judge.judge(TYPO, TYPO.cells_fixed).passed


def test_chance_is_the_same_each_time(judge: Judge) -> None:
    cell = "import random, numpy\ncost = (random.random(), numpy.random.rand())"
    item = replace(TYPO, check="assert [round(c, 4) for c in cost] == [0.8444, 0.5488]")
    assert judge.judge(item, [cell]).passed


def test_what_is_written_does_not_stay(judge: Judge) -> None:
    item = replace(TYPO, cwd="shop")
    cell = "cost = int(open('prices.txt').read())\nopen('prices.txt', 'w').close()"
    assert judge.judge(item, [cell]).passed
    assert judge.judge(item, [cell]).passed


def test_a_verdict_is_told_in_words() -> None:
    assert str(Judged("passed")) == "passed"
    assert str(Judged("raised", 2, "KeyError", "'a'")) == "raised in cell 2: KeyError: 'a'"


def test_a_judge_that_is_gone_is_told(tmp_path: Path) -> None:
    with open_judge(tmp_path) as judge:
        judge._process.kill()
        judge._process.wait()
        with pytest.raises(NotebookError, match="the judge ended"):
            judge.judge(TYPO, TYPO.cells_fixed)


def test_without_fork_there_is_no_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(NotebookError, match="no fork"), open_judge(tmp_path):
        pass
