"""What a model is told, and what is read from its answers."""

from __future__ import annotations

import pytest

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.fix.edit_text import edit_size, edit_text
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.prompting.answers import read_answer
from jupyter_codeintel.fix.prompting.error_text import error_text
from jupyter_codeintel.fix.prompting.parts import LONGEST, part_to_correct
from jupyter_codeintel.fix.prompting.prompts import (
    Ask,
    Context,
    ContextBudget,
    fenced,
    follow_up,
    messages,
)
from jupyter_codeintel.namespace import Namespace, Variable
from jupyter_codeintel.trial import Frame, Raised
from tests.fix.failing import failure, notebook, raised

LOAD = "import pandas as pd\nprices = pd.read_csv('prices.csv')"
OTHER = "unrelated = 1"
MEAN = "def mean(column):\n    return prices[column].mean()"
CALL = "print(mean('pirce'))"
PRICES = Variable(
    "prices", "pandas.DataFrame", shape=(9, 1), columns=(("price", "float64"),), all_keys=True
)


@pytest.fixture
def wrong_key() -> Failure:
    """Return the failure of a call whose function stands in another cell."""
    error = raised(
        "KeyError",
        "'pirce'",
        ("c3", 1, "<module>", CALL),
        ("c2", 2, "mean", "return prices[column].mean()"),
    )
    return failure(
        notebook(LOAD, OTHER, MEAN, CALL),
        error,
        goal="Show the mean price.",
        namespace=Namespace({"prices": PRICES}),
    )


def told(failure: Failure, cell: str, context: Context) -> str:
    asked = messages(failure, Ask(cell, context), failure.source(cell), ContextBudget())
    assert [message["role"] for message in asked] == ["system", "user"]
    return asked[1]["content"]


def test_the_short_prompt_has_the_cell_the_error_and_the_goal(wrong_key: Failure) -> None:
    assert told(wrong_key, "c3", "short") == (
        "Goal of the notebook: Show the mean price.\n\n"
        "This cell fails:\n```python\nprint(mean('pirce'))\n```\n\n"
        "Error:\n----> 1 print(mean('pirce'))\nin mean:\n----> 2 return prices[column].mean()\n"
        "KeyError: 'pirce'\n\nWrite only this cell, corrected."
    )


def test_the_long_prompt_has_what_the_cell_depends_on(wrong_key: Failure) -> None:
    text = told(wrong_key, "c3", "notebook")
    assert LOAD in text
    assert MEAN in text
    assert text.index(LOAD) < text.index(OTHER) < text.index(MEAN)
    assert "prices: DataFrame with 9 rows, columns ['price']" in text


