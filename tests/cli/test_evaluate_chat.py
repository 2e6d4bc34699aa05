"""``jupyter codeintel evaluate chat`` from its words to its files, with real kernels."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jupyter_codeintel.cli import evaluate_chat
from jupyter_codeintel.cli.main import main
from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings

WORDS = ["evaluate", "chat", "--notebook", "chess_league"]


@dataclass
class Finder:
    """Answers with the lines of the prompt that the question's names stand in."""

    requests: list[str] = field(default_factory=list)

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        assert isinstance(request.prompt, tuple)
        text = request.prompt[-1]["content"]
        self.requests.append(text)
        told, _, question = text.rpartition("</notebook>")
        names = [word.strip("?,.") for word in question.split() if "_" in word or word == "update"]
        found = [line for line in told.splitlines() if any(name in line for name in names)]
        best = [line for line in found if "(defined in" in line] or found
        yield Chunk(0, best[-1] if best else "I do not know.")
        yield Chunk(0, "", "stop", Timings(len(text), 1, 0, 1, 0.0, 1.0, 2.0))

    async def warm(self, request: GenerationRequest) -> Timings | None:
        return None


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, data_dir: Path, jupyter_dirs: Path) -> Finder:
    fake = Finder()

    @asynccontextmanager
    async def ready_engine(model: Path) -> AsyncIterator[Finder]:
        yield fake

    monkeypatch.setattr(evaluate_chat, "ready_engine", ready_engine)
    monkeypatch.setattr(evaluate_chat, "resolve_model", lambda _: Path("some.gguf"))
    return fake


def test_it_asks_checks_prints_and_writes(
    engine: Finder, tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    assert main([*WORDS, "--json", str(out)]) == 0

    figures = json.loads(out.read_text())
    rows = {(row["kind"], row["condition"]): row for row in figures["rows"]}
    assert rows["all", "context"]["right"]["hits"] == 3
    assert rows["all", "bare"]["right"]["hits"] == 0
    assert figures["bare_context"]["only_second"] == 3
    assert rows["all", "bare"]["prompt_tokens"] < rows["all", "context"]["prompt_tokens"]
    assert "only context 3" in capsys.readouterr().out
    log = data_dir / "evaluation" / "chat-some.jsonl"
    assert len(log.read_text().splitlines()) == 7


def test_a_second_run_asks_nothing_again_unless_afresh(engine: Finder) -> None:
    words = [*WORDS, "--condition", "bare"]
    assert main(words) == 0
    assert main(words) == 0
    assert len(engine.requests) == 3
    assert main([*words, "--fresh"]) == 0
    assert len(engine.requests) == 6
    assert all("<notebook>" not in request for request in engine.requests)


def test_an_unknown_notebook_is_told(engine: Finder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "chat", "--notebook", "none"]) == 1
    assert "bakery_sales" in capsys.readouterr().err
