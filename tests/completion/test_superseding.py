"""A request supersedes the one before; the engine stops, or goes on for both."""

from __future__ import annotations

import asyncio

from jupyter_codeintel.completion.requests import Suggestion
from tests.completion.asking import Open, answers, at, settle
from tests.completion.fake_engine import TIMINGS, FakeEngine


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
    engine = FakeEngine("import numpy as np", gated=True)
    suggestions = open_session(engine).complete(at("import "))
    engine.release(2)
    await anext(suggestions)

    await suggestions.aclose()
    await settle()

    assert engine.aborted == 1
