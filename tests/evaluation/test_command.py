"""``jupyter codeintel evaluate`` from its words to its file."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from jupyter_codeintel.cli import evaluate
from jupyter_codeintel.cli.main import build_parser, main
from tests.evaluation.test_infilling import Fixed

SUITE = {
    "task_id": "demo/0",
    "prompt": "def double(number):\n",
    "canonical_solution": "    return number * 2\n",
    "suffix": "",
    "entry_point": "double",
    "test": "def check(candidate):\n    assert candidate(2) == 4\n",
}


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "suite.jsonl"
    path.write_text(json.dumps(SUITE) + "\n")
    return path


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> Fixed:
    fixed = Fixed("    return 2 * number")

    @asynccontextmanager
    async def ready_engine(model: Path) -> AsyncIterator[Fixed]:
        yield fixed

    monkeypatch.setattr(evaluate, "ready_engine", ready_engine)
    monkeypatch.setattr(evaluate, "resolve_model", lambda _: Path("some.gguf"))
    return fixed


def test_infilling_prints_and_writes_its_figures(
    suite: Path, engine: Fixed, tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    words = ["evaluate", "infilling", str(suite), "--cursor", "line-start", "--json", str(out)]
    assert main(words) == 0
    figures = json.loads(out.read_text())
    assert [row["layout"] for row in figures["rows"]] == ["plain", "above"]
    assert [row["passed"]["share"] for row in figures["rows"]] == [1, 1]
    assert [row["exact"]["share"] for row in figures["rows"]] == [0, 0]
    assert figures["settings"] == {"suite": "suite.jsonl", "model": "some", "seed": 0}
    assert "line-start" in capsys.readouterr().out
    answers = data_dir / "evaluation" / "infilling-some-0.jsonl"
    assert len(answers.read_text().splitlines()) == 3


def test_a_second_run_asks_nothing_again(suite: Path, engine: Fixed) -> None:
    assert main(["evaluate", "infilling", str(suite), "--cursor", "line-start"]) == 0
    asked = len(engine.asked)
    assert main(["evaluate", "infilling", str(suite), "--cursor", "line-start"]) == 0
    assert asked == len(engine.asked) == 2


def test_a_suite_that_is_not_there_is_told(
    tmp_path: Path, engine: Fixed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "infilling", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_latency_has_its_options() -> None:
    words = ["evaluate", "latency", "--mode", "slow", "--limit", "2"]
    arguments = build_parser(words).parse_args(words)
    assert (arguments.mode, arguments.limit) == ("slow", 2)
    assert arguments.run is evaluate.run_latency_suite
