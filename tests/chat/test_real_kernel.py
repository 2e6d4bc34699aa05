"""Commands that try code, on copies of a real kernel's state."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.events import Assertion, CellEdit, ChatEvent, Note, Sending
from jupyter_codeintel.chat.preparing import Question
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials
from tests.chat.fake_engine import FakeEngine

CELLS = (
    "import pandas as pd\nn = 20_000",
    "def share(part, whole):\n    return part / whole",
    "squares = []\nfor i in range(n):\n    squares.append(i * i)",
    "table = pd.DataFrame({'a': squares})\nhalf = share(1, 2)",
)


@pytest.fixture
async def runner(tmp_path: Path, jupyter_dirs: Path) -> AsyncIterator[Runner]:
    async with started_kernel(tmp_path) as started:
        for source in CELLS:
            assert (await started.execute(source, 60)).status == "ok"
        yield started


@pytest.fixture
async def trials(runner: Runner) -> AsyncIterator[KernelTrials]:
    made = KernelTrials(runner)
    yield made
    await made.aclose()


def scene(active: int) -> Scene:
    cells = tuple(Cell(f"c{n}", "code", text, n, None, text) for n, text in enumerate(CELLS, 1))
    document = Document("a.ipynb", cells=cells, kernel=Runner.kernel_id)
    flow = Dataflow()
    flow.update(document)
    return Scene(document, flow, f"c{active}")


async def answered(
    runner: Runner, trials: KernelTrials, folder: Path, text: str, answer: str, active: int
) -> list[ChatEvent]:
    store = ConversationStore(folder / "chat")
    service = ChatService(FakeEngine([answer]), store, trials=trials, kernels=runner.live)
    return [event async for event in service.ask(None, Question(text, scene(active)))]


async def test_live_variables_are_told(
    runner: Runner, trials: KernelTrials, tmp_path: Path
) -> None:
    events = await answered(runner, trials, tmp_path, "Which columns has table?", "a", 4)

    assert isinstance(events[0], Sending)
    assert "variable:table" in {chip.id for chip in events[0].chips}


async def test_assertions_are_tried_and_the_kernel_stays_as_it_was(
    runner: Runner, trials: KernelTrials, tmp_path: Path
) -> None:
    answer = (
        "```python\nassert share(1, 4) == 0.25\nassert share(1, 4) == 4\n"
        "assert share(1, 0) == 0\nassert share(globals().pop('n'), 1)\n"
        "assert share(missing, 1)\nassert share(1) == 1\nassert share(1, '2') == 1\n```"
    )
    events = await answered(runner, trials, tmp_path, "/test share", answer, 2)

    found = [(one.verdict, one.detail) for one in events if isinstance(one, Assertion)]
    missing = "share() missing 1 required positional argument: 'whole'"
    assert found == [
        ("passed", ""),
        ("differs", "this comes out; the model expected 4"),
        ("failed", "ZeroDivisionError: division by zero"),
        ("passed", ""),
        ("inconclusive", "NameError: name 'missing' is not defined"),
        ("inconclusive", f"TypeError: {missing}"),
        ("failed", "TypeError: unsupported operand type(s) for /: 'int' and 'str'"),
    ]
    assert (await runner.execute("assert n == 20_000", 30)).status == "ok"


async def test_a_rewrite_is_offered_with_its_times_when_its_results_are_equal(
    runner: Runner, trials: KernelTrials, tmp_path: Path
) -> None:
    answer = "```python\nsquares = [i * i for i in range(n)]\n```"
    events = await answered(runner, trials, tmp_path, "/optimize", answer, 3)

    (edit,) = [event for event in events if isinstance(event, CellEdit)]
    assert (edit.cell, edit.equal, edit.reasons) == ("c3", True, ())
    assert edit.before_ms is not None
    assert edit.after_ms is not None


async def test_a_rewrite_with_other_results_is_not_offered(
    runner: Runner, trials: KernelTrials, tmp_path: Path
) -> None:
    answer = "```python\nsquares = [i + i for i in range(n)]\n```"
    events = await answered(runner, trials, tmp_path, "/optimize", answer, 3)

    assert not [event for event in events if isinstance(event, CellEdit)]
    (note,) = [event for event in events if isinstance(event, Note)]
    assert "`squares` differs" in note.text


async def test_a_function_is_compared_by_its_callers(
    runner: Runner, trials: KernelTrials, tmp_path: Path
) -> None:
    good = "```python\ndef share(part, whole):\n    return part * (1 / whole)\n```"
    bad = "```python\ndef share(part, whole):\n    return whole / part\n```"
    offered = await answered(runner, trials, tmp_path, "/optimize", good, 2)
    refused = await answered(runner, trials, tmp_path, "/optimize", bad, 2)

    (edit,) = [event for event in offered if isinstance(event, CellEdit)]
    assert edit.equal is True
    assert not [event for event in refused if isinstance(event, CellEdit)]
