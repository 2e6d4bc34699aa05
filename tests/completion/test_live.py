"""Completion with a live kernel, and the texts for who asks by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from pathlib import Path as FilePath

import pytest

from jupyter_codeintel.completion.requests import CompletionSettings, Suggestion
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.completion.session import CompletionSession
from jupyter_codeintel.context.modules import LocalModules
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.errors import EngineError
from jupyter_codeintel.namespace import Path, Resolution
from tests.completion.asking import answers, at, last, settle
from tests.completion.fake_engine import TIMINGS, FakeEngine
from tests.completion.fake_kernels import FRAME, FakeKernels

CELLS = [Cell("a", "code", "df = load()", 1), Cell("c", "code", "")]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(lambda fim: "'price'].mean()")


@pytest.fixture
def kernels() -> FakeKernels:
    return FakeKernels()


@pytest.fixture
async def session(engine: FakeEngine, kernels: FakeKernels) -> AsyncIterator[CompletionSession]:
    settings = CompletionSettings(prefetch_tokens=0, alternatives=0)
    service = CompletionService(engine, settings, kernels)
    session = service.open_session()
    session.sync("a.ipynb", "notebook", "python", CELLS, ["a", "c"], "k")
    yield session
    await service.aclose()


async def test_live_columns_are_in_the_prompt_and_mend_the_answer(
    session: CompletionSession, engine: FakeEngine
) -> None:
    found = await last(session, at("df["))

    assert "df: DataFrame with 3 rows, columns ['Price', 'zip code']" in engine.typing[0].prefix
    assert found.text == "'Price'].mean()"


async def test_what_the_editor_closed_does_not_stand_in_the_way(
    session: CompletionSession,
) -> None:
    assert (await last(session, at("df[", "]"))).text == "'Price'"


async def test_what_was_remembered_is_checked_too(
    session: CompletionSession, engine: FakeEngine
) -> None:
    await last(session, at("df["))
    again = await last(session, at("df["))

    assert (again.text, again.source) == ("'Price'].mean()", "cache")
    assert len(engine.requests) == 1


async def test_typing_other_names_leaves_the_prompt_as_it_is(
    session: CompletionSession, engine: FakeEngine
) -> None:
    for prefix in ("d", "df[", "df[n", "df[n] + np"):
        await answers(session, at(prefix))

    assert len({fim.prefix for fim in engine.typing}) == 1


async def test_an_execution_makes_the_kernel_be_looked_into_and_the_prompt_new(
    session: CompletionSession, engine: FakeEngine, kernels: FakeKernels
) -> None:
    await answers(session, at("df["))
    assert kernels.refreshes == ["k"]
    kernels.variables["df"] = replace(FRAME, columns=(("weight", "float64"),))
    ran = Cell("a", "code", "df = load()", 2)
    session.sync("a.ipynb", "notebook", "python", [ran], None, "k")
    await settle()
    await answers(session, at("df[we"))

    assert kernels.refreshes[1:] == ["k"]  # one look serves the warm-up too
    assert "columns ['weight']" in engine.warmed[-1].prefix
    assert engine.typing[-1].prefix == engine.warmed[-1].prefix


async def test_a_cell_that_begins_to_run_has_nothing_new(
    session: CompletionSession, kernels: FakeKernels
) -> None:
    await answers(session, at("df["))
    session.sync("a.ipynb", "notebook", "python", [Cell("a", "code", "df = load()")], None, "k")
    await settle()

    assert kernels.refreshes == ["k"]


async def test_other_texts_for_who_asks_by_hand(kernels: FakeKernels) -> None:
    texts = iter(["n + 1", "n + 1", "n + 2", "missing"])
    engine = FakeEngine(lambda fim: next(texts))
    settings = CompletionSettings(prefetch_tokens=0, alternatives=3)
    service = CompletionService(engine, settings, kernels)
    session = service.open_session()
    session.sync("a.ipynb", "notebook", "python", CELLS, ["a", "c"], "k")

    found = await last(session, at("x = ", trigger="invoke"))

    assert (found.text, found.alternatives) == ("n + 1", ("n + 2",))
    assert engine.requests[-1].n == 3
    await service.aclose()


async def test_another_text_takes_the_place_of_one_that_does_not_hold(
    kernels: FakeKernels,
) -> None:
    texts = iter(["missing_thing(n)", "other_thing(n)", "n + 2"])
    engine = FakeEngine(lambda fim: next(texts))
    settings = CompletionSettings(prefetch_tokens=0, alternatives=2)
    service = CompletionService(engine, settings, kernels)
    session = service.open_session()
    session.sync("a.ipynb", "notebook", "python", CELLS, ["a", "c"], "k")

    assert (await last(session, at("x = "))).text == "n + 2"
    await service.aclose()


async def test_files_beside_the_notebook_are_told(engine: FakeEngine, tmp_path: FilePath) -> None:
    (tmp_path / "sub").mkdir()
    source = 'def tidy(table, *, drop=True):\n    """Sort it."""\n'
    (tmp_path / "sub" / "helpers.py").write_text(source)
    settings = CompletionSettings(prefetch_tokens=0, modules=LocalModules(tmp_path))
    service = CompletionService(engine, settings)
    session = service.open_session()
    cells = [Cell("a", "code", "from helpers import tidy"), Cell("c", "code", "")]
    path = "notebook:sub/a.ipynb"
    session.sync(path, "notebook", "python", cells, ["a", "c"])
    session.warm(at("tidy(", document=path))
    for _ in range(500):
        if engine.warmed:
            break
        await asyncio.sleep(0.01)

    assert engine.warmed[0].prefix.startswith(
        'def tidy(table, *, drop=True):\n    """Sort it."""\n\nfrom helpers'
    )
    await service.aclose()


async def test_a_generation_that_ends_during_a_check_is_shown_whole(
    session: CompletionSession, kernels: FakeKernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = kernels.resolve

    async def slowly(kernel_id: str, paths: Iterable[Path]) -> Mapping[Path, Resolution]:
        await settle()
        return await resolve(kernel_id, paths)

    monkeypatch.setattr(kernels, "resolve", slowly)
    found = await answers(session, at("df["))

    assert found[-1] == Suggestion("'Price'].mean()", True, "model", TIMINGS)


async def test_an_engine_that_cannot_write_several_texts_still_serves(
    kernels: FakeKernels,
) -> None:
    engine = FakeEngine(lambda fim: "n + 1")
    service = CompletionService(engine, CompletionSettings(prefetch_tokens=0), kernels)
    session = service.open_session()
    session.sync("a.ipynb", "notebook", "python", CELLS, ["a", "c"], "k")
    await last(session, at("x = "))
    engine.error = EngineError("only one at a time", code="cut_off")

    found = await last(session, at("x = ", trigger="invoke"))

    assert (found.text, found.alternatives) == ("n + 1", ())
    await service.aclose()
