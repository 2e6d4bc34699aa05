"""The suite that is shipped: each item is what it says it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jupyter_codeintel.evaluation.notebook_fix.built_in.suite import built_in_suite
from jupyter_codeintel.evaluation.notebook_fix.items import Item
from jupyter_codeintel.evaluation.notebook_fix.judging import Judge, Judged, open_judge

ITEMS = built_in_suite().items


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    with open_judge(tmp_path_factory.mktemp("assets")) as judge:
        yield judge


def test_it_has_many_kinds_of_errors_also_of_earlier_cells() -> None:
    assert len(ITEMS) >= 40
    assert len({item.type for item in ITEMS}) >= 12
    assert sum(item.root_before_failure for item in ITEMS) >= 15
    assert sum(bool(item.goal) for item in ITEMS) >= 5


def test_notebooks_that_are_right_pass(judge: Judge) -> None:
    notebooks = {item.cells_fixed: item for item in ITEMS}
    for item in notebooks.values():
        assert judge.judge(item, item.cells_fixed) == Judged("passed"), item.id


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_the_broken_notebook_fails_as_told_and_leaving_the_cell_out_is_no_repair(
    item: Item, judge: Judge
) -> None:
    judged = judge.judge(item, item.cells_broken)
    assert (judged.status, judged.cell, judged.name) == ("raised", item.fail_cell, item.ename)
    without = list(item.cells_broken)
    without[item.fail_cell] = "pass"
    assert not judge.judge(item, without).passed
