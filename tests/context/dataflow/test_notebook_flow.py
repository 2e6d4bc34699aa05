"""Order, staleness, slices and visible names over the cells of a notebook."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.context.dataflow.events import Import
from jupyter_codeintel.context.dataflow.facts import NO_FACTS
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, CellError, Document
from tests.context.dataflow.sources import edits, texts


def _document(
    *sources: str, ran: dict[int, int] | None = None, kernel: str | None = "k"
) -> Document:
    cells = tuple(
        Cell(str(n), "code", source, (ran or {}).get(n)) for n, source in enumerate(sources)
    )
    return Document("a.ipynb", kernel=kernel).synced(cells, None)


def _flow(*sources: str, ran: dict[int, int] | None = None, kernel: str | None = "k") -> Dataflow:
    flow = Dataflow()
    flow.update(_document(*sources, ran=ran, kernel=kernel))
    return flow


@pytest.mark.parametrize(
    ("ran", "kernel", "before", "order"),
    [
        ({}, "k", "2", "01"),
        ({}, "k", None, "0123"),
        ({}, "k", "unknown", "0123"),
        ({0: 2, 1: 1}, "k", "2", "10"),
        ({3: 1}, "k", "2", "301"),
        ({3: 1}, None, "2", "01"),
        ({0: 5, 2: 6, 3: 7}, "k", "2", "031"),
        ({0: 1, 1: 1}, "k", "2", "01"),
    ],
)
def test_cells_count_in_the_order_they_ran(
    ran: dict[int, int], kernel: str | None, before: str | None, order: str
) -> None:
    flow = _flow("a", "b", "c", "d", ran=ran, kernel=kernel)

    assert "".join(flow.order(before)) == order


def test_text_cells_take_no_part() -> None:
    flow = Dataflow()
    flow.update(Document("a", cells=(Cell("0", "markdown", "a = 1"), Cell("1", "raw", "b = 1"))))

    assert flow.order() == ()
    assert flow.facts("0") is flow.facts("unknown") is NO_FACTS
    assert flow.visible_names() == set()


@pytest.mark.parametrize(
    ("sources", "names", "found"),
    [
        (["a = 1", "b = a", "c = 2", "d = b"], "d", "013"),
        (["a = 1", "a = 2"], "a", "1"),
        (["a = 1", "a = a + 1"], "a", "01"),
        (["a = 1", "if x:\n    a = 2"], "a", "01"),
        (["x = 1", "a = 1", "if x:\n    a = 2"], "a", "012"),
        (["a = load()", "a['b'] = 1", "a.head()", "print(a)"], "a", "01"),
        (["a = 1", "del a", "b = 1"], "a", ""),
        (["a = 1", "if b:\n    del a"], "a", "0"),
        (["import pandas as pd", "pd.set_option('a', 1)", "a = pd.x()"], "a", "02"),
        (["def f():\n    return g()", "def g(): ...", "a = f()"], "a", "012"),
        (["c = {}", "def f():\n    c['a'] = 1", "f()", "a = c"], "a", "0123"),
        (["from m import *", "a = thing()"], "a", "01"),
        (["from m import *", "a = len([])"], "a", "1"),
        (["%%bash\na=1", "a = 1"], "a", "1"),
        (["a, b = 1, 2", "c = a", "d = b"], "d", "02"),
        (["fig, ax = p()", "ax.set_title('t')", "ax.plot(x)", "x = 1"], "ax", "01"),
    ],
)
def test_slices(sources: list[str], names: str, found: str) -> None:
    assert "".join(_flow(*sources).slice(names.split())) == found


def test_a_slice_follows_what_ran() -> None:
    sources = ["df = a", "use(df)", "df = b", "b = 1"]

    assert _flow(*sources).slice(["df"], before="1") == ("0",)
    assert _flow(*sources, ran={0: 1, 2: 3, 3: 2}).slice(["df"], before="1") == ("3", "2")


def test_what_failed_may_have_bound_less() -> None:
    document = _document("a = 1", "a = 2", "a")
    failed = replace(document.cells[1], execution_count=2, error=CellError("E", ""))
    flow = Dataflow()
    flow.update(document.synced([replace(document.cells[0], execution_count=1), failed], None))

    assert flow.slice(["a"], before="2") == ("0", "1")


def test_names_that_a_cell_sees() -> None:
    flow = _flow("a = 1", "del a\nb = 1", "", "c = 1", ran={3: 1})

    assert flow.visible_names("2") == {"b", "c"}
    assert flow.visible_names("1") == {"a", "c"}
    assert flow.visible_names() == {"b", "c"}


def test_a_stale_cell_counts_with_both_its_texts() -> None:
    document = _document("old = 1", "x", ran={0: 1})
    edited = document.synced([Cell("0", "code", "new = 1", 1)], None)
    flow = Dataflow()
    flow.update(document)
    assert not flow.stale("0")

    flow.update(edited)

    assert flow.stale("0")
    assert not flow.stale("unknown")
    assert flow.facts("0").defines == {"new"}
    assert flow.executed_facts("0").defines == {"old"}
    assert flow.visible_names("1") == {"old", "new"}
    # What the cell itself left in the kernel is there when it runs again.
    assert flow.visible_names("0") == {"old"}


def test_the_last_cell_that_binds_a_name() -> None:
    flow = _flow("a = b = 1", "a = 2", "c = 1")

    assert flow.defining_cells(["a", "b", "x"], before="2") == {"a": "1", "b": "0"}


def test_imports_and_definitions_that_a_cell_sees() -> None:
    flow = _flow(
        "import a, b, c", "a = 1\ndef f(): ...\ndef g(): ...", "def f(x): ...\ndel g, b", ""
    )

    assert flow.imports("3") == {"c": Import("c", "c", None, "c")}
    assert {name: found.signature for name, (_, found) in flow.definitions("3").items()} == {
        "f": "def f(x)"
    }
    assert flow.definitions("3")["f"][0] == "2"
    assert flow.opaque("3") is False


def test_only_changed_cells_are_parsed_again() -> None:
    document = _document("a = 1", "b = 1", "c = 1")
    flow = Dataflow()
    assert flow.update(document) == {"0", "1", "2"}
    kept = flow.facts("0")

    assert flow.update(document) == set()
    assert flow.update(document.synced([Cell("1", "code", "d = 1", 1)], ["2", "1", "0"])) == {"1"}
    assert flow.facts("0") is kept
    assert flow.facts("1").defines == {"d"}
    assert flow.update(replace(document, cells=document.cells[:1])) == set()
    assert flow.facts("1") is NO_FACTS


def test_another_language_has_no_facts() -> None:
    flow = _flow("a = 1")
    assert flow.update(replace(_document("a = 1"), language="julia")) == {"0"}

    assert flow.visible_names() == set()


notebooks = st.lists(texts, min_size=1, max_size=5)


@given(notebooks, edits(), st.data())
def test_incremental_is_equal_to_full(
    sources: list[str], edit: tuple[str, str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(sources) - 1))
    before = _document(*sources[:at], edit[0], *sources[at + 1 :])
    after = _document(*sources[:at], edit[1], *sources[at + 1 :])
    flow, fresh = Dataflow(), Dataflow()
    flow.update(before)
    flow.update(after)
    fresh.update(after)

    assert [flow.facts(cell.id) for cell in after.cells] == [
        fresh.facts(cell.id) for cell in after.cells
    ]


@given(
    notebooks,
    st.dictionaries(st.integers(0, 4), st.integers(1, 5)),
    st.sampled_from(["0", "1", "x", None]),
)
def test_any_notebook(sources: list[str], ran: dict[int, int], active: str | None) -> None:
    flow = _flow(*sources, ran=ran)
    order = flow.order(active)
    visible = flow.visible_names(active)

    assert active not in order
    assert len(set(order)) == len(order)
    assert set(flow.slice(visible, active)) <= set(order)
    assert flow.imports(active).keys() <= visible
    assert {name for name, _ in flow.definitions(active).items()} <= visible
    assert set(flow.defining_cells(visible, active).values()) <= {*order}
