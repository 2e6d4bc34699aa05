"""The questions: each answer is proved in the kernel that it is about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jupyter_codeintel.evaluation.chat.executed import executed
from jupyter_codeintel.evaluation.chat.questions import Notebook, Question, read_notebooks

NOTEBOOKS = read_notebooks()


def test_there_are_thirty_questions_over_ten_notebooks() -> None:
    questions = [question for notebook in NOTEBOOKS for question in notebook.questions]

    assert (len(NOTEBOOKS), len(questions)) == (10, 30)
    assert len({question.id for question in questions}) == 30
    assert sum(question.kind == "error" for question in questions) >= 4


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.name)
async def test_the_answers_are_right(notebook: Notebook, jupyter_dirs: Path) -> None:
    async with executed(notebook) as ran:
        for question in notebook.questions:
            if question.cell is None:
                assert await ran.holds(question), question.id
            else:
                assert question.cell == _first_cell_with(notebook, question), question.id
        errors = [cell.id for cell in ran.document.cells if cell.error is not None]
        asks = any(question.kind == "error" for question in notebook.questions)
        assert errors == ([ran.document.cells[-1].id] if asks else [])


def _first_cell_with(notebook: Notebook, question: Question) -> int:
    """Return the first cell with the name that is asked for, the longest of the question."""
    names = re.findall(r"\w*_\w*", question.ask)
    name = max(names, key=len)
    return next(n for n, cell in enumerate(notebook.cells, start=1) if name in cell)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("It is defined in cell [3].", True),
        ("In[3] does.", True),
        ("**Cell #3**", True),
        ("Cell [2], not cell [3]", False),
        ("3", False),
    ],
)
def test_the_first_cell_that_is_named_counts(answer: str, right: bool) -> None:
    assert Question("a/1", "definition", "?", 1, cell=3).is_right(answer) is right


def test_all_patterns_have_to_be_there_and_no_other() -> None:
    question = Question("a/1", "columns", "?", 1, all=("price", r"\bday\b"), none=("weight",))

    assert question.is_right("`Day` and\n`price`")
    assert not question.is_right("price and birthday")
    assert not question.is_right("day, price, weight")
