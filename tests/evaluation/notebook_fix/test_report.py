"""What the answers say."""

from __future__ import annotations

import json
from dataclasses import replace

from jupyter_codeintel.evaluation.notebook_fix.report import report, spread
from tests.evaluation.notebook_fix.failing import EARLIER, TYPO, repaired

ANSWERS = [
    repaired(TYPO),
    repaired(EARLIER, badge="runs", kind="with the traceback", tries=5),
    repaired(replace(TYPO, id="third"), confirmed=False, tries=2),
    repaired(replace(TYPO, id="fourth"), badge="", confirmed=False),
    repaired(TYPO, "one-shot", confirmed=False),
    repaired(EARLIER, "one-shot", kind="one-shot"),
]


def test_a_row_for_each_strategy_and_group() -> None:
    rows = {(row.strategy, row.group): row for row in report(ANSWERS).rows}
    every = rows["search", "all"]
    assert (every.repaired.hits, every.repaired.total) == (2, 4)
    assert (every.verified.hits, every.verified.total) == (2, 4)
    assert (every.precision.hits, every.precision.total) == (1, 2)
    assert (every.lower["runs"].hits, every.lower["runs"].total) == (1, 1)
    assert (every.right_cell.hits, every.seconds.median) == (1, 3.0)
    assert every.verified_seconds.median == 2.0
    assert rows["search", "without api_misuse"].repaired.total == 3
    earlier = rows["search", "bug in an earlier cell"]
    assert (earlier.repaired.hits, earlier.right_cell.hits) == (1, 0)
    for group in ("key_error", "api_misuse", "origin real", "origin injected"):
        assert ("search", group) in rows


def test_where_the_repairs_come_from() -> None:
    search, _ = report(ANSWERS).sources
    assert (search.deterministic.hits, search.deterministic.total) == (1, 2)
    assert {k: (s.hits, s.total) for k, s in search.kinds.items()} == {
        "misspelt": (1, 2),
        "with the traceback": (1, 1),
    }
    assert [search.by_tries[n].hits for n in (1, 2, 4, 8)] == [1, 1, 1, 2]


def test_strategies_are_compared_notebook_by_notebook() -> None:
    (compared,) = report(ANSWERS).comparisons
    assert (compared.first, compared.second) == ("search", "one-shot")
    result = compared.result
    assert (result.both, result.only_first, result.only_second) == (1, 1, 0)


def test_it_is_printed_and_written() -> None:
    well = replace(repaired(TYPO), id="well", raised="")
    broken = replace(repaired(TYPO, confirmed=False), id="broken", raised="", broke="oh")
    figures = report([*ANSWERS, well, broken])
    assert "bug in an earlier cell" in str(figures)
    assert "in 1 nothing failed" in str(figures)
    assert "in 1 the repairing broke" in str(figures)
    written = json.loads(json.dumps(figures.as_dict()))
    assert written["rows"][0]["repaired"]["hits"] == 3
    assert written["sources"][0]["by_tries"]["8"]["hits"] == 3
    assert written["comparisons"][0]["p"] == 1.0


def test_numbers_are_spread() -> None:
    assert (spread([]).median, spread([]).p90) == (0.0, 0.0)
    ten = spread([float(n) for n in range(1, 11)])
    assert (ten.median, ten.p90) == (5.5, 10.0)
