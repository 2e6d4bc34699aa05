"""The model acts by itself, on a real kernel."""

from __future__ import annotations

import pytest

from jupyter_codeintel.fix.actions import (
    EditCell,
    FormatError,
    Inspect,
    RunCells,
    SearchText,
    Submit,
    read_action,
)
from jupyter_codeintel.fix.events import Ended, Event, Proposal
from jupyter_codeintel.fix.service import FixService, FixSettings
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from tests.fix.answering_engine import AnsweringEngine, block
from tests.fix.failing import failed

CELLS = ("sizes = [3, 4]", "import math", "length = math.hypot(sizes)")
RIGHT = "length = math.hypot(*sizes)"


def does(action: str) -> str:
    return f"Thought: so be it\nAction: {action}"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (does("run"), RunCells()),
        (does("submit"), Submit()),
        (does("inspect df.shape"), Inspect("df.shape")),
        (does("search read_csv"), SearchText("read_csv")),
        (does(f"edit 2\n{block('x = 1')}"), EditCell(2, "x = 1")),
        ("Action: run", RunCells()),
    ],
)
def test_actions_are_read(text: str, action: object) -> None:
    assert read_action(text) == action


@pytest.mark.parametrize("text", ["I think so", does("fly"), does("edit two"), does("inspect")])
def test_what_is_no_action_is_said(text: str) -> None:
    with pytest.raises(FormatError):
        read_action(text)


async def acted(
    runner: Runner, trials: KernelTrials, *answers: str
) -> tuple[list[Event], list[str]]:
    """Return the events of a fix, and what the model was told after each answer."""
    request = await failed(runner, *CELLS)
    engine = AnsweringEngine(answers)
    settings = FixSettings(strategy="agent", max_tokens=10 * len(answers))
    fix = FixService(engine, trials, runner.live, settings).fix(request)
    return [event async for event in fix.events()], engine.asked


async def test_it_edits_runs_and_submits(runner: Runner, trials: KernelTrials) -> None:
    events, told = await acted(
        runner, trials, does(f"edit 3\n{block(RIGHT)}"), does("run"), does("submit")
    )
    proposal = events[-1]
    assert isinstance(proposal, Proposal)
    assert [(edit.cell, edit.after) for edit in proposal.edits] == [("c2", RIGHT)]
    assert proposal.kind == "agent"
    assert "Cell 3 fails:" in told[0]
    assert told[1] == "Observation:\nCell 3 is changed. Run it."
    assert told[2].startswith("Observation:\nIt runs.")


async def test_it_observes(runner: Runner, trials: KernelTrials) -> None:
    events, told = await acted(
        runner,
        trials,
        does("inspect len(sizes)"),
        does("inspect sizes.shape"),
        does("search HYPOT"),
        does("search nowhere"),
        does("edit 9\n" + block("x")),
        does("run"),
        "what now?",
        does("submit"),
    )
    assert told[1] == "Observation:\n2"
    assert "AttributeError" in told[2]
    assert told[3] == "Observation:\ncell 3, line 1: length = math.hypot(sizes)"
    assert told[4] == "Observation:\nno line contains that"
    assert "no cell 9" in told[5]
    assert "edit a cell first" in told[6]
    assert "That was no action." in told[7]
    assert isinstance(events[-1], Ended)


async def test_a_failed_run_shows_the_new_error(runner: Runner, trials: KernelTrials) -> None:
    _, told = await acted(
        runner, trials, does(f"edit 3\n{block('length = hypot(*sizes)')}"), does("run"), does("run")
    )
    assert "NameError: name 'hypot' is not defined" in told[2]


async def test_the_limit_ends_it(runner: Runner, trials: KernelTrials) -> None:
    events, told = await acted(runner, trials, does("search sizes"), does("search sizes"))
    end = events[-1]
    assert isinstance(end, Ended)
    assert "20 tokens" in end.text
    assert len(told) == 2
