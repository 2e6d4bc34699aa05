"""The suite that is shipped."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import jupyter_codeintel
from jupyter_codeintel.evaluation.notebook_fim import built_in
from jupyter_codeintel.evaluation.notebook_fim.cutting import Notebook, cut_notebook, needed
from jupyter_codeintel.evaluation.notebook_fim.items import built_in_suite
from jupyter_codeintel.evaluation.notebook_fim.judging import judge_of
from jupyter_codeintel.evaluation.notebook_fim.scoring import parses
from tests.evaluation.notebook_fim.gaps import LINE

ROOT = Path(jupyter_codeintel.__file__).parents[1]
ITEMS = built_in_suite().items
NOTEBOOKS = list(built_in.notebooks())


def test_the_suite_is_what_its_notebooks_give() -> None:
    committed = (Path(built_in.__file__).parent / built_in.SUITE).read_text("utf-8")
    again = built_in.cut(ROOT / "examples" / "quickstart.ipynb")
    assert committed == again, f"run python -m {built_in.__name__}"


def test_it_has_gaps_of_all_kinds_and_many_that_need_earlier_cells() -> None:
    assert len(ITEMS) >= 60
    kinds = Counter(item.kind for item in ITEMS)
    assert min(kinds[kind] for kind in ("rest", "line", "block")) >= 15
    assert sum(item.needs_earlier_cells for item in ITEMS) >= len(ITEMS) / 2
    assert {item.notebook for item in ITEMS} >= {"quickstart", "bakery_sales"}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_a_gap_is_one(item: object) -> None:
    assert isinstance(item, type(LINE))
    assert parses(item.source)
    assert len(item.middle) >= 8
    lines = item.middle.count("\n") + 1
    assert 2 <= lines <= 12 if item.kind == "block" else lines == 1
    assert item.suffix == "" or item.suffix.startswith("\n")
    assert item.needs_earlier_cells is bool(needed(item))
    before = item.prefix[item.prefix.rfind("\n") + 1 :]
    assert (item.kind == "rest") is bool(before.strip())
    assert item.middle not in "\n".join(item.cells_before)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name)
def test_a_notebook_runs(notebook: Notebook, tmp_path: Path) -> None:
    assert notebook.executed
    with judge_of(tmp_path, "") as judge:
        judge.advance(replace(LINE, cells_before=notebook.cells))


def test_cells_that_are_no_python_are_left_out() -> None:
    cells = ("x = 1", "y = statistics.", "%%bash\nls", "total = x + 1000")
    items = list(cut_notebook(Notebook("demo", cells, executed=False)))
    assert [item.cells_before for item in items] == [("x = 1",)]
    assert items[0].middle == "total = x + 1000"
    assert items[0].needs_earlier_cells


def test_lines_that_stand_above_and_imports_are_no_gaps() -> None:
    cells = ("value = compute(1)", "import collections\nvalue = compute( 1 )")
    middles = [i.middle for i in cut_notebook(Notebook("demo", cells, executed=False))]
    assert "import collections" not in middles
    assert "value = compute( 1 )" not in middles
