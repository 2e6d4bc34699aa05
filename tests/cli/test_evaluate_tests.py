"""``jupyter codeintel evaluate tests`` from its words to its files, with real kernels."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jupyter_codeintel.cli import evaluate_tests
from jupyter_codeintel.cli.main import main
from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings

ITEM = {
    "task_id": "SingleLineInfilling/HumanEval/7/L0",
    "prompt": "def share(part, whole):\n    '''Like share(1, 2) == 0.5'''\n",
    "canonical_solution": "    return part / whole\n",
    "suffix": "",
    "entry_point": "share",
    "test": "",
}
ANSWER = "```python\nhalf = 0.5\nassert share(1, 1) == 1\nassert share(0, 3) == half\n```"


@dataclass
class Writer:
    """Answers each request with the same assertions."""

    requests: list[str] = field(default_factory=list)

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        assert isinstance(request.prompt, tuple)
        self.requests.append(request.prompt[-1]["content"])
        yield Chunk(0, ANSWER)
        yield Chunk(0, "", "stop", Timings(90, 80, 10, 20, 0.0, 1.0, 2.0))

    async def warm(self, request: GenerationRequest) -> Timings | None:
        return None


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, data_dir: Path, jupyter_dirs: Path) -> Writer:
    fake = Writer()

    @asynccontextmanager
    async def ready_engine(model: Path) -> AsyncIterator[Writer]:
        yield fake

    monkeypatch.setattr(evaluate_tests, "ready_engine", ready_engine)
    monkeypatch.setattr(evaluate_tests, "resolve_model", lambda _: Path("some.gguf"))
    return fake


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    suite = tmp_path / "suite.jsonl"
    suite.write_text(json.dumps(ITEM) + "\n")
    return ["evaluate", "tests", str(suite)]


def test_it_asks_tries_prints_and_writes(
    engine: Writer,
    words: list[str],
    tmp_path: Path,
    data_dir: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "figures.json"
    assert main([*words, "--json", str(out)]) == 0

    figures = json.loads(out.read_text())
    assert figures["verdicts"] == {"differs": 1, "passed": 2}
    assert figures["functions"]["3 or more hold, none fails"]["hits"] == 1
    assert figures["asserts"]["of those that hold, notice a mutant"]["hits"] == 3
    assert figures["mutants"]["mean"] == 1.0
    assert "3 of   3" in capsys.readouterr().out
    (line,) = (data_dir / "evaluation" / "tests-some-0.jsonl").read_text().splitlines()[1:]
    told = [(one["source"], one["detail"], one["caught"]) for one in json.loads(line)["tried"]]
    assert told == [
        ("assert share(1, 2) == 0.5", "an example of the docstring", [0, 1]),
        ("assert share(1, 1) == 1", "", [0]),
        ("assert share(0, 3) == 0.0", "this comes out; the model expected half", [0]),
    ]


def test_a_second_run_asks_nothing_again_unless_afresh(engine: Writer, words: list[str]) -> None:
    assert main(words) == 0
    assert main(words) == 0
    assert len(engine.requests) == 1
    assert main([*words, "--fresh"]) == 0
    assert len(engine.requests) == 2
