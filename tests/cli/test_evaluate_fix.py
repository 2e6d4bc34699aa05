"""``jupyter codeintel evaluate fix`` from its words to its files, with real kernels."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.cli import repairing
from jupyter_codeintel.cli.main import main
from jupyter_codeintel.fix.events import Edit, Ended, Event, Evidence, Proposal
from jupyter_codeintel.fix.request import FixRequest
from tests.cli.fake_fixes import FakeFixes
from tests.evaluation.notebook_fix.failing import EARLIER, TYPO, write_suite

ROTTEN = replace(
    TYPO,
    id="rotten",
    type="data_load",
    cwd="shop",
    cells_broken=("open('new', 'w').close()", "cost = int(open('price.txt').read()) + zero"),
    check="assert cost == 3 and abs(chance - 0.8444) < 1e-3",
    ename="NameError",
)


def _answer(request: FixRequest) -> Event:
    source = next(c.source for c in request.document.cells if c.id == request.cell)
    if "prices" in source:
        edit = Edit("1", source, source.replace("rey", "rye"))
        evidence = Evidence("fork")
        return Proposal("verified", "a typo", (edit,), ("1",), evidence, "rule", "misspelt")
    if "zero" in source:
        after = "import random\nchance = random.random()\n" + source.replace("zero", "0")
        edit = Edit("1", source, after)
        return Proposal("runs", "no zero", (edit,), ("1",), Evidence(None), "model", "traceback")
    return Ended("nothing", "Nothing was found")


@pytest.fixture(autouse=True)
def fixes(monkeypatch: pytest.MonkeyPatch, jupyter_dirs: Path, data_dir: Path) -> FakeFixes:
    fakes = FakeFixes(_answer)
    monkeypatch.setattr(repairing, "FixService", fakes)
    return fakes


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    (tmp_path / "fails").mkdir()
    shop = tmp_path / "assets" / "shop"
    shop.mkdir(parents=True)
    (shop / "price.txt").write_text("3")
    return write_suite(tmp_path / "fails" / "demo.jsonl", TYPO, EARLIER, ROTTEN)


def test_it_repairs_judges_prints_and_writes(
    suite: Path,
    fixes: FakeFixes,
    tmp_path: Path,
    data_dir: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "figures.json"
    words = ["evaluate", "fix", str(suite), "--strategy", "rules", "--json", str(out)]
    assert main(words) == 0
    figures = json.loads(out.read_text())
    assert figures["settings"]["suite"] == "demo"
    assert figures["settings"]["model"] == "none"
    rows = {row["group"]: row for row in figures["rows"]}
    assert (rows["all"]["repaired"]["hits"], rows["all"]["repaired"]["total"]) == (2, 3)
    assert rows["all"]["precision"]["hits"] == rows["all"]["verified"]["hits"] == 1
    assert rows["all"]["lower"]["runs"]["hits"] == 1
    assert rows["bug in an earlier cell"]["repaired"]["hits"] == 0
    assert [request.goal for request in fixes.requests] == ["", "How many there are.", ""]
    assert fixes.requests[0].traceback
    captured = capsys.readouterr()
    assert "notebook 3 of 3" in captured.err
    assert "misspelt 1/1" in captured.out
    assert [p.name for p in (tmp_path / "assets" / "shop").iterdir()] == ["price.txt"]
    lines = (data_dir / "evaluation" / "fix-demo-none.jsonl").read_text().splitlines()
    answers = [json.loads(line) for line in lines[1:]]
    assert [a["verdict"][:6] for a in answers] == ["passed", "raised", "passed"]
    assert [a["ended"] for a in answers] == ["", "Nothing was found", ""]
    assert answers[0]["cells"] == list(TYPO.cells_fixed)
    assert [a["right_cell"] for a in answers] == [True, False, True]


def test_a_second_run_repairs_nothing_again_unless_afresh(
    suite: Path, fixes: FakeFixes, tmp_path: Path
) -> None:
    words = ["evaluate", "fix", str(suite), "--results", str(tmp_path / "here.jsonl")]
    words += ["--strategy", "rules", "--type", "key_error"]
    assert main(words) == 0
    assert main(words) == 0
    assert len(fixes.requests) == 1
    assert main([*words, "--fresh"]) == 0
    assert len(fixes.requests) == 2


def test_other_limits_are_another_run(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["evaluate", "fix", str(suite), "--strategy", "rules", "--type", "key_error"]
    assert main(words) == 0
    assert main([*words, "--time-limit", "7"]) == 1
    assert "another run" in capsys.readouterr().err


def test_a_repair_that_breaks_counts_as_none(
    suite: Path,
    fixes: FakeFixes,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(fixes, "answer", lambda _: 1 / 0)
    words = ["evaluate", "fix", str(suite), "--strategy", "rules", "--type", "key_error"]
    assert main(words) == 0
    assert "in 1 the repairing broke" in capsys.readouterr().out


def test_without_a_path_the_shipped_suite_is_measured(fixes: FakeFixes, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    words = ["evaluate", "fix", "--strategy", "rules", "--limit", "1", "--json", str(out)]
    assert main(words) == 0
    assert json.loads(out.read_text())["settings"]["suite"] == "built-in"
    assert len(fixes.requests) == 1


def test_data_that_are_not_there_are_told(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", "fix", str(suite), "--strategy", "rules", "--type", "data_load"]
    assert main([*words, "--assets", str(tmp_path / "nowhere")]) == 1
    assert "Name it with --assets." in capsys.readouterr().err
