"""``jupyter codeintel fix`` from its words to its files, with real kernels."""

from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_codeintel.cli import repairing
from jupyter_codeintel.cli.fix_report import FixReport
from jupyter_codeintel.cli.main import main
from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.fix.events import Ended, Evidence, Proposal
from tests.cli.fake_fixes import Answer, FakeFixes, nothing, replacing
from tests.cli.notebooks import sources, write_notebook

BROKEN = ("prices = {'rye': 3}", "#!What a loaf costs.", "cost = prices['rey']\ncost", "cost + 1")


@pytest.fixture(autouse=True)
def _folders(jupyter_dirs: Path, data_dir: Path) -> None:
    """Keep everything in temporary folders; there is no model in them."""


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], FakeFixes]:
    def answered(answer: Answer) -> FakeFixes:
        fakes = FakeFixes(answer)
        monkeypatch.setattr(repairing, "FixService", fakes)
        return fakes

    return answered


def test_a_failure_is_repaired_shown_confirmed_and_written(
    tmp_path: Path,
    answering: Callable[[Answer], FakeFixes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    fakes = answering(replacing("rey", "rye"))
    path = write_notebook(tmp_path / "a.ipynb", *BROKEN)
    before = path.read_bytes()
    out = tmp_path / "b.ipynb"
    assert main(["fix", str(path), "--output", str(out)]) == 0
    captured = capsys.readouterr()
    for line in (
        "Cell 2 failed: KeyError: 'rey'",
        "  Trying something: runs",
        "    it raises too",
        "-cost = prices['rey']",
        "+cost = prices['rye']",
        "verified: rye for rey",
        "  It ran.",
        "  writes out.csv",
        "All cells have run: 3.",
        f"Written: {out}",
    ):
        assert line in captured.out.splitlines()
    assert "Only the rules are tried" in captured.err
    (request,) = fakes.requests
    assert request.goal == "What a loaf costs."
    assert request.error is not None
    assert request.error.name == "KeyError"
    assert "KeyError" in request.traceback[-1]
    assert [c.execution_count for c in request.document.cells] == [1, None, 2, None]
    assert fakes.decisions == [True]
    assert path.read_bytes() == before
    written = json.loads(out.read_text())
    assert [cell.get("execution_count") for cell in written["cells"]] == [1, None, 2, 3]
    assert written["cells"][3]["outputs"][0]["data"] == {"text/plain": ["4"]}
    assert written["metadata"]["ours"] == {"kept": True}
    assert written["cells"][0]["metadata"] == {"collapsed": False}


def test_in_place_replaces_the_file_at_once_and_keeps_its_rights(
    tmp_path: Path, answering: Callable[[Answer], FakeFixes]
) -> None:
    answering(replacing("rey", "rye"))
    path = write_notebook(tmp_path / "real.ipynb", *BROKEN)
    path.chmod(0o640)
    link = tmp_path / "link.ipynb"
    link.symlink_to(path)
    assert main(["fix", str(link), "--in-place"]) == 0
    assert sources(path)[2] == "cost = prices['rye']\ncost"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert {p.name for p in tmp_path.glob("*.ipynb*")} == {"real.ipynb", "link.ipynb"}


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path,
    answering: Callable[[Answer], FakeFixes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(replacing("rey", "rye"))
    path = write_notebook(tmp_path / "a.ipynb", *BROKEN)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert main(["fix", str(path), "--in-place"]) == 1
    assert "No space left" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if "ipynb" in p.name] == ["a.ipynb"]


def test_json_is_one_document_and_progress_goes_elsewhere(
    tmp_path: Path,
    answering: Callable[[Answer], FakeFixes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(replacing("rey", "rye", badge="runs"))
    path = write_notebook(tmp_path / "a.ipynb", *BROKEN)
    assert main(["fix", str(path), "--json", "--accept", "runs"]) == 1
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert "Cell 2 failed" in captured.err
    assert told["runs"] is told["confirmed"] is True
    assert told["verified"] is False
    assert told["written"] is told["failure"] is None
    (repair,) = told["repairs"]
    assert repair["proposal"]["badge"] == "runs"
    assert repair["proposal"]["edits"][0]["after"] == "cost = prices['rye']\ncost"
    assert (repair["cell"], repair["tries"], repair["accepted"]) == ("2", 2, True)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (replacing("rey", "rye", badge="runs"), "It is not made: --accept runs would."),
        (nothing, "Nothing was found"),
        (lambda _: Ended("advice", "pip install rye"), "pip install rye"),
        # It was tried on something else than what then happens.
        (replacing("rey", "ray"), "Cell 2 stays as it is: KeyError: 'ray'."),
    ],
)
def test_what_cannot_be_repaired_is_told_and_nothing_is_written(
    answer: Answer,
    said: str,
    tmp_path: Path,
    answering: Callable[[Answer], FakeFixes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    fakes = answering(answer)
    path = write_notebook(tmp_path / "a.ipynb", *BROKEN)
    assert main(["fix", str(path)]) == 1
    assert said in capsys.readouterr().out
    assert len(fakes.requests) <= 2
    assert sources(path) == [cell.removeprefix("#!") for cell in BROKEN]


def test_an_earlier_cell_is_changed_and_all_named_run_again(
    tmp_path: Path, answering: Callable[[Answer], FakeFixes]
) -> None:
    answering(replacing("3", "[3]", cell="0"))
    cells = ("n = 3\nprint('again')", "m = len(n)")
    out = tmp_path / "b.ipynb"
    path = write_notebook(tmp_path / "a.ipynb", *cells)
    assert main(["fix", str(path), "--output", str(out)]) == 0
    assert sources(out) == ["n = [3]\nprint('again')", "m = len(n)"]


def test_a_cell_that_has_to_run_first_is_moved_above(
    tmp_path: Path,
    answering: Callable[[Answer], FakeFixes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(
        lambda request: Proposal("verified", "run it first", (), ("3", "1"), Evidence("fork"))
    )
    path = write_notebook(tmp_path / "a.ipynb", "a = 1", "b = c + a", "#!Then c.", "c = 1", "b")
    assert main(["fix", str(path), "--in-place"]) == 0
    assert sources(path) == ["a = 1", "c = 1", "b = c + a", "Then c.", "b"]
    written = json.loads(path.read_text())["cells"]
    assert [c.get("execution_count") for c in written] == [1, 2, 3, None, 4]
    assert "Cell 3 is moved above cell 1, which needs it." in capsys.readouterr().out


def test_a_repair_that_only_this_kernel_knows_is_not_confirmed(
    tmp_path: Path,
    answering: Callable[[Answer], FakeFixes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(replacing("n + 1", "kept.append(1)"))
    # The second kernel finds the file of the first.
    cells = (
        "import pathlib\nmark = pathlib.Path('mark')\nif not mark.exists():\n    kept = []",
        "n + 1",
        "mark.touch()",
    )
    path = write_notebook(tmp_path / "a.ipynb", *cells)
    assert main(["fix", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["confirmed"] is told["runs"] is False
    assert told["failure"]["cell"] == "1"


def test_a_notebook_that_runs_is_left_alone(
    tmp_path: Path,
    answering: Callable[[Answer], FakeFixes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(nothing)
    path = write_notebook(tmp_path / "a.ipynb", "open('here', 'w').close()", "", "1")
    before = path.read_bytes()
    assert main(["fix", str(path), "--in-place"]) == 0
    assert path.read_bytes() == before
    assert (tmp_path / "here").exists(), "it runs in its own folder"
    assert "All cells have run: 2." in capsys.readouterr().out
    assert main(["fix", str(path), "--output", str(tmp_path / "b.ipynb")]) == 0
    assert sources(tmp_path / "b.ipynb") == sources(path)


def test_one_cell_alone_is_repaired_and_the_run_ends_with_it(
    tmp_path: Path, answering: Callable[[Answer], FakeFixes]
) -> None:
    fakes = answering(replacing("rey", "rye"))
    cells = ("1 / 0", *BROKEN, "raise SystemError")
    path = write_notebook(tmp_path / "a.ipynb", *cells)
    words = ["fix", str(path), "--cell", "3", "--goal", "the price", "--in-place"]
    assert main(words) == 0
    assert [request.cell for request in fakes.requests] == ["3"]
    assert fakes.requests[0].goal == "the price"
    assert sources(path)[3] == "cost = prices['rye']\ncost"


def test_cells_that_may_fail_are_passed_over(
    tmp_path: Path, answering: Callable[[Answer], FakeFixes]
) -> None:
    fakes = answering(nothing)
    path = write_notebook(tmp_path / "a.ipynb", "1 / 0", "2")
    content = json.loads(path.read_text())
    content["cells"][0]["metadata"]["tags"] = ["raises-exception"]
    path.write_text(json.dumps(content))
    assert main(["fix", str(path)]) == 0
    assert fakes.requests == []


def test_a_kernel_that_dies_is_told(
    tmp_path: Path,
    answering: Callable[[Answer], FakeFixes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(nothing)
    path = write_notebook(tmp_path / "a.ipynb", "import os\nos._exit(3)")
    assert main(["fix", str(path)]) == 1
    assert "Cell 0 stays as it is: the kernel died." in capsys.readouterr().out


def _text(path: Path) -> Path:
    path.write_text("no JSON")
    return path


@pytest.mark.parametrize(
    ("make", "words", "told"),
    [
        (lambda p: p, [], "Cannot read"),
        (_text, [], "is not a notebook of format 4"),
        (lambda p: write_notebook(p, "1", nbformat=3), [], "is not a notebook of format 4"),
        (lambda p: write_notebook(p, "#!Only words.", " "), [], "has no code to run"),
        (lambda p: write_notebook(p, "1", language="R"), [], "is written in R"),
        (lambda p: write_notebook(p, "1", "#!a"), ["--cell", "1"], "Cell 1 is no code cell"),
        (lambda p: write_notebook(p, "1"), ["--cell", "-1"], "Cell -1 is no code cell"),
        (lambda p: write_notebook(p, "1"), ["--output", "SAME"], "the notebook itself"),
        (lambda p: write_notebook(p, "1"), ["--output", "/no/such/o.ipynb"], "Cannot write"),
    ],
)
def test_bad_input_is_told_and_ends_with_two(
    make: Callable[[Path], Path],
    words: list[str],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = make(tmp_path / "a.ipynb")
    words = [str(path) if word == "SAME" else word for word in words]
    assert main(["fix", str(path), *words]) == 2
    assert told in capsys.readouterr().err


def test_bad_words_end_with_two(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "1")
    for words in (["--time-limit", "0"], ["--max-attempts", "none"], ["--strategy", "magic"]):
        with pytest.raises(SystemExit) as caught:
            main(["fix", str(path), *words])
        assert caught.value.code == 2
    with pytest.raises(SystemExit):
        main(["fix", str(path), "--in-place", "--output", "b.ipynb"])


def test_a_kernel_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "1", kernel="no-such")
    assert main(["fix", str(path)]) == 1
    assert "The kernel 'no-such' does not start" in capsys.readouterr().err


def test_a_model_that_was_asked_for_has_to_be_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "1")
    assert main(["fix", str(path), "--strategy", "search"]) == 1
    assert "not on this machine" in capsys.readouterr().err
    assert main(["fix", str(path), "--model", "smollm2-135m"]) == 1


def test_who_stands_for_a_model_says_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="no model"):
        repairing.NoModel().complete(None)  # type: ignore[arg-type]


def test_an_interrupt_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_notebook(tmp_path / "a.ipynb", *BROKEN)
    before = path.read_bytes()

    def interrupted(_: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(FixReport, "tell", lambda self, event: interrupted(event))
    # What a shell starts in the background ignores it.
    known = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main(["fix", str(path), "--in-place"]) == 130
    finally:
        signal.signal(signal.SIGINT, known)
    assert "Interrupted." in capsys.readouterr().err
    assert path.read_bytes() == before


def test_the_rules_repair_without_a_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_notebook(tmp_path / "a.ipynb", "import math", "root = math.sqrtt(16)")
    assert main(["fix", str(path), "--in-place"]) == 0
    assert sources(path)[1] == "root = math.sqrt(16)"
    assert "Only the rules are tried" in capsys.readouterr().err
