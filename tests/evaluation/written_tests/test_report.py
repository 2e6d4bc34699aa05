"""What the answers say."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.written_tests.report import report
from jupyter_codeintel.evaluation.written_tests.run import Answer, Settings, Tried, read_answer

SETTINGS = Settings("demo.jsonl", "a-model", 0, "1")


def answer(name: str, *verdicts: str, caught: tuple[int, ...] = (), mutants: int = 4) -> Answer:
    tried = tuple(Tried(f"assert {n}", one, "", True, caught) for n, one in enumerate(verdicts))
    return Answer(name, "text", tried, mutants, 100, 50, 2.0)


def test_functions_and_assertions_are_counted() -> None:
    figures = report(
        [
            answer("a", "passed", "passed", "passed", caught=(0, 2)),
            answer("b", "passed", "passed", "differs", caught=(1,)),
            answer("c", "passed", "passed", "passed", "failed"),
            answer("d", "passed", "passed", "passed", "differs", mutants=0),
            answer("e", "inconclusive"),
        ]
    )
    functions = {name: one.hits for name, one in figures.functions.items()}
    asserts = {name: (one.hits, one.total) for name, one in figures.asserts.items()}

    assert functions == {
        "3 or more pass, none fails or differs": 1,
        "3 or more hold, none fails": 3,
        "3 or more pass": 3,
        "none fails": 4,
    }
    assert asserts == {
        "pass": (11, 15),
        "of those that pass, notice a mutant": (5, 11),
        "of those that hold, notice a mutant": (6, 13),
    }
    assert figures.mutants.value == (0.5 + 0.25) / 4
    assert figures.verdicts == {"differs": 2, "failed": 1, "inconclusive": 1, "passed": 11}
    assert "11 of  15" in str(figures)


def test_answers_come_back_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    made = answer("a", "passed", "failed", caught=(0, 1))
    AnswerLog(path, SETTINGS, read_answer).add(made)
    (read,) = AnswerLog(path, SETTINGS, read_answer).answers

    assert read == made
    assert asdict(read) == asdict(made)
