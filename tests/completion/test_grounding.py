"""Only what exists is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_codeintel.completion.grounding import Ground, Grounding
from jupyter_codeintel.completion.port import NoKernels
from jupyter_codeintel.completion.situation import observe
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.nearest import nearest
from jupyter_codeintel.context.notebook import Cell, Document
from tests.completion.fake_kernels import FakeKernels


def _ground(prefix: str, suffix: str = "", *, kernel: str | None = "k", above: str = "") -> Ground:
    cells = (Cell("a", "code", above, 1, executed_source=above), Cell("c", "code", ""))
    document = Document("a.ipynb", cells=cells, kernel=kernel)
    flow = Dataflow()
    flow.update(document)
    return Ground(document, flow, "c", prefix, suffix, observe(prefix, suffix, "auto"))


@pytest.mark.parametrize(
    ("prefix", "text", "shown"),
    [
        ("", "df.head()", "df.head()"),
        ("", "dg.head()", ""),
        ("", "print(len(str(n)))", "print(len(str(n)))"),
        ("", "unknown + 1", ""),
        ("df.", "heads()", "head()"),
        ("df.he", "ads()", "ad()"),
        ("df.", "transmogrify()", ""),
        ("df['", "price']", "Price']"),
        ("df[", "'zip_code'].mean()", "'zip code'].mean()"),
        ("df['", "country']", ""),
        ("df['", "owners']", ""),
        ("df[", '"owners"]', '"owner\'s"]'),
        ("df['", "Price'] = 1", "Price'] = 1"),
        ("df['", "new'] = 1", "new'] = 1"),
        ("df['new'] = 1\n", "df['new'].sum()", "df['new'].sum()"),
        ("df.", "groupby('Prize').mean()", "groupby('Price').mean()"),
        ("df.", "groupby('country').mean()", ""),
        ("df.", "sort_values(by=['Price', 'zip code'])", "sort_values(by=['Price', 'zip code'])"),
        ("df[[", "'Price', 'age']]", ""),
        ("np.", "anything(1)", "anything(1)"),
        ("for row in range(3):\n    ", "print(row)", "print(row)"),
        ("df = load()\n", "df.transmogrify()", "df.transmogrify()"),
        ("", "x = n\ny = nn", "x = n"),
        ("from m import *\n", "whatever()", "whatever()"),
        ("", "lambda q: q + n", "lambda q: q + n"),
    ],
)  # fmt: skip
async def test_what_is_shown_exists_or_is_mended(prefix: str, text: str, shown: str) -> None:
    ground = _ground(prefix, above="load = print\n")

    assert await Grounding(FakeKernels()).grounded(text, ground) == shown


@pytest.mark.parametrize(("text", "shown"), [("price", "Price"), ('price"]', 'Price"]')])
async def test_quotes_that_the_editor_closed(text: str, shown: str) -> None:
    ground = replace(_ground('df["'), rest="", place=observe('df["', '"]', "auto"))

    assert await Grounding(FakeKernels()).grounded(text, ground) == shown


async def test_what_is_bound_further_down_counts() -> None:
    ground = _ground("def f():\n    return ", "\n\n\nlater = 1\n")

    assert await Grounding(FakeKernels()).grounded("later", ground) == "later"


async def test_what_the_person_wrote_is_not_judged() -> None:
    ground = _ground("unknown_thing.", "")

    assert await Grounding(FakeKernels()).grounded("head()", ground) == "head()"


async def test_without_a_kernel_the_text_of_the_notebook_decides() -> None:
    ground = _ground("", kernel=None, above="value = 1\n")
    grounding = Grounding(NoKernels())

    assert await grounding.grounded("value + 1", ground) == "value + 1"
    assert await grounding.grounded("values + 1", ground) == "value + 1"
    assert await grounding.grounded("missing + 1", ground) == ""
    assert await grounding.grounded("value.anything", ground) == "value.anything"


async def test_a_cell_edited_since_it_ran_tells_nothing_of_its_live_values() -> None:
    cells = (
        Cell("a", "code", "df = other()", 1, executed_source="df = load()"),
        Cell("c", "code", ""),
    )
    document = Document("a.ipynb", cells=cells, kernel="k")
    flow = Dataflow()
    flow.update(document)
    kernels = FakeKernels()
    ground = Ground(document, flow, "c", "df.", "", observe("df.", "", "auto"))

    assert await Grounding(kernels).grounded("transmogrify()", ground) == "transmogrify()"
    assert kernels.asked == []


async def test_the_beginning_of_a_text_is_judged_by_what_is_complete() -> None:
    grounding = Grounding(FakeKernels())
    ground = _ground("")

    assert await grounding.holds("n + unkn", ground)
    assert not await grounding.holds("unknown + n", ground)


@pytest.mark.parametrize(
    ("wrong", "real", "found"),
    [
        ("price", ["Price", "prices"], "Price"),
        ("value_count", ["value_counts", "values"], "value_counts"),
        ("zipcode", ["zip code", "zip"], "zip code"),
        ("ab", ["abc", "abd"], None),
        ("x", ["y"], None),
        ("A", ["a", "a "], None),
        ("head", ["_head"], None),
        ("temps_c", ["temps_f"], None),
    ],
)
def test_only_one_can_be_nearest(wrong: str, real: list[str], found: str | None) -> None:
    assert nearest(wrong, real) == found
