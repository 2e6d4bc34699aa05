"""Sessions against a scripted engine: superseding, type-through, adoption, prefetch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from jupyter_codeintel.completion.requests import (
    CompletionRequest,
    CompletionSettings,
    Suggestion,
)
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.completion.session import CompletionSession
from jupyter_codeintel.context.fim import Budget
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.engine.generation import Priority
from jupyter_codeintel.errors import EngineUnavailable
from tests.completion.fake_engine import TIMINGS, FakeEngine, parts

Open = Callable[..., CompletionSession]


@pytest.fixture
async def open_session() -> AsyncIterator[Open]:
    """Return a function that opens a session on an engine; without prefetch unless asked."""
    services: list[CompletionService] = []

    def opened(engine: FakeEngine, prefetch: int = 0, **settings: object) -> CompletionSession:
        chosen = CompletionSettings(prefetch_tokens=prefetch, **settings)  # type: ignore[arg-type]
        services.append(CompletionService(engine, chosen))
        return services[-1].open_session()

    yield opened
    for service in services:
        await service.aclose()


def at(prefix: str, suffix: str = "", number: int = 1, **options: object) -> CompletionRequest:
    return replace(
        CompletionRequest(number, "a.ipynb", "c", prefix, suffix),
        **options,  # type: ignore[arg-type]
    )


async def answers(session: CompletionSession, request: CompletionRequest) -> list[Suggestion]:
    return [suggestion async for suggestion in session.complete(request)]


async def last(session: CompletionSession, request: CompletionRequest) -> Suggestion:
    found = await answers(session, request)
    assert [suggestion.done for suggestion in found] == [False] * (len(found) - 1) + [True]
    return found[-1]


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_text_grows_and_ends_with_timings(open_session: Open) -> None:
    session = open_session(FakeEngine("import numpy as np\nx = 1"))

    found = await answers(session, at("import "))

    assert [s.text for s in found] == ["nump", "numpy as", "numpy as np", "numpy as np"]
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
    session = open_session(FakeEngine("if x:\n    y\nz"))

    assert (await last(session, at("if x:"))).text == "\n    y"


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


async def test_typing_what_was_predicted_asks_no_model(open_session: Open) -> None:
    line = "import numpy as np"
    engine = FakeEngine(line)
    session = open_session(engine)
    await last(session, at("import "))

    for typed in ("import n", "import nump", "import numpy as n"):
        found = await answers(session, at(typed))
        assert found == [Suggestion(line[len(typed) :], done=True, source="cache")]
    # The line is finished: this is known, too.
    assert (await last(session, at("import numpy as np"))).source == "none"
    assert len(engine.requests) == 1


async def test_a_prediction_is_for_its_suffix_alone(open_session: Open) -> None:
    engine = FakeEngine("import numpy as np")
    session = open_session(engine)
    await last(session, at("import "))

    assert (await last(session, at("import n", "\nrest()"))).source == "model"
    assert len(engine.requests) == 2


async def test_a_change_in_another_cell_makes_predictions_stale(open_session: Open) -> None:
    engine = FakeEngine(lambda fim: "1")
    session = open_session(engine)
    for source in ("a = 1", "a = 2"):
        session.memory.sync(
            "a.ipynb",
            "notebook",
            "python",
            [Cell("a", "code", source), Cell("c", "code", "")],
            None,
        )
        assert (await last(session, at("x = "))).source == "model"


async def test_an_invoked_request_asks_again_for_nothing(open_session: Open) -> None:
    engine = FakeEngine(lambda fim: "")
    session = open_session(engine)
    await last(session, at("x = 1"))

    assert (await last(session, at("x = 1", trigger="invoke"))).source == "none"
    assert len(engine.requests) == 2


async def test_auto_closed_brackets_do_not_change_the_prompt(open_session: Open) -> None:
    engine = FakeEngine(lambda fim: "a)")
    session = open_session(engine)

    first = await last(session, at("f(", ")\nrest"))
    await last(session, at("f((", "))\nrest"))
    await last(session, at("f(('", "'))\nrest"))

    assert first.text == "a"
    assert {fim.suffix for fim in engine.typing} == {"\nrest"}
    assert {fim.prefix for fim in engine.typing} == {""}


async def test_a_keystroke_off_the_way_aborts_the_engine(open_session: Open) -> None:
    engine = FakeEngine("import numpy as np", gated=True)
    session = open_session(engine)
    first = asyncio.create_task(answers(session, at("import ", number=1)))
    await settle()
    engine.release()
    await settle()

    second = asyncio.create_task(answers(session, at("import p", number=2)))
    await settle()

    assert (await first)[-1].source == "superseded"
    assert engine.aborted == 1
    assert len(engine.requests) == 2
    engine.release(9)
    assert (await second)[-1].source == "none"


async def test_a_keystroke_on_the_way_adopts_the_generation(open_session: Open) -> None:
    engine = FakeEngine("import numpy as np", gated=True)
    session = open_session(engine)
    first = asyncio.create_task(answers(session, at("import ", number=1)))
    await settle()
    engine.release()
    await settle()

    second = asyncio.create_task(answers(session, at("import nu", number=2)))
    await settle()
    engine.release(9)

    assert (await first)[-1].source == "superseded"
    assert (await second)[-1] == Suggestion("mpy as np", True, "model", TIMINGS)
    assert (len(engine.requests), engine.aborted, engine.ended) == (1, 0, 1)


async def test_a_prompt_being_read_is_not_given_up_for_a_keystroke(open_session: Open) -> None:
    """A cold prompt takes seconds: aborted at each keystroke it would never be read."""
    engine = FakeEngine("import numpy as np", gated=True)
    session = open_session(engine)
    first = asyncio.create_task(answers(session, at("import ", number=1)))
    await settle()
    second = asyncio.create_task(answers(session, at("import p", number=2)))
    await settle()

    assert (len(engine.requests), engine.aborted) == (1, 0)
    engine.release()
    await settle()
    assert (len(engine.requests), engine.aborted) == (2, 1)
    engine.release(9)
    await asyncio.gather(first, second)


async def test_of_twenty_fast_keystrokes_one_generation_ends(open_session: Open) -> None:
    line = "total = sum(values)  # "
    engine = FakeEngine(lambda fim: "something else", gated=True)
    session = open_session(engine)
    tasks = []
    for end in range(1, 21):
        tasks.append(asyncio.create_task(answers(session, at(line[:end], number=end))))
        await settle()
        if end % 3 == 0:
            engine.release()
            await settle()
    engine.release(50)
    found = await asyncio.gather(*tasks)

    assert [suggestions[-1].source for suggestions in found[:-1]] == ["superseded"] * 19
    assert found[-1][-1].done
    assert engine.ended == 1
    assert engine.aborted == len(engine.requests) - 1


async def test_cancel_ends_only_the_request_it_names(open_session: Open) -> None:
    engine = FakeEngine("import numpy", gated=True)
    session = open_session(engine)
    task = asyncio.create_task(answers(session, at("import ", number=7)))
    await settle()

    session.cancel(6)
    await settle()
    assert engine.aborted == 0
    session.cancel(7)

    assert (await task)[-1].source == "superseded"
    assert engine.aborted == 1


async def test_cancelled_before_it_began(open_session: Open) -> None:
    engine = FakeEngine("import numpy")
    session = open_session(engine)
    suggestions = session.complete(at("import ", number=7))
    session.cancel(7)

    assert [s.source async for s in suggestions] == ["superseded"]
    assert engine.requests == []


async def test_whoever_stops_reading_ends_the_work(open_session: Open) -> None:
    engine = FakeEngine("import numpy", gated=True)
    suggestions = open_session(engine).complete(at("import "))
    engine.release()
    await anext(suggestions)

    await suggestions.aclose()
    await settle()

    assert engine.aborted == 1


async def test_open_brackets_are_read_on(open_session: Open) -> None:
    engine = FakeEngine("x = f(\n    a,\n)\ny = 2")
    session = open_session(engine)

    assert (await last(session, at("x = "))).text == "f(\n    a,\n)"
    assert [request.stop for request in engine.requests] == [("\n",), ()]
    # The second request only adds to what the engine has in its cache.
    assert engine.typing[1].typed == "x = f(\n"


async def test_never_more_than_a_line(open_session: Open) -> None:
    session = open_session(FakeEngine("x = f(\n    a,\n)\ny = 2"))

    assert (await last(session, at("x = ", multiline="never"))).text == "f"


async def test_the_accepted_text_is_looked_beyond(open_session: Open) -> None:
    engine = FakeEngine("for x in y:\n    print(x)\n\nz")
    session = open_session(engine, prefetch=32)
    assert (await last(session, at("for "))).text == "x in y:"
    await settle()

    assert [r.priority for r in engine.requests] == [Priority.TYPING, Priority.WARM]
    found = await last(session, at("for x in y:"))
    assert (found.text, found.source) == ("\n    print(x)", "cache")


async def test_looking_ahead_goes_on_along_the_suggestion(open_session: Open) -> None:
    engine = FakeEngine("for x in y:\n    print(x)\n\nz")
    session = open_session(engine, prefetch=32)
    await last(session, at("for "))
    engine.gated = True
    await settle()
    await last(session, at("for x"))
    await last(session, at("for x i"))

    assert (len(engine.requests), engine.aborted) == (2, 0)


async def test_another_keystroke_ends_looking_ahead(open_session: Open) -> None:
    engine = FakeEngine("for x in y:\n    print(x)\n\nz", gated=True)
    session = open_session(engine, prefetch=32)
    engine.release(3)
    await last(session, at("for "))
    await settle()
    assert engine.requests[-1].priority is Priority.WARM

    task = asyncio.create_task(answers(session, at("for z")))
    await settle()

    assert engine.aborted == 1
    engine.release(9)
    await task


async def test_an_accepted_look_ahead_is_adopted(open_session: Open) -> None:
    engine = FakeEngine("for x in y:\n    print(x)\n\nz", gated=True)
    session = open_session(engine, prefetch=32)
    engine.release(4)
    await last(session, at("for "))
    await settle()

    task = asyncio.create_task(answers(session, at("for x in y:")))
    await settle()
    engine.release(9)

    assert (await task)[-1].text == "\n    print(x)"
    assert len(engine.requests) == 2


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
