"""From a failed cell to a proposal, on a real kernel."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.events import Ended, Event, Proposal, Step
from jupyter_codeintel.fix.service import Fix, FixRequest, FixService, FixSettings
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from tests.fix.answering_engine import AnsweringEngine, block
from tests.fix.failing import failed, notebook

MISSPELT = ("prices = [1, 2]", "len(prices)", "total = sum(pirces)")
NUMBERS = "def half(n):\n    return n // '2'"
CALL = "result = half(5)"
RIGHT = "def half(n):\n    return n / 2"
ROUNDED = "def half(n):\n    return n // 2"


def service(
    engine: AnsweringEngine, trials: KernelTrials, runner: Runner, **settings: object
) -> FixService:
    return FixService(engine, trials, runner.live, FixSettings(**settings))  # type: ignore[arg-type]


async def events_of(fix: Fix) -> list[Event]:
    return [event async for event in fix.events()]


async def test_a_rule_is_enough(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, *MISSPELT)
    engine = AnsweringEngine()
    events = await events_of(service(engine, trials, runner).fix(request))
    proposal = events[-1]
    assert isinstance(proposal, Proposal)
    assert (proposal.badge, proposal.origin) == ("verified", "rule")
    assert [(edit.cell, edit.after) for edit in proposal.edits] == [("c2", "total = sum(prices)")]
    assert proposal.run == ("c2",)
    assert proposal.evidence.variables == ("total = 3 (new)",)
    assert engine.requests == []
    assert (await runner.execute("total", 30)).name == "NameError"  # nothing happened to the kernel


async def test_a_name_that_hid_a_function_is_to_be_forgotten(
    runner: Runner, trials: KernelTrials
) -> None:
    request = await failed(runner, "sum = 1 + 2", "both = sum([1, 2])")
    events = await events_of(service(AnsweringEngine(), trials, runner).fix(request))
    proposal = events[-1]
    assert isinstance(proposal, Proposal)
    assert proposal.forget == ("sum",)
    assert proposal.badge == "verified"


async def test_steps_come_first_and_end(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, *MISSPELT)
    events = await events_of(service(AnsweringEngine(), trials, runner).fix(request))
    assert events[0] == Step(1, "reproduce", "Looking at the error")
    ended = {event.number: event.state for event in events if isinstance(event, Step)}
    assert set(ended.values()) == {"done"}


async def test_the_model_corrects_an_earlier_cell(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, NUMBERS, CALL)
    engine = AnsweringEngine([block(CALL), block(RIGHT)])
    fix = service(engine, trials, runner, max_tokens=200).fix(request)
    proposal = (await events_of(fix))[-1]
    assert isinstance(proposal, Proposal)
    assert proposal.origin == "model"
    assert proposal.run == ("c0", "c1")
    assert [edit.cell for edit in proposal.edits] == ["c0"]


async def test_the_model_is_told_what_an_assert_compared(
    runner: Runner, trials: KernelTrials
) -> None:
    request = await failed(runner, "def half(n):\n    return n // 2", "assert half(5) == 2.5")
    engine = AnsweringEngine([block(RIGHT)])
    proposal = (await events_of(service(engine, trials, runner).fix(request)))[-1]
    assert "----> 1 assert half(5) == 2.5\nAssertionError\nhalf(5) gives 2" in engine.asked[0]
    assert isinstance(proposal, Proposal)
    assert (proposal.badge, len(engine.requests)) == ("verified", 1)


async def test_the_model_is_told_what_came_of_its_answer(
    runner: Runner, trials: KernelTrials
) -> None:
    request = await failed(runner, NUMBERS, CALL)
    engine = AnsweringEngine([block("def half(n):\n    return n / two"), block(RIGHT)])
    await events_of(service(engine, trials, runner, max_tokens=20).fix(request))
    assert "NameError: name 'two' is not defined" in engine.asked[1]


async def test_rules_mend_what_the_model_wrote(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, "diagonal = 2 * sqrt2")
    engine = AnsweringEngine([block("diagonal = 2 * math.sqrt(2)")])
    fix = service(engine, trials, runner, max_tokens=10).fix(request)
    proposal = (await events_of(fix))[-1]
    assert isinstance(proposal, Proposal)
    assert proposal.kind.startswith("model:short+")
    assert "import math" in proposal.edits[0].after


async def test_a_model_that_repeats_a_cell_is_asked_in_another_way(
    runner: Runner, trials: KernelTrials
) -> None:
    request = await failed(runner, NUMBERS, CALL)
    engine = AnsweringEngine([block(NUMBERS), block(RIGHT)])
    await events_of(service(engine, trials, runner, max_tokens=20).fix(request))
    assert [len(one.prompt) for one in engine.requests] == [2, 2]  # type: ignore[arg-type]
    assert "Earlier cells" not in engine.asked[0]
    assert engine.asked[0] != engine.asked[1]


async def test_another_is_another(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, NUMBERS, CALL)
    engine = AnsweringEngine([block(RIGHT), block(RIGHT), block(ROUNDED)])
    fix = service(engine, trials, runner, max_tokens=100).fix(request)
    first = (await events_of(fix))[-1]
    second = [event async for event in fix.another()][-1]
    third = [event async for event in fix.another()][-1]
    assert isinstance(first, Proposal)
    assert isinstance(second, Proposal)
    assert {first.edits[0].after, second.edits[0].after} == {RIGHT, ROUNDED}
    assert isinstance(third, Ended)


async def test_a_cell_that_runs_by_now_only_has_to_run(
    runner: Runner, trials: KernelTrials
) -> None:
    request = await failed(runner, "later + 1")
    await runner.execute("later = 1", 30)
    proposal = (await events_of(service(AnsweringEngine(), trials, runner).fix(request)))[-1]
    assert isinstance(proposal, Proposal)
    assert (proposal.badge, proposal.edits, proposal.run) == ("verified", (), ("c0",))


async def test_without_a_kernel_nothing_is_verified(runner: Runner, trials: KernelTrials) -> None:
    request = replace(await failed(runner, NUMBERS, CALL), kernel=None)
    engine = AnsweringEngine([block(RIGHT)])
    proposal = (await events_of(service(engine, trials, runner).fix(request)))[-1]
    assert isinstance(proposal, Proposal)
    assert proposal.badge == "unverified"
    assert proposal.evidence.tier is None
    assert len(engine.requests) == 1  # there is nothing that more answers could be chosen by


async def test_one_fix_at_a_time(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, NUMBERS, CALL)
    fixes = service(AnsweringEngine([block(RIGHT)]), trials, runner)
    async with aclosing(fixes.fix(request).events()) as events:
        await anext(events)
        with pytest.raises(CodeIntelError, match="fix under way"):
            fixes.fix(request)
    assert fixes.fix(request) is not None


async def test_stopping_ends_the_generation(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, NUMBERS, CALL)
    engine = AnsweringEngine(hangs=True)
    fixes = service(engine, trials, runner)

    async def read() -> None:
        await events_of(fixes.fix(request))

    reading = asyncio.create_task(read())
    async with asyncio.timeout(30):
        await engine.was_asked.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert engine.closed == 1
    assert fixes.fix(request) is not None


async def test_what_ran_until_a_stop_is_there(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, NUMBERS, CALL)
    fix = service(AnsweringEngine([block(RIGHT), block("")]), trials, runner).fix(request)
    assert fix.best() is None
    async with aclosing(fix.events()) as events:
        async for event in events:
            if isinstance(event, Step) and event.phase == "try" and event.state == "done":
                break

    found = fix.best()
    assert found is not None
    assert (found.badge, [edit.after for edit in found.edits]) == ("runs", [RIGHT])
    assert fix.best() is None  # it was shown


async def test_the_time_limit_ends_a_search(runner: Runner, trials: KernelTrials) -> None:
    request = await failed(runner, NUMBERS, CALL)
    engine = AnsweringEngine(hangs=True)
    end = (await events_of(service(engine, trials, runner, time_limit_s=2.0).fix(request)))[-1]
    assert isinstance(end, Ended)
    assert end.outcome == "nothing"
    assert "2 seconds" in end.text


async def test_what_fails_in_the_engine_is_told(runner: Runner, trials: KernelTrials) -> None:
    error = CodeIntelError("There is no model", code="no_model", hint="Fetch one.")
    request = await failed(runner, NUMBERS, CALL)
    events = await events_of(service(AnsweringEngine(error=error), trials, runner).fix(request))
    end = events[-1]
    assert isinstance(end, Ended)
    assert end.text == "There is no model. Fetch one."


async def test_an_engine_without_grammars_is_asked_without(
    runner: Runner, trials: KernelTrials
) -> None:
    request = await failed(runner, NUMBERS, CALL)
    engine = AnsweringEngine([block(RIGHT)], takes_grammar=False)
    fix = service(engine, trials, runner, strategy="one-shot").fix(request)
    await events_of(fix)
    assert [one.sampling.grammar for one in engine.requests] == [None]


async def test_it_is_recorded(runner: Runner, trials: KernelTrials, tmp_path: Path) -> None:
    request = await failed(runner, *MISSPELT)
    fixes = FixService(AnsweringEngine(), trials, runner.live, trajectories=tmp_path / "fixes")
    fix = fixes.fix(request)
    await events_of(fix)
    fix.decided(accepted=True)
    (path,) = (tmp_path / "fixes").iterdir()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["event"] for line in lines] == ["start", "attempt", "proposal", "decision"]
    assert [line.get("reward") for line in lines] == [None, 1, None, 1]
    assert "pirces" not in path.read_text()


def test_what_cannot_be_fixed_is_said(runner: Runner, trials: KernelTrials) -> None:
    fixes = service(AnsweringEngine(), trials, runner)
    with pytest.raises(CodeIntelError, match="not in the notebook"):
        fixes.fix(FixRequest(notebook("x"), "gone", None))
    with pytest.raises(CodeIntelError, match="no strategy"):
        service(AnsweringEngine(), trials, runner, strategy="luck").fix(
            FixRequest(notebook("x"), "c0", None)
        )
