"""What the answers say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from jupyter_codeintel.evaluation.intervals import mean
from jupyter_codeintel.evaluation.notebook_fim.report import report
from tests.evaluation.notebook_fim.gaps import BLOCK, LINE, REST, scored

TEXT_ONLY = replace(LINE, id="text only", executed=False, needs_earlier_cells=False)
ANSWERS = [
    scored(LINE, "joined", "wrong"),
    scored(REST, "joined", REST.middle),
    scored(BLOCK, "joined", BLOCK.middle),
    scored(TEXT_ONLY, "joined", "x"),
    scored(LINE, "static", LINE.middle),
    scored(REST, "static", "", raw=REST.middle),
    scored(BLOCK, "static", "", raw=""),
    scored(TEXT_ONLY, "static", "", raw=LINE.middle),
]


def test_a_row_for_each_condition_and_group() -> None:
    figures = report(ANSWERS, lambda answer: answer.text != "wrong")
    rows = {(row.group, row.condition): row for row in figures.rows}
    assert set(rows) == {
        (group, condition)
        for group in ("rest", "line", "block", "needs-earlier", "all")
        for condition in ("joined", "static")
    }
    joined = rows["all", "joined"]
    assert (joined.exact.hits, joined.exact.total) == (2, 4)
    assert (joined.names_exist.hits, joined.names_exist.total) == (3, 4)
    assert (joined.prompt_tokens, joined.evaluated_tokens, joined.seconds) == (100, 10, 2.0)
    assert joined.similarity.value == 0.5
    assert rows["all", "static"].shown.hits == 1
    # The block needs earlier cells too, but is no line.
    assert rows["needs-earlier", "joined"].exact.total == 2


def test_conditions_are_compared_item_by_item() -> None:
    figures = report(ANSWERS, lambda _: None)
    (every,) = [c for c in figures.comparisons if c.group == "all"]
    assert (every.first, every.second) == ("joined", "static")
    assert (every.result.only_first, every.result.only_second, every.result.neither) == (2, 1, 1)
    assert "only joined 2, only static 1" in str(figures)


def test_precision_is_of_executed_gaps() -> None:
    verdicts = {"wrong": False, REST.middle: True, LINE.middle: None}
    joined, static = report(ANSWERS, lambda a: verdicts.get(a.text)).precisions
    assert (joined.names_exist.hits, joined.names_exist.total, joined.not_judged) == (1, 2, 1)
    assert (static.names_exist.total, static.not_judged) == (0, 1)
    # The model said something in two executed gaps, right both times; one was kept back.
    assert (static.suppressed.hits, static.suppressed.total) == (1, 2)
    assert (static.silent_where_right.hits, static.silent_where_right.total) == (1, 2)
    assert joined.suppressed.hits == 0


def test_the_figures_are_plain_data() -> None:
    figures = json.loads(json.dumps(report(ANSWERS, lambda _: True).as_dict()))
    assert set(figures) == {"rows", "comparisons", "precision"}
    row = figures["rows"][0]
    assert row["exact"].keys() == {"share", "hits", "total", "interval"}
    assert row["similarity"].keys() == {"mean", "total", "interval"}
    assert figures["comparisons"][0]["p"] <= 1
    assert report([], lambda _: None).as_dict() == {"rows": [], "comparisons": [], "precision": []}


def test_a_means_interval_narrows_with_the_values() -> None:
    few, many = mean([0.0, 1.0] * 5), mean([0.0, 1.0] * 200)
    assert few.value == many.value == 0.5
    assert few.interval[0] < many.interval[0] < 0.5 < many.interval[1] < few.interval[1]
    assert many.interval[0] == pytest.approx(0.5 - 1.96 * 0.5 / 20, abs=0.01)
    assert mean([0.3] * 9).interval == pytest.approx((0.3, 0.3))
    assert mean([]).total == 0
