"""Sessions against a scripted engine: what is asked and what is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_codeintel.completion.requests import Suggestion
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.context.fim import Budget
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.errors import EngineUnavailable
from tests.completion.asking import Open, answers, at, last, settle
from tests.completion.fake_engine import TIMINGS, FakeEngine, parts


async def test_text_grows_and_ends_with_timings(open_session: Open) -> None:
    session = open_session(FakeEngine("import numpy as np\nx = 1"))

    found = await answers(session, at("import "))

    assert [s.text for s in found] == ["numpy", "numpy as np"]
    assert found[-1] == Suggestion("numpy as np", done=True, source="model", timings=TIMINGS)


async def test_fim_is_used_when_nothing_follows(open_session: Open) -> None:
    engine = FakeEngine("x = 1")

    await last(open_session(engine), at("x = "))

    assert engine.typing[0].prefix == ""
    assert engine.typing[0].typed == "x = "
    assert engine.typing[0].suffix == ""


async def test_the_suffix_keeps_its_white_space(open_session: Open) -> None:
    engine = FakeEngine("x = 1")

    await last(open_session(engine), at("x = ", "\n\n    y = 2  \n"))

    assert engine.typing[0].suffix == "\n\n    y = 2  \n"


async def test_a_fenced_answer_is_no_suggestion(open_session: Open) -> None:
    session = open_session(FakeEngine(lambda fim: "```python\nx = 1\n```"))

    assert (await last(session, at("# x\n"))).source == "none"


async def test_indentation_is_never_stripped(open_session: Open) -> None:
    session = open_session(FakeEngine("if x:\n    _y\nz"))

    assert (await last(session, at("if x:"))).text == "\n    _y"


async def test_the_last_cell_sees_earlier_cells(open_session: Open) -> None:
    engine = FakeEngine("y = 2")
    session = open_session(engine)
    cells = [Cell("a", "code", "x = 1"), Cell("b", "markdown", "# no"), Cell("c", "code", "")]
    session.memory.sync("a.ipynb", "notebook", "python", cells, ["a", "b", "c"])

    await last(session, at("y = "))

    assert engine.typing[0].prefix == "x = 1\n\n"


async def test_a_long_notebook_stays_within_the_budget(open_session: Open) -> None:
    engine = FakeEngine()
    session = open_session(engine, budget=Budget(200, 50))
    cells = [Cell(f"{n}", "code", f"value_{n} = compute({n})\n" * 5) for n in range(300)]
    cells[150] = Cell("c", "code", "")
    order = [cell.id for cell in cells]
    session.memory.sync("a.ipynb", "notebook", "python", cells, order)

    await last(session, at("y = "))

    assert 300 < len(engine.typing[0].prefix) <= 600
    assert len(engine.typing[0].suffix) <= 150


async def test_auto_closed_brackets_do_not_change_the_prompt(open_session: Open) -> None:
    engine = FakeEngine(lambda fim: "_a)")
    session = open_session(engine)

    first = await last(session, at("f(", ")\nrest"))
    await last(session, at("f((", "))\nrest"))
    await last(session, at("f(('", "'))\nrest"))

    assert first.text == "_a"
    assert {fim.suffix for fim in engine.typing} == {"\nrest"}
    assert {fim.prefix for fim in engine.typing} == {""}


async def test_open_brackets_are_read_on(open_session: Open) -> None:
    engine = FakeEngine("x = _f(\n    _a,\n)\ny = 2")
    session = open_session(engine)

    assert (await last(session, at("x = "))).text == "_f(\n    _a,\n)"
    assert [request.stop for request in engine.requests] == [("\n",), ()]
    # The second request only adds to what the engine has in its cache.
    assert engine.typing[1].typed == "x = _f(\n"


async def test_never_more_than_a_line(open_session: Open) -> None:
    session = open_session(FakeEngine("x = _f(\n    _a,\n)\ny = 2"))

    assert (await last(session, at("x = ", multiline="never"))).text == "_f"


async def test_an_engine_error_reaches_the_reader(open_session: Open) -> None:
    error = EngineUnavailable("no", code="loading", hint="wait")
    session = open_session(FakeEngine(error=error))

    with pytest.raises(EngineUnavailable):
        await answers(session, at("x"))


async def test_warming_up_renders_the_same_prompt(open_session: Open) -> None:
    engine = FakeEngine("x = 1\ny = 2")
    session = open_session(engine)
    session.warm(at("x = 1\n", "\nz"))
    await settle()

    await last(session, at("x = 1\n", "\nz"))

    assert engine.warmed == [parts(engine.requests[0])]


async def test_typing_changes_only_what_was_typed(open_session: Open) -> None:
    engine = FakeEngine(lambda fim: "!")
    session = open_session(engine)
    text = "first = 1\nsecond"

    for end in range(len(text) + 1):
        await last(session, at("x\n" + text[:end], "\n\nrest"))

    assert {(fim.prefix, fim.suffix) for fim in engine.typing} == {("x\n", "\n\nrest")}
    assert [fim.typed for fim in engine.typing] == [text[:n] for n in range(len(text) + 1)]


async def test_latency_is_known_to_the_service() -> None:
    service = CompletionService(FakeEngine("x = 1"))
    session = service.open_session()
    latencies = [service.latency_ms]

    await last(session, at("x = "))

    latencies.append(service.latency_ms)
    assert [latency is None for latency in latencies] == [True, False]
    await service.aclose()


async def test_asked_by_hand_a_complete_line_is_followed_by_the_next(open_session: Open) -> None:
    script = "x = 1\ny = 2\n"

    assert (await last(open_session(FakeEngine(script)), at("x = 1"))).source == "none"
    by_hand = replace(at("x = 1"), trigger="invoke")
    found = await last(open_session(FakeEngine(script)), by_hand)

    assert (found.text, found.source) == ("\ny = 2", "model")


async def test_markdown_is_not_read_as_python(open_session: Open) -> None:
    session = open_session(FakeEngine("The data (see below are old.\nMore."))
    request = at("The data")
    session.memory.sync(
        request.document, "notebook", "python", [Cell(request.cell, "markdown", "The data")], None
    )

    assert (await last(session, request)).text == " (see below are old."
