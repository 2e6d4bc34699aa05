"""Answering and judging gaps, and the report."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.engine.generation import Chunk, FimParts, GenerationRequest, Timings
from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.execution import runs_clean
from jupyter_codeintel.evaluation.infilling import (
    Answer,
    Settings,
    is_exact,
    program,
    run_infilling,
)
from jupyter_codeintel.evaluation.infilling_items import Case
from jupyter_codeintel.evaluation.infilling_report import report
from tests.evaluation.test_infilling_items import ITEM

SETTINGS = Settings("demo.jsonl", "a-model", 0)
CASE = Case(ITEM, "mid-identifier", typed=len("        resu"))
TIMINGS = Timings(40, 2, 38, 3, 0.0, 1.0, 2.0)


class Fixed:
    """Answers every request with the same text and notes what was asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: list[FimParts] = []
        self.warmed: list[FimParts] = []

    async def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        assert isinstance(request.prompt, FimParts)
        assert request.stop == ("\n",)
        assert request.sampling.temperature == 0
        self.asked.append(request.prompt)
        yield Chunk(0, self.text)
        yield Chunk(0, "", "stop", TIMINGS)

    async def warm(self, request: GenerationRequest) -> Timings | None:
        assert isinstance(request.prompt, FimParts)
        self.warmed.append(request.prompt)
        return TIMINGS


def answer(layout: str, task: str, *, exact: bool, passed: bool, tokens: int) -> Answer:
    one = Answer(task, "mid-identifier", "plain", "", exact, passed, 40, tokens, 3, 1.0, 2.0)
    return replace(one, layout=layout)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "exact", "passed"),
    [
        ("lt += value", True, True),
        ("lt += value  ", True, True),
        ("lt = result + value", False, True),
        ("lt -= value", False, False),
        ("lt += value)", False, False),
    ],
)
def test_a_line_is_judged_by_its_text_and_by_its_test(text: str, exact: bool, passed: bool) -> None:
    assert is_exact(CASE, text) is exact
    assert runs_clean(program(CASE, text)) is passed


def test_a_program_that_does_not_end_fails() -> None:
    assert runs_clean("while True: pass", time_limit=0.5) is False


def test_a_program_that_leaves_early_with_an_error_code_fails() -> None:
    assert runs_clean("raise SystemExit(3)") is False


async def test_a_run_judges_every_layout_and_keeps_the_answers(tmp_path: Path) -> None:
    engine = Fixed("lt += value")
    log = AnswerLog(tmp_path / "answers.jsonl", SETTINGS, Answer)
    await run_infilling(engine, [CASE], ["plain", "anchored"], log)
    assert [(a.layout, a.exact, a.passed, a.evaluated_tokens) for a in log.answers] == [
        ("anchored", True, True, 2),
        ("plain", True, True, 2),
    ]
    assert engine.asked[0].typed == "        resu"
    assert [parts.typed for parts in engine.warmed] == ["        res", ""]


async def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "answers.jsonl"
    await run_infilling(
        Fixed("lt += value"), [CASE], ["anchored"], AnswerLog(path, SETTINGS, Answer)
    )
    engine = Fixed("lt += value")
    told: list[tuple[int, int]] = []
    log = AnswerLog(path, SETTINGS, Answer)
    await run_infilling(engine, [CASE], ["plain", "anchored"], log, lambda *args: told.append(args))
    assert [parts.typed for parts in engine.asked] == [""]
    assert told == [(0, 1), (1, 1)]
    assert AnswerLog(path, SETTINGS, Answer).answers == log.answers


async def test_an_answer_that_was_cut_off_in_the_file_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    log = AnswerLog(path, SETTINGS, Answer)
    await run_infilling(Fixed("lt += value"), [CASE], ["plain", "anchored"], log)
    whole = path.read_text()
    path.write_text(whole[:-9])
    assert AnswerLog(path, SETTINGS, Answer).answers == log.answers[:1]
    log = AnswerLog(path, SETTINGS, Answer)
    await run_infilling(Fixed("lt += value"), [CASE], ["plain", "anchored"], log)
    assert path.read_text() == whole


def test_answers_of_another_run_are_not_mixed_in(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    AnswerLog(path, SETTINGS, Answer)
    with pytest.raises(NotebookError, match="another run"):
        AnswerLog(path, replace(SETTINGS, seed=1), Answer)


def test_the_report_compares_layouts_item_by_item() -> None:
    answers = [
        answer("plain", "a", exact=True, passed=True, tokens=30),
        answer("plain", "b", exact=False, passed=False, tokens=40),
        answer("plain", "only here", exact=True, passed=True, tokens=50),
        answer("anchored", "a", exact=False, passed=True, tokens=1),
        answer("anchored", "b", exact=True, passed=False, tokens=2),
    ]
    figures = report(answers)
    plain, anchored = sorted(figures.rows, key=lambda row: -row.mean_tokens)
    assert (plain.exact.hits, plain.exact.total, plain.median_tokens) == (2, 3, 40)
    assert (anchored.passed.hits, anchored.mean_tokens) == (1, 1.5)
    exact, passed = (one.result for one in figures.comparisons)
    assert (exact.both, exact.only_first, exact.only_second, exact.neither) == (0, 1, 1, 0)
    assert (passed.both, passed.neither) == (1, 1)
    assert "only anchored 1" in str(figures)
