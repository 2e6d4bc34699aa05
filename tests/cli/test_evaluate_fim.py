"""``jupyter codeintel evaluate fim`` from its words to its files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.cli import evaluate_fim
from jupyter_codeintel.cli.main import main
from tests.completion.fake_engine import FakeEngine
from tests.evaluation.notebook_fim.gaps import LINE, REST, write_suite


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    (tmp_path / "gaps").mkdir()
    (tmp_path / "assets").mkdir()
    alone = replace(LINE, id="alone", needs_earlier_cells=False, executed=False)
    return write_suite(tmp_path / "gaps" / "demo.jsonl", LINE, REST, alone)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> FakeEngine:
    fake = FakeEngine(lambda fim: "deepest = max(depths.values())")

    @asynccontextmanager
    async def ready_engine(model: Path) -> AsyncIterator[FakeEngine]:
        yield fake

    monkeypatch.setattr(evaluate_fim, "ready_engine", ready_engine)
    monkeypatch.setattr(evaluate_fim, "resolve_model", lambda _: Path("some.gguf"))
    return fake


def test_it_fills_judges_prints_and_writes(
    suite: Path,
    engine: FakeEngine,
    tmp_path: Path,
    data_dir: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "figures.json"
    assert main(["evaluate", "fim", str(suite), "--condition", "cell", "--json", str(out)]) == 0
    figures = json.loads(out.read_text())
    assert figures["settings"]["suite"] == "demo"
    assert figures["settings"]["model"] == "some"
    rows = {row["group"]: row for row in figures["rows"]}
    assert (rows["line"]["exact"]["hits"], rows["line"]["exact"]["total"]) == (2, 2)
    # "len(deepest = max(...))" has no such names, but it does not parse either.
    assert (rows["rest"]["exact"]["hits"], rows["rest"]["parses"]["hits"]) == (0, 0)
    assert figures["precision"][0]["names_exist"]["hits"] == 1
    assert figures["precision"][0]["not_judged"] == 1
    captured = capsys.readouterr()
    assert "exact match" in captured.out
    assert "gap 3 of 3" in captured.err
    folder = data_dir / "evaluation"
    assert len((folder / "fim-demo-some.jsonl").read_text().splitlines()) == 4
    assert len((folder / "fim-demo-some.verdicts.jsonl").read_text().splitlines()) == 3


def test_a_second_run_asks_nothing_again_unless_afresh(
    suite: Path, engine: FakeEngine, tmp_path: Path
) -> None:
    words = ["evaluate", "fim", str(suite), "--results", str(tmp_path / "here.jsonl")]
    words += ["--condition", "cell", "--condition", "joined", "--no-judge"]
    assert main(words) == 0
    assert main(words) == 0
    assert len(engine.requests) == 6
    assert main([*words, "--fresh"]) == 0
    assert len(engine.requests) == 12


def test_the_report_is_about_what_was_asked_for(
    suite: Path, engine: FakeEngine, tmp_path: Path
) -> None:
    words = ["evaluate", "fim", str(suite), "--no-judge", "--json", str(tmp_path / "out.json")]
    assert main([*words, "--condition", "cell"]) == 0
    assert main([*words, "--condition", "joined", "--kind", "line", "--needs-earlier"]) == 0
    figures = json.loads((tmp_path / "out.json").read_text())
    assert {row["condition"] for row in figures["rows"]} == {"joined"}
    assert [row["exact"]["total"] for row in figures["rows"]] == [1, 1, 1]


def test_answers_of_another_suite_are_not_mixed_in(
    suite: Path, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", "fim", str(suite), "--condition", "cell", "--no-judge"]
    assert main(words) == 0
    write_suite(suite, REST)
    assert main(words) == 1
    assert "another run" in capsys.readouterr().err


def test_a_bad_suite_is_told(
    tmp_path: Path, engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n")
    assert main(["evaluate", "fim", str(tmp_path / "bad.jsonl")]) == 1
    assert "line 1: the field 'id' is missing" in capsys.readouterr().err


def test_without_a_path_the_shipped_suite_is_measured_with_and_without_a_kernel(
    engine: FakeEngine, tmp_path: Path, jupyter_dirs: Path
) -> None:
    out = tmp_path / "out.json"
    words = ["evaluate", "fim", "--limit", "2", "--kind", "line", "--live", "--json", str(out)]
    assert main([*words, "--condition", "static"]) == 0
    figures = json.loads(out.read_text())
    assert figures["settings"]["suite"] == "built-in"
    every = [row for row in figures["rows"] if row["group"] == "all"]
    assert [(row["condition"], row["exact"]["total"]) for row in every] == [
        ("static", 2),
        ("live", 2),
    ]
    (compared,) = [c for c in figures["comparisons"] if c["group"] == "all"]
    assert (compared["first"], compared["second"]) == ("static", "live")
