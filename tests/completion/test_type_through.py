"""Answers without a model call: type-through, and looking ahead."""

from __future__ import annotations

import asyncio

from jupyter_codeintel.completion.requests import Suggestion
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.engine.generation import Priority
from tests.completion.asking import Open, answers, at, last, settle
from tests.completion.fake_engine import FakeEngine


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

    assert (await last(session, at("x = 1", trigger="invoke", multiline="never"))).source == "none"
    assert len(engine.requests) == 2


async def test_the_accepted_text_is_looked_beyond(open_session: Open) -> None:
    engine = FakeEngine("for x in _y:\n    print(x)\n\nz")
    session = open_session(engine, prefetch=32)
    assert (await last(session, at("for "))).text == "x in _y:"
    await settle()

    assert [r.priority for r in engine.requests] == [Priority.TYPING, Priority.WARM]
    found = await last(session, at("for x in _y:"))
    assert (found.text, found.source) == ("\n    print(x)", "cache")


async def test_looking_ahead_goes_on_along_the_suggestion(open_session: Open) -> None:
    engine = FakeEngine("for x in _y:\n    print(x)\n\nz")
    session = open_session(engine, prefetch=32)
    await last(session, at("for "))
    engine.gated = True
    await settle()
    await last(session, at("for x"))
    await last(session, at("for x i"))

    assert (len(engine.requests), engine.aborted) == (2, 0)


async def test_another_keystroke_ends_looking_ahead(open_session: Open) -> None:
    engine = FakeEngine("for x in _y:\n    print(x)\n\nz", gated=True)
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
    engine = FakeEngine("for x in _y:\n    print(x)\n\nz", gated=True)
    session = open_session(engine, prefetch=32)
    engine.release(4)
    await last(session, at("for "))
    await settle()

    task = asyncio.create_task(answers(session, at("for x in _y:")))
    await settle()
    engine.release(9)

    assert (await task)[-1].text == "\n    print(x)"
    assert len(engine.requests) == 2