def test_without_room_the_cells_that_matter_are_kept(wrong_key: Failure) -> None:
    budget = ContextBudget(cells=len(LOAD + MEAN) // CHARS_PER_TOKEN + 1)
    text = messages(wrong_key, Ask("c3", "notebook"), CALL, budget)[1]["content"]
    assert LOAD in text
    assert MEAN in text
    assert OTHER not in text


def test_an_earlier_cell_is_asked_for_last(wrong_key: Failure) -> None:
    failing, earlier = told(wrong_key, "c3", "short"), told(wrong_key, "c2", "short")
    # So the engine reads what both share once.
    assert earlier.startswith(failing.removesuffix("Write only this cell, corrected."))
    assert fenced(MEAN) in earlier


def test_a_long_goal_keeps_its_start_and_its_end() -> None:
    long = failure(notebook("x"), raised("NameError", "x"), goal=f"Begin.{'.' * 4000}End.")
    text = told(long, "c0", "short")
    assert "Goal of the notebook: Begin." in text
    assert "End.\n\nThis cell" in text
    assert len(text) < 1200


def test_a_fence_in_a_cell_does_not_end_the_block() -> None:
    assert fenced('text = """```"""').count("```") == 2


def test_frames_of_libraries_are_left_out() -> None:
    library = Frame(None, None, "/lib/pandas/core/frame.py", 4102, "__getitem__", "indexer = …")
    own = Frame("c0", None, "", 3, "<module>", "df['a']")
    error = Raised("KeyError", "'a'", (own, library), cause=Raised("KeyError", "'b'"))
    assert error_text(error) == "----> 3 df['a']\nKeyError: 'a'\nbecause of KeyError: 'b'"


def test_locals_of_functions_are_told() -> None:
    frame = Frame("c0", None, "", 2, "half", "return n // d", None, {"n": "5", "d": "'2'"})
    assert "with n = 5, d = '2'" in error_text(Raised("TypeError", "", (frame,)))


def test_a_long_message_keeps_both_ends() -> None:
    text = error_text(Raised("ValueError", "start" + "." * 5000 + "end"))
    assert text.startswith("ValueError: start")
    assert text.endswith("end")
    assert len(text) < 400


def test_a_failed_answer_is_told_what_it_gave(wrong_key: Failure) -> None:
    first = messages(wrong_key, Ask("c3", "short"), CALL, ContextBudget())
    second = follow_up(first, fenced("print(mean('cost'))"), "KeyError: 'cost'")
    assert second[: len(first)] == first
    assert [message["role"] for message in second[2:]] == ["assistant", "user"]
    assert "KeyError: 'cost'" in second[3]["content"]


def test_of_a_long_cell_the_failing_statement_is_asked_for() -> None:
    above = "\n".join(f"a{n} = {n}" for n in range(LONGEST))
    source = f"{above}\nfor i in range(3):\n    b = i / 0\nc = 1"
    error = raised("ZeroDivisionError", "", ("c0", LONGEST + 2, "<module>", "b = i / 0"))
    part = part_to_correct(failure(notebook(source), error), "c0")
    assert part.text == "for i in range(3):\n    b = i / 0\n"
    assert part.corrected("pass") == f"{above}\npass\nc = 1"
    assert part.corrected(part.text) == source


DOCUMENTED = """def half(n):
    \'\'\'Return the half.

    >>> half(5)
    2.5
    \'\'\'
    return n // 2
print(half(5))"""


def test_a_long_docstring_stays_without_being_written_again() -> None:
    part = part_to_correct(failure(notebook(DOCUMENTED), raised("E", "")), "c0")
    assert part.text == "def half(n):\n    return n // 2\nprint(half(5))"
    corrected = part.corrected("def half(n):\n    return n / 2\nprint(half(5))")
    assert corrected == DOCUMENTED.replace("//", "/")
    assert part.corrected("def half(n):\n    'New.'\n    return 1") == (
        "def half(n):\n    'New.'\n    return 1"
    )
    assert part.corrected("def half(n): return n / 2") == "def half(n): return n / 2"
    assert part.corrected("def half(n") == "def half(n"


def test_a_docstring_is_told_unless_it_is_the_goal() -> None:
    part = part_to_correct(failure(notebook(DOCUMENTED), raised("E", "")), "c0")
    assert "Return the half." in part.told("Something else")
    assert part.told("Return the half.\n>>> half(5)\n2.5") == ""


def test_a_short_cell_is_asked_for_whole() -> None:
    part = part_to_correct(failure(notebook("x = 1\ny = z"), raised("NameError", "z")), "c0")
    assert (part.text, part.corrected("y = 1")) == ("x = 1\ny = z", "y = 1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```python\nx = 1\n```", "x = 1"),
        ("```python\nx = 1", "x = 1"),
        ("Here it is:\n```\nif x:\n    y()\n```\nIt works.", "if x:\n    y()"),
        ("x = 1", "x = 1"),
        ("```python\n\n```", None),
        ("", None),
    ],
)
def test_answers(text: str, code: str | None) -> None:
    assert read_answer(text) == code


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("a\nb = c", "a\nb = d", "`b = c` becomes `b = d`"),
        ("a", "import b\na", "`import b` is added"),
        ("a\nb", "b", "`a` is removed"),
        ("a\nb", "c\nd", "2 lines are written anew"),
    ],
)
def test_an_edit_in_words(before: str, after: str, says: str) -> None:
    assert edit_text(before, after) == says


def test_the_size_of_an_edit_is_in_words() -> None:
    assert edit_size("df['pirce'].mean()", "df['price'].mean()") == 1
    assert edit_size("x = 1", "x = 1") == 0
